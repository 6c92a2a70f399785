import Attendance
import Desk
import Testing
import Wire

@testable import Terminal

/// Which lines answer what staff were asked.
@Suite struct StaffTurnTests {
    static let user = UserID(7)
    static let open = StaffChoice(
        deed: .open(OccurrenceID(1)), course: "Calculus", start: Moment(seconds: 0))
    static let close = StaffChoice(
        deed: .close(CheckinSessionID(1)), course: "Drawing", start: Moment(seconds: 0))
    static let choices = DoorAnswer.Asks.choice(
        user, [open, close].map { .init(choice: $0, words: "") })

    func reply(
        _ text: String, to asks: DoorAnswer.Asks?, after seconds: Int = 1,
        strokes: Keystrokes = Keystrokes()
    ) -> StaffTurn.Reply? {
        var turn = StaffTurn()
        let now = ContinuousClock.now
        if let asks { turn.begin(asks, after: "100234", at: now) }
        return turn.end(
            with: .text(Array(text.utf8)), typed: strokes, at: now + .seconds(seconds))
    }

    @Test func aPINIsTakenWhereOneWasAskedFor() {
        let asks = DoorAnswer.Asks.pin(Self.user)
        #expect(reply("2580", to: asks) == .pin(PIN("2580")!, Self.user))
        #expect(reply("25\u{7F}580", to: asks) == .pin(PIN("2580")!, Self.user))
        #expect(reply("0", to: asks) == .leave)
        #expect(reply("2580", to: nil) == nil)
        #expect(reply("2580", to: asks, after: 20) == nil, "too late")
        #expect(reply("2024123456", to: asks) == nil, "a student's card goes on")
        #expect(reply("?2024123456", to: asks) == nil)
        #expect(reply("100234", to: asks) == nil, "the card again")
    }

    @Test func aCardIsNoPINHoweverShort() {
        var strokes = Keystrokes()
        var now = ContinuousClock.now
        for _ in 0..<7 {
            strokes.came(at: now)
            now += .milliseconds(2)
        }
        #expect(reply("202412", to: .pin(Self.user), strokes: strokes) == nil)
    }

    @Test func aNumberChoosesAndAnythingElseLeaves() {
        #expect(reply("1", to: Self.choices) == .choice(Self.open, Self.user))
        #expect(reply("2", to: Self.choices) == .choice(Self.close, Self.user))
        #expect(reply("0", to: Self.choices) == .leave)
        for text in ["3", "00", "99"] {
            #expect(
                reply(text, to: Self.choices) == .noChoice([Self.open, Self.close], Self.user),
                "\(text)")
        }
        for text in ["", "-1", "+1", "3456", "002", "x"] {
            #expect(reply(text, to: Self.choices) == nil, "\(text)")
        }
    }

    @Test func onlyOneCloses() {
        let asks = DoorAnswer.Asks.closing(Self.user, Self.close)
        #expect(reply("1", to: asks) == .close(Self.close, Self.user))
        #expect(reply("0", to: asks) == .leave)
        #expect(reply("2", to: asks) == nil)
    }

    @Test func whatWasAskedIsAnsweredOnce() {
        var turn = StaffTurn()
        let now = ContinuousClock.now
        turn.begin(.pin(Self.user), after: nil, at: now)
        #expect(turn.end(with: .text(Array("2024123456".utf8)), typed: .init(), at: now) == nil)
        #expect(turn.end(with: .text(Array("2580".utf8)), typed: .init(), at: now) == nil)
    }
}
