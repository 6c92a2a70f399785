import Attendance
import TestKit

/// One session by chance, as several databases make it that hear of each other now and then.
struct RandomSession {
    static let session = CheckinSessionID(1)
    static let occurrence = OccurrenceID(1)

    /// What each database holds of it.
    private(set) var held: [[SessionEvent]]
    private var minute = -10
    private var made = 0
    /// Minutes by which each clock is ahead of the right time.
    private var ahead: [Int]

    init(databases: Int, using dice: inout SeededDice) {
        held = Array(repeating: [], count: databases)
        ahead = (0..<databases).map { _ in
            Int.random(in: 0..<4, using: &dice) == 0 ? Int.random(in: -9...9, using: &dice) : 0
        }
    }

    /// Everything that anybody holds; what several hold stands there several times.
    var everything: [SessionEvent] { held.flatMap { $0 } }

    static func events(using dice: inout SeededDice) -> [SessionEvent] {
        var random = RandomSession(
            databases: Int.random(in: 1...3, using: &dice), using: &dice)
        for _ in 0..<Int.random(in: 0...14, using: &dice) { random.step(using: &dice) }
        return random.everything
    }

    /// Somebody does what the session allows there, or hears of what another has.
    mutating func step(using dice: inout SeededDice) {
        let place = Int.random(in: 0..<held.count, using: &dice)
        minute += Int.random(in: 0...8, using: &dice)
        if held.count > 1, Int.random(in: 0..<3, using: &dice) == 0 {
            held[place] += held.randomElement(using: &dice)!
        } else {
            act(Verb.allCases.randomElement(using: &dice)!, in: place, at(minute + ahead[place]))
        }
    }

    enum Verb: CaseIterable { case create, open, close, reopen }

    /// Does it as it is done today; whether anything changed.
    @discardableResult
    mutating func act(_ verb: Verb, in place: Int, _ moment: Moment) -> Bool {
        let history = SessionHistory(held[place])
        let before = history.session(Self.session, on: Self.occurrence)
        guard let after = Self.changed(before, by: verb, moment, number: made),
            let kind = SessionEvent.Kind(from: before, to: after)
        else { return false }
        made += 1
        held[place].append(
            SessionEvent(id: id(made), moment: moment, kind: kind, saw: history.newest))
        return true
    }

    /// What a verb makes of a session today; nil where it changes nothing.
    static func changed(
        _ session: CheckinSession?, by verb: Verb, _ moment: Moment, number: Int
    ) -> CheckinSession? {
        guard let session else {
            if verb != .create { return nil }
            return CheckinSession(
                id: Self.session, occurrence: occurrence, graceMinutes: 5 + number % 7)
        }
        let change: SessionChange
        switch verb {
        case .create: return nil
        case .open, .reopen:
            let letters = SessionCode.alphabet
            change = session.opening(
                at: moment, code: SessionCode("ABCDE\(letters[number % letters.count])")!,
                graceMinutes: 12 + number % 5, reopening: verb == .reopen, isCancelled: false)
        case .close: change = session.closing(at: moment)
        }
        if case .changed(let after) = change { return after }
        return nil
    }
}
