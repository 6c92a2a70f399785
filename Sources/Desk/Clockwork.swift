import Attendance

extension Desk {
    /// Opens and closes the sessions of yesterday and today that are due, and gives what it did.
    package func followClock(
        _ rule: ClockRule
    ) async throws -> [(occurrence: Occurrence, deed: ClockRule.Deed)] {
        let filter = OccurrenceFilter(from: today.adding(days: -1), to: today)
        let rows = try await ledger.read { try $0.daily(filter) }
        guard rows.contains(where: { due($0, by: rule) != nil }) else { return [] }
        // Looked at again where nobody else writes.
        return try await ledger.write { ledger in
            var done: [(occurrence: Occurrence, deed: ClockRule.Deed)] = []
            for row in try ledger.daily(filter) {
                guard let deed = due(row, by: rule) else { continue }
                if try follow(deed, row.occurrence, in: ledger) {
                    done.append((row.occurrence, deed))
                }
            }
            return done
        }
    }

    private func due(_ row: DailyRow, by rule: ClockRule) -> ClockRule.Deed? {
        let deed = rule.deed(for: slot(of: row), isTaken: row.isTaken, at: now())
        // Closing makes absent: that waits until it is known what time it is.
        return deed == .close && !isClockSure() ? nil : deed
    }

    /// Whether what is held was over by now and never taken.
    package func isUntaken(_ row: DailyRow) -> Bool {
        slot(of: row).isUntaken(isTaken: row.isTaken, at: now())
    }

    private func slot(of row: DailyRow) -> RoomDay.Slot {
        let held = row.occurrence
        let (start, end) = zone.span(held.date, from: held.start, to: held.end)
        return RoomDay.Slot(
            occurrence: held.id, course: held.course.name,
            start: start, end: end,
            isCancelled: held.status == .cancelled, session: row.session?.session)
    }

    private func follow(
        _ deed: ClockRule.Deed, _ occurrence: Occurrence, in ledger: any LedgerWriting
    ) throws -> Bool {
        let clock = Actor(origin: "clock")
        let made = try createSession(on: occurrence.id, remark: "", by: clock, in: ledger)
        guard case .success(let (detail, _)) = made else { return false }
        let result =
            switch deed {
            case .open: try open(detail.session.id, reopening: false, by: clock, in: ledger)
            case .close: try close(detail.session.id, by: clock, in: ledger)
            }
        // A refusal says that it was done meanwhile, or no longer can be.
        if case .success = result { return true }
        return false
    }
}

extension DailyRow {
    /// Somebody is on record.
    fileprivate var isTaken: Bool { counts.pending < counts.expected }
}
