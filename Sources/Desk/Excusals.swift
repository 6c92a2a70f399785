import Attendance

package enum ExcusalEntity {}
package typealias ExcusalID = ID<ExcusalEntity>

/// A parent's submitted absence, as it is kept.
package struct KeptExcusal: Equatable, Sendable {
    package var id: ExcusalID
    package var student: UserID
    /// Nil where staff entered it.
    package var parent: UserID?
    package var excusal: Excusal
    package var comment: String
    package var createdAt: Moment
    package var updatedAt: Moment

    package init(
        id: ExcusalID, student: UserID, parent: UserID?, excusal: Excusal, comment: String,
        createdAt: Moment, updatedAt: Moment
    ) {
        self.id = id
        self.student = student
        self.parent = parent
        self.excusal = excusal
        self.comment = comment
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension Desk {
    package typealias ExcusalResult = Result<KeptExcusal, DeskRefusal>

    /// Excuses a student for whole days; their absences of closed sessions become leave.
    package func excuse(
        _ student: UserID, from start: SchoolDate, to end: SchoolDate, by parent: UserID,
        comment: String, actor: Actor, in ledger: any LedgerWriting
    ) throws -> ExcusalResult {
        guard try ledger.isLinked(parent: parent, to: student) else {
            return .failure(.notLinked(parent: parent, child: student))
        }
        switch Excusal.checked(from: start, to: end, beside: try others(of: student, ledger)) {
        case .failure(let refusal): return .failure(.excusal(refusal))
        case .success(let excusal):
            let kept = try ledger.createExcusal(
                excusal, of: student, by: parent, comment: comment, at: now(), by: actor)
            try resettle(student, on: [excusal], ledger, by: actor)
            return .success(kept)
        }
    }

    /// Changes the last day or the comment; nil stays.
    package func change(
        _ kept: KeptExcusal, end: SchoolDate?, comment: String?, actor: Actor,
        in ledger: any LedgerWriting
    ) throws -> ExcusalResult {
        let before = kept.excusal
        let beside = try others(of: kept.student, ledger, but: kept.id)
        switch Excusal.checked(from: before.start, to: end ?? before.end, beside: beside) {
        case .failure(let refusal): return .failure(.excusal(refusal))
        case .success(let excusal):
            var changed = kept
            changed.excusal = excusal
            changed.comment = comment ?? kept.comment
            if changed == kept { return .success(kept) }
            changed.updatedAt = now()
            try ledger.keep(changed, at: now(), by: actor)
            if excusal != before {
                try resettle(kept.student, on: [before, excusal], ledger, by: actor)
            }
            return .success(changed)
        }
    }

    /// Takes an excusal away; what was leave because of it is absent again.
    package func remove(
        _ kept: KeptExcusal, actor: Actor, in ledger: any LedgerWriting
    ) throws {
        try ledger.removeExcusal(kept, at: now(), by: actor)
        try resettle(kept.student, on: [kept.excusal], ledger, by: actor)
    }

    private func others(
        of student: UserID, _ ledger: any LedgerReading, but id: ExcusalID? = nil
    ) throws -> [Excusal] {
        try ledger.excusals(of: [student], on: nil, .whole).items
            .filter { $0.id != id }.map(\.excusal)
    }

    /// Settles whatever a student had in the days of these excusals.
    private func resettle(
        _ student: UserID, on excusals: [Excusal], _ ledger: any LedgerWriting, by actor: Actor
    ) throws {
        guard let first = excusals.map(\.start).min(), let last = excusals.map(\.end).max() else {
            return
        }
        for occurrence in try ledger.occurrences(of: student, from: first, to: last) {
            try resettle(student, on: occurrence.id, ledger, by: actor)
        }
    }
}
