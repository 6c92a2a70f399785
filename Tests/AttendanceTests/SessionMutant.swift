import Attendance
import Testing

/// What makes a session of its events, with one planted mistake.
struct SessionMutant: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let come: SessionChecker.Come

    /// Comes rightly to what events come to that were changed first.
    private static func of(
        _ name: String, _ change: @escaping @Sendable (inout [SessionEvent]) -> Void
    ) -> SessionMutant {
        SessionMutant(testDescription: name) { events in
            var changed = events
            change(&changed)
            return SessionChecker.rightly(changed)
        }
    }

    private static func each(
        _ name: String, _ change: @escaping @Sendable (Int, inout SessionEvent) -> Void
    ) -> SessionMutant {
        of(name) { events in
            for place in events.indices { change(place, &events[place]) }
        }
    }

    private static func telling(
        _ name: String, _ change: @escaping @Sendable (inout CheckinSession) -> Void
    ) -> SessionMutant {
        SessionMutant(testDescription: name) { events in
            var session = SessionChecker.rightly(events)
            if session != nil { change(&session!) }
            return session
        }
    }

    static let all = [
        each("the order of arrival is believed") { place, event in
            event.moment = at(place)
            event.saw = []
        },
        each("what an event saw is forgotten") { _, event in event.saw = [] },
        of("a reopening answers every closing") { events in
            let closings = Set(events.filter { $0.kind == .closed }.map(\.id))
            for place in events.indices where events[place].kind == .reopened {
                events[place].saw.formUnion(closings)
            }
        },
        of("any closing is the end") { events in
            if events.contains(where: { $0.kind == .closed }) {
                events.removeAll { $0.kind == .reopened }
            }
        },
        of("closings are passed over") { $0.removeAll { $0.kind == .closed } },
        of("a second door's opening is passed over") { events in
            let first = events.first(where: \.isFirstOpening)?.id
            events.removeAll { $0.isFirstOpening && $0.id != first }
        },
        of("a repetition takes the first back") { events in
            var seen: Set<UniqueID> = []
            for event in events where !seen.insert(event.id).inserted {
                events.removeAll { $0.id == event.id }
            }
        },
        each("the door's own moment stands") { _, event in event.hasHubTime.toggle() },
        of("the code of the last opening is shown") { events in
            let opened = events.filter(\.isFirstOpening)
            let last = opened.max { ($0.moment, $0.id) < ($1.moment, $1.id) }
            for place in events.indices where events[place].isFirstOpening {
                if let last { events[place].kind = last.kind }
            }
        },
        telling("grace is the draft's") { $0.graceMinutes = CheckinSession.defaultGraceMinutes },
        telling("it closed when the last one closed it") { session in
            guard let closed = session.closedAt else { return }
            session.intervals[session.intervals.count - 1].closed = closed.adding(seconds: 1)
        },
    ]
}
