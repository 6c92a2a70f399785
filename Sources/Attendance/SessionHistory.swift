/// Every event of one occurrence's session that is known, in whatever order they came and however
/// often: doors that open it while they cannot hear of each other have one session all the same.
package struct SessionHistory: Equatable, Sendable {
    /// Each once: what came before first, and of two that knew nothing of each other the earlier.
    package let events: [SessionEvent]

    package init(_ events: some Sequence<SessionEvent>) {
        let known = Dictionary(
            events.map { ($0.id, $0) }, uniquingKeysWith: SessionEvent.standing)
        var taken: Set<UniqueID> = []
        var rest = known.values.sorted { ($0.moment, $0.id) < ($1.moment, $1.id) }
        var ordered: [SessionEvent] = []
        while !rest.isEmpty {
            let isReady = { (event: SessionEvent) in
                event.saw.allSatisfy { known[$0] == nil || taken.contains($0) }
            }
            // Events that saw each other are nobody's: they are taken as they come.
            let next = rest.remove(at: rest.firstIndex(where: isReady) ?? 0)
            taken.insert(next.id)
            ordered.append(next)
        }
        self.events = ordered
    }

    /// What a new event has seen: those that none of the others saw. Closings first, then the
    /// latest, where they are too many to name.
    package var newest: Set<UniqueID> {
        let seen = events.reduce(into: Set()) { $0.formUnion($1.saw) }
        let newest = events.filter { !seen.contains($0.id) }.reversed()
        let closings = newest.filter(\.isClosing)
        return Set(
            (closings + newest.filter { !$0.isClosing }).prefix(SessionEvent.mostSeen).map(\.id))
    }

    /// Every code that it was opened with is valid; the first opening's is the one that is shown.
    package var codes: [SessionCode] {
        var codes: [SessionCode] = []
        for case .opened(let code, _) in events.map(\.kind) where !codes.contains(code) {
            codes.append(code)
        }
        return codes
    }

    /// Fixed at the first opening; before it, that of the draft.
    package var graceMinutes: Int {
        var draft: Int?
        for event in events {
            switch event.kind {
            case .opened(_, let grace): return grace
            case .created(let grace): draft = draft ?? grace
            case .closed, .reopened: break
            }
        }
        return draft ?? CheckinSession.defaultGraceMinutes
    }

    /// Open while there is no closing that an opening after it has not seen.
    package var intervals: [CheckinSession.Interval] {
        var intervals: [CheckinSession.Interval] = []
        var unanswered: Set<UniqueID> = []
        for event in events {
            let isOpen = intervals.last.map { $0.closed == nil } ?? false
            if event.isOpening {
                unanswered.subtract(event.saw)
                if unanswered.isEmpty, !isOpen {
                    intervals.append(.init(opened: event.moment, closed: nil))
                } else if intervals.isEmpty {
                    // Closed by somebody whose own opening nobody here knows.
                    intervals.append(.init(opened: event.moment, closed: event.moment))
                }
            } else if event.isClosing {
                unanswered.insert(event.id)
                if isOpen, let opened = intervals.last?.opened {
                    intervals[intervals.count - 1].closed = max(event.moment, opened)
                }
            }
        }
        return intervals
    }

    /// The session that the events come to; nil where there are none. Where its opening, and so its
    /// code, is still to come from another database, it is a draft until then.
    package func session(
        _ id: CheckinSessionID, on occurrence: OccurrenceID
    ) -> CheckinSession? {
        if events.isEmpty { return nil }
        return CheckinSession(
            id: id, occurrence: occurrence, code: codes.first, graceMinutes: graceMinutes,
            intervals: codes.isEmpty ? [] : intervals)
    }
}
