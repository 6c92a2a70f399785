import Attendance

extension Desk {
    /// What files of changes from a source may refer to.
    package func known(of source: String) async throws -> SchoolRoster.Known {
        try await ledger.read { try $0.known(of: source) }
    }

    /// Of the active rows of one source, the share that an import may remove unasked.
    package static let largestRemovalShare = 0.1

    /// Applies a roster whole, in one transaction, and plans its timetable.
    ///
    /// Rows of `source` that the roster no longer has are archived, of kinds that are partial only
    /// those it says are removed; rows of other sources and those
    /// made by hand are not touched. `isRehearsal` writes nothing. `progress` is told how many rows
    /// were applied, and of how many.
    package func apply(
        _ roster: SchoolRoster, source: String, allowMassRemoval: Bool = false,
        isRehearsal: Bool = false,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> Result<ImportCounts, DeskRefusal> {
        try await importing(allowMassRemoval: allowMassRemoval, isRehearsal: isRehearsal) {
            ledger in
            var counts = try ledger.apply(
                roster, source: source, today: today, at: now(), progress: progress)
            // Files without a timetable leave the one there is.
            if !roster.meetings.isEmpty {
                counts.occurrences = try ledger.plan(Self.plan(roster), source: source, at: now())
            }
            return counts
        }
    }

    /// Runs an import in one transaction. It is taken back where it is a rehearsal, and where more
    /// would go than may go unasked.
    func importing(
        allowMassRemoval: Bool, isRehearsal: Bool,
        _ body: @escaping @Sendable (any LedgerWriting) throws -> ImportCounts
    ) async throws -> Result<ImportCounts, DeskRefusal> {
        do {
            let counts = try await ledger.write { ledger in
                let counts = try body(ledger)
                if !allowMassRemoval, let removal = counts.largestRemoval,
                    Double(removal.removed) > Self.largestRemovalShare * Double(removal.of)
                {
                    let (what, removed, of) = removal
                    throw TakenBack(.failure(.massRemoval(what: what, removed: removed, of: of)))
                }
                if isRehearsal { throw TakenBack(.success(counts)) }
                return counts
            }
            return .success(counts)
        } catch let takenBack as TakenBack {
            return takenBack.result
        } catch let refusal as DeskRefusal {
            return .failure(refusal)
        }
    }

    /// Thrown to leave nothing behind; not a fault.
    private struct TakenBack: Error {
        let result: Result<ImportCounts, DeskRefusal>
        init(_ result: Result<ImportCounts, DeskRefusal>) { self.result = result }
    }

    /// What each course's meetings come to in its terms.
    private static func plan(
        _ roster: SchoolRoster
    ) -> [SchoolRoster.SourceID: [PlannedOccurrence]] {
        let timetable = Timetable(
            bell: roster.bell, exceptions: roster.exceptions, rotationLength: roster.rotationLength)
        // A year that is divided is held in its terms: all count from the same days.
        let children = Dictionary(grouping: roster.terms) { $0.parent ?? "" }
        let parts = Dictionary(
            roster.terms.map { term in
                let within = term.kind == .schoolYear ? children[term.id] ?? [] : []
                return (term.id, within.isEmpty ? [term] : within)
            }
        ) { first, _ in first }
        let meetings = Dictionary(grouping: roster.meetings, by: \.course)
        var planned: [SchoolRoster.SourceID: [PlannedOccurrence]] = [:]
        for course in roster.courses {
            let held = course.terms.flatMap { parts[$0] ?? [] }.filter { $0.start <= $0.end }
            if held.isEmpty { continue }
            planned[course.id] = timetable.plan(
                meetings[course.id] ?? [], in: held.map { $0.start...$0.end })
        }
        return planned
    }
}
