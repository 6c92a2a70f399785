import Attendance
import TestKit

/// Holds what makes a session of its events against what is promised: the same in any order and
/// under any repetition; open, codes and grace as the sentences on two doors have it.
struct SessionChecker {
    typealias Come = @Sendable ([SessionEvent]) -> CheckinSession?

    static let ordersOfEach = 10

    static let rightly: Come = { events in
        SessionHistory(events).session(RandomSession.session, on: RandomSession.occurrence)
    }

    let come: Come

    init(_ come: @escaping Come) { self.come = come }

    func complaints(about events: [SessionEvent], using dice: inout SeededDice) -> [String] {
        let session = come(events)
        for _ in 0..<Self.ordersOfEach {
            var other = events + events.filter { _ in Int.random(in: 0..<4, using: &dice) == 0 }
            other.shuffle(using: &dice)
            if come(other) != session { return ["another order, another session"] }
        }
        let all = Array(
            Dictionary(events.map { ($0.id, $0) }) { one, other in
                other.hasHubTime ? other : one
            }.values)
        guard let session else { return all.isEmpty ? [] : ["there is none"] }
        let openings = all.filter(\.isFirstOpening)
        var complaints: [String] = []
        if session.status != Self.status(of: all) { complaints.append("it is \(session.status)") }
        if session.code.map({ code in openings.contains { $0.code == code } }) == false {
            complaints.append("a code that nobody gave")
        }
        // Where no clock goes back, what came first is what was earlier.
        if Self.isInOrder(all) {
            complaints += Self.complaints(about: session, first: Self.first(of: openings))
            if session.closedAt != Self.closedAt(all) { complaints.append("closed at another") }
        }
        return complaints
    }

    // NB: two functions, and neither within the one above: optimised as one they end the compiler
    // of Swift 6.3.1, "found outside of lifetime use".
    @inline(never) private static func first(of openings: [SessionEvent]) -> SessionEvent? {
        openings.min { ($0.moment, $0.id) < ($1.moment, $1.id) }
    }

    @inline(never) private static func complaints(
        about session: CheckinSession, first: SessionEvent?
    ) -> [String] {
        var complaints: [String] = []
        if session.code != first?.code { complaints.append("the code of a later opening") }
        if session.openedAt != first?.moment { complaints.append("opened at another moment") }
        if let first, session.graceMinutes != first.grace { complaints.append("other grace") }
        return complaints
    }

    static func status(of events: [SessionEvent]) -> CheckinSession.Status {
        if !events.contains(where: \.isFirstOpening) { return .draft }
        let closings = events.filter { $0.kind == .closed }
        let open = closings.allSatisfy { closing in
            events.contains { $0.kind == .reopened && saw($0, closing, events) }
        }
        return open ? .open : .closed
    }

    /// The first of the closings that are the end of it: since then there is one that nobody who
    /// reopened had seen.
    static func closedAt(_ events: [SessionEvent]) -> Moment? {
        guard status(of: events) == .closed else { return nil }
        let inTime = events.sorted { ($0.moment, $0.id) < ($1.moment, $1.id) }
        for place in inTime.indices where inTime[place].kind == .closed {
            let ends = inTime.indices.dropFirst(place).allSatisfy { later in
                status(of: Array(inTime[...later])) == .closed
            }
            if ends { return inTime[place].moment }
        }
        return nil
    }

    private static func saw(
        _ one: SessionEvent, _ other: SessionEvent, _ all: [SessionEvent]
    ) -> Bool {
        one.saw.contains(other.id)
            || all.contains { one.saw.contains($0.id) && saw($0, other, all) }
    }

    private static func isInOrder(_ events: [SessionEvent]) -> Bool {
        events.allSatisfy { event in
            events.allSatisfy { !event.saw.contains($0.id) || $0.moment <= event.moment }
        }
    }
}

extension SessionEvent {
    var isFirstOpening: Bool { code != nil }

    var code: SessionCode? {
        if case .opened(let code, _) = kind { code } else { nil }
    }

    var grace: Int? {
        if case .opened(_, let grace) = kind { grace } else { nil }
    }
}
