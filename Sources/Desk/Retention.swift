import Attendance

/// How long what is kept; nil is for ever.
package struct RetentionRule: Equatable, Sendable {
    /// After an attempt that was refused.
    package var refusedDays: Int?
    /// After the end of the school year: whole years go, so that no count of a term is ever half.
    package var recordsDays: Int?
    /// After a change was made.
    package var auditDays: Int?

    package init(refusedDays: Int?, recordsDays: Int?, auditDays: Int?) {
        self.refusedDays = refusedDays
        self.recordsDays = recordsDays
        self.auditDays = auditDays
    }
}

/// What is older than a rule lets it be.
package struct Outdated: Equatable, Sendable {
    /// Refused attempts from before it.
    package var refusedBefore: Moment?
    /// The last day of the last school year whose records go.
    package var recordsTo: SchoolDate?
    package var auditBefore: Moment?

    package init(refusedBefore: Moment?, recordsTo: SchoolDate?, auditBefore: Moment?) {
        self.refusedBefore = refusedBefore
        self.recordsTo = recordsTo
        self.auditBefore = auditBefore
    }
}

/// How many rows of which table are removed.
package struct Removal: Equatable, Sendable {
    package var what: String
    package var count: Int

    package init(what: String, count: Int) {
        self.what = what
        self.count = count
    }
}

extension Desk {
    /// Removes what a rule says has been kept long enough, or with `dryRun` counts it. What is held
    /// for a legal reason stays.
    package func retain(_ rule: RetentionRule, dryRun: Bool, by actor: Actor) async throws
        -> [Removal]
    {
        let old = try await ledger.read { try outdated(under: rule, in: $0) }
        if dryRun { return try await ledger.readLong { try $0.removals(of: old) } }
        return try await ledger.write { try $0.remove(old, at: now(), by: actor) }
    }

    private func outdated(
        under rule: RetentionRule, in ledger: any LedgerReading
    ) throws -> Outdated {
        func ago(_ days: Int?) -> Moment? {
            days.map { now().adding(seconds: -Int64($0) * 86_400) }
        }
        var ended: SchoolDate?
        if let days = rule.recordsDays {
            ended = try ledger.schoolYearEnds().filter { $0.adding(days: days) < today }.max()
        }
        return Outdated(
            refusedBefore: ago(rule.refusedDays), recordsTo: ended,
            auditBefore: ago(rule.auditDays))
    }
}
