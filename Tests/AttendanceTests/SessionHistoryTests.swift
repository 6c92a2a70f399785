import Attendance
import TestKit
import Testing

/// A session is what its events come to, at whichever doors they were made.
@Suite struct SessionHistoryTests {
    static let sessions = 600

    /// Events of several databases, some as their door still has them beside the hub's copy.
    static func events(_ number: Int, using dice: inout SeededDice) -> [SessionEvent] {
        let events = RandomSession.events(using: &dice)
        return events.flatMap { event -> [SessionEvent] in
            // Whether the hub knows a moment does not hang on who holds the event.
            guard (event.id.low + UInt64(number)) % 3 == 0 else { return [event] }
            var fed = event
            fed.moment = event.moment.adding(seconds: Int64(event.id.low % 5) * 60 - 120)
            fed.hasHubTime = true
            return [event, fed]
        }
    }

    @Test func anyOrderAndAnyRepetitionComeToTheSame() {
        for number in 0..<Self.sessions {
            var dice = SeededDice(seed: UInt64(number) + 1)
            let events = Self.events(number, using: &dice)
            let checker = SessionChecker(SessionChecker.rightly)
            #expect(checker.complaints(about: events, using: &dice) == [], "session \(number)")
        }
    }

    @Test("A mistake in it is caught", arguments: SessionMutant.all)
    func aMistakeIsCaught(_ mutant: SessionMutant) {
        let caught = (0..<Self.sessions).contains { number in
            var dice = SeededDice(seed: UInt64(number) + 1)
            let events = Self.events(number, using: &dice)
            return !SessionChecker(mutant.come).complaints(about: events, using: &dice).isEmpty
        }
        #expect(caught, "\(mutant.testDescription) would go unseen")
    }

    /// A hub that was restored may have lost what a door's own events came after.
    @Test func anOpeningThatIsStillToComeLeavesADraftAndNeverACodelessSession() {
        func session(_ events: SessionEvent...) -> CheckinSession? {
            SessionHistory(events).session(CheckinSessionID(1), on: OccurrenceID(1))
        }
        let (first, second, third) = (eventID(1), eventID(2), eventID(3))
        let opened = SessionEvent(
            id: first, moment: at(0), kind: .opened(code: SessionCode("7M4KQ2")!, graceMinutes: 5),
            saw: [])
        let closed = SessionEvent(id: second, moment: at(1), kind: .closed, saw: [first])
        let reopened = SessionEvent(id: third, moment: at(2), kind: .reopened, saw: [second])
        let headless = session(closed, reopened)
        #expect(headless?.status == .draft && headless?.code == nil)
        #expect(session(closed)?.status == .draft)
        #expect(session(closed, reopened, opened)?.status == .open)
        // Another opening, by whoever has not seen the closing: it has a code, and is closed.
        let other = SessionEvent(
            id: eventID(4), moment: at(3),
            kind: .opened(code: SessionCode("9XKQ2M")!, graceMinutes: 5),
            saw: [])
        let beside = session(closed, other)
        #expect(beside?.status == .closed && beside?.code == SessionCode("9XKQ2M"))
    }

    private func eventID(_ number: UInt64) -> UniqueID {
        UniqueID(high: 0x7000, low: 1 << 63 | number)
    }

    /// Whatever the clock does meanwhile.
    @Test func oneDoorAloneHasTheSessionThatItsVerbsMake() {
        var changes = 0
        for number in 0..<Self.sessions {
            var dice = SeededDice(seed: UInt64(number) + 1)
            var door = RandomSession(databases: 1, using: &dice)
            var session: CheckinSession?
            for made in 0..<20 {
                let verb = RandomSession.Verb.allCases.randomElement(using: &dice)!
                let moment = at(Int.random(in: -30...30, using: &dice))
                // Codes go by the number of changes, as the door's do.
                let count = door.everything.count
                if let changed = RandomSession.changed(session, by: verb, moment, number: count) {
                    session = changed
                    changes += 1
                }
                door.act(verb, in: 0, moment)
                #expect(
                    SessionChecker.rightly(door.everything.shuffled(using: &dice)) == session,
                    "session \(number), verb \(made)")
            }
        }
        #expect(changes > Self.sessions * 5)
    }

    static let codes = [SessionCode("AAA111")!, SessionCode("BBB222")!]

    static func event(
        _ number: Int, _ minutes: Int, _ kind: SessionEvent.Kind, saw: [Int] = []
    ) -> SessionEvent {
        SessionEvent(id: id(number), moment: at(minutes), kind: kind, saw: Set(saw.map { id($0) }))
    }

    static let opened = [
        event(1, 0, .opened(code: codes[0], graceMinutes: 10)),
        event(2, 1, .opened(code: codes[1], graceMinutes: 20)),
    ]

    @Test func twoDoorsThatOpenedHaveBothCodesAndTheFirstOpeningsGrace() {
        let history = SessionHistory(Self.opened)
        #expect(history.codes == Self.codes)
        #expect(history.graceMinutes == 10)
        #expect(history.intervals == [.init(opened: at(0), closed: nil)])
        #expect(history.newest == [id(1), id(2)])
    }

    @Test func whatOneDoorClosedTheOtherReopensOnlyKnowingOfIt() {
        let closed = Self.event(3, 40, .closed, saw: [1])
        let own = Self.event(4, 41, .closed, saw: [2])
        let blind = SessionHistory(
            Self.opened + [closed, own, Self.event(5, 50, .reopened, saw: [4])])
        #expect(blind.intervals == [.init(opened: at(0), closed: at(40))])
        let knowing = SessionHistory(
            Self.opened + [closed, own, Self.event(5, 50, .reopened, saw: [3, 4])])
        #expect(
            knowing.intervals == [
                .init(opened: at(0), closed: at(40)), .init(opened: at(50), closed: nil),
            ])
    }

    @Test func eventsThatSawEachOtherAreTakenAsTheyCome() {
        let circle = [
            Self.event(1, 0, .opened(code: Self.codes[0], graceMinutes: 10), saw: [2]),
            Self.event(2, 5, .closed, saw: [1]),
        ]
        #expect(SessionHistory(circle).events == circle)
        #expect(SessionHistory(circle.reversed()).events == circle)
    }

    @Test func moreThanCanBeNamedAreNamedClosingsFirst() {
        let many = (1...SessionEvent.mostSeen + 9).map {
            Self.event($0, $0, $0 == 1 ? .closed : .reopened)
        }
        let newest = SessionHistory(many).newest
        #expect(newest.count == SessionEvent.mostSeen && newest.contains(id(1)))
    }
}
