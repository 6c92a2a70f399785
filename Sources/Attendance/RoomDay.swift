/// What is held in one classroom around a moment: the local date's occurrences, and any other whose
/// session is still open there.
package struct RoomDay: Equatable, Sendable {
    package struct Slot: Equatable, Sendable {
        package var occurrence: OccurrenceID
        package var course: String
        package var start: Moment
        package var end: Moment
        package var isCancelled: Bool
        package var session: CheckinSession?

        package init(
            occurrence: OccurrenceID, course: String, start: Moment, end: Moment,
            isCancelled: Bool = false, session: CheckinSession? = nil
        ) {
            self.occurrence = occurrence
            self.course = course
            self.start = start
            self.end = end
            self.isCancelled = isCancelled
            self.session = session
        }
    }

    /// By start.
    package var slots: [Slot]
    /// The session last chosen at this door by its code.
    package var chosen: CheckinSessionID?
    /// False where nobody knows what time it is: what is open is open, whatever the clock says.
    package var isClockSure = true

    package init(slots: [Slot], chosen: CheckinSessionID? = nil) {
        self.slots = slots.sorted { ($0.start, $0.occurrence) < ($1.start, $1.occurrence) }
        self.chosen = chosen
    }

    /// The open session that this code names, if it is one of this room's.
    package func session(named code: SessionCode, at moment: Moment) -> CheckinSession? {
        slots.lazy.compactMap(\.session).first { $0.code == code && isOpen($0, at: moment) }
    }

    /// The slot whose session takes check-ins at the moment: the chosen one; else the only one; of
    /// several the one that is held now, else the one opened last.
    package func inForce(at moment: Moment) -> Slot? {
        let open = slots.filter { $0.session.map { isOpen($0, at: moment) } ?? false }
        if let chosen, let slot = open.first(where: { $0.session?.id == chosen }) { return slot }
        let now = open.filter {
            moment.isAtOrAfter($0.start) && !moment.isAtOrAfter($0.end)
        }
        return (now.isEmpty ? open : now).max { opening($0) < opening($1) }
    }

    private func isOpen(_ session: CheckinSession, at moment: Moment) -> Bool {
        isClockSure ? session.isOpen(at: moment) : session.status == .open
    }

    private func opening(_ slot: Slot) -> (Moment, OccurrenceID) {
        (slot.session?.intervals.last?.opened ?? slot.start, slot.occurrence)
    }

    /// What is to come here: the first that has not ended, is not cancelled and was never closed.
    package func next(at moment: Moment) -> Slot? {
        slots.first {
            !moment.isAtOrAfter($0.end) && !$0.isCancelled && $0.session?.status != .closed
        }
    }

    /// What would be held here now or later, had it not been cancelled; no more than a door shows.
    package func cancelled(at moment: Moment) -> [Slot] {
        Array(
            slots.filter { $0.isCancelled && !moment.isAtOrAfter($0.end) }
                .prefix(Self.mostCancelled))
    }

    /// A screen has room for so many.
    private static let mostCancelled = 2

    /// Why nobody can check in here at a moment when no session is in force.
    package func refusalWithoutSession(at moment: Moment) -> Refusal {
        func closing(_ slot: Slot) -> Moment? {
            slot.session?.intervals.compactMap(\.closed).filter(moment.isAtOrAfter).max()
        }
        let closed = slots.filter { closing($0) != nil }.max { closing($0)! < closing($1)! }
        if let closed {
            let laterHasBegun = slots.contains {
                !$0.isCancelled && $0.start > closed.start && moment.isAtOrAfter($0.start)
            }
            if !laterHasBegun { return .closed }
        }
        return .noSession(next: next(at: moment)?.start)
    }
}
