/// The taking of attendance for one occurrence: `draft` → `open` → `closed`, and `open` again.
package struct CheckinSession: Equatable, Sendable {
    package enum Status: String, CaseIterable, Sendable {
        case draft, open, closed
    }

    /// From an opening to the closing after it; nil while open.
    package struct Interval: Equatable, Sendable {
        package var opened: Moment
        package var closed: Moment?

        package init(opened: Moment, closed: Moment?) {
            self.opened = opened
            self.closed = closed
        }
    }

    package static let defaultGraceMinutes = 10

    package var id: CheckinSessionID
    package var occurrence: OccurrenceID
    /// Made at the first opening and kept for ever; nil in a draft.
    package var code: SessionCode?
    /// Fixed at the first opening.
    package var graceMinutes: Int
    /// In time order; empty in a draft.
    package var intervals: [Interval]

    package init(
        id: CheckinSessionID, occurrence: OccurrenceID, code: SessionCode? = nil,
        graceMinutes: Int = defaultGraceMinutes, intervals: [Interval] = []
    ) {
        self.id = id
        self.occurrence = occurrence
        self.code = code
        self.graceMinutes = graceMinutes
        self.intervals = intervals
    }

    package var status: Status {
        guard let last = intervals.last else { return .draft }
        return last.closed == nil ? .open : .closed
    }

    package var openedAt: Moment? { intervals.first?.opened }
    /// Nil while open, also after a reopening.
    package var closedAt: Moment? { intervals.last?.closed }

    /// Whether it was open in the second of `moment`, whatever it is now.
    package func isOpen(at moment: Moment) -> Bool {
        intervals.contains { interval in
            moment.isAtOrAfter(interval.opened)
                && interval.closed.map { !moment.isAtOrAfter($0) } ?? true
        }
    }

    /// The last moment of being on time: grace counts from the start, or a later first opening.
    package func lateAfter(start: Moment) -> Moment {
        max(start, openedAt ?? start).adding(seconds: Int64(graceMinutes) * 60)
    }
}

extension CheckinSession {
    /// Whole seconds in which a scan is still on time; nil once it would be late.
    package func secondsUntilLate(at moment: Moment, start: Moment) -> Int64? {
        let boundary = lateAfter(start: start)
        return moment.isAtOrBefore(boundary) ? boundary.wholeSeconds - moment.wholeSeconds : nil
    }
}

/// What a request to open or close comes to.
package enum SessionChange: Equatable, Sendable {
    case changed(CheckinSession)
    /// It is so already; nothing happens.
    case unchanged
    case forbidden(Reason)

    package enum Reason: String, Sendable {
        case closedBefore = "closed"
        case draft
        case cancelled
    }
}

extension CheckinSession {
    /// Opens a draft; opens what was closed only as a `reopening`. A code once given stays.
    package func opening(
        at moment: Moment, code newCode: SessionCode, graceMinutes: Int, reopening: Bool,
        isCancelled: Bool
    ) -> SessionChange {
        if isCancelled { return .forbidden(.cancelled) }
        var session = self
        switch status {
        case .open: return .unchanged
        case .closed where !reopening: return .forbidden(.closedBefore)
        case .closed: break
        case .draft:
            session.code = newCode
            session.graceMinutes = graceMinutes
        }
        session.intervals.append(Interval(opened: moment, closed: nil))
        return .changed(session)
    }

    package func closing(at moment: Moment) -> SessionChange {
        switch status {
        case .draft: return .forbidden(.draft)
        case .closed: return .unchanged
        case .open:
            var session = self
            session.intervals[intervals.count - 1].closed = max(
                moment, intervals[intervals.count - 1].opened)
            return .changed(session)
        }
    }
}
