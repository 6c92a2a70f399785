import Attendance

package enum AdjustmentEntity {}

/// Days that staff add to a student's homeroom attendance of a term, or take from it.
package struct Adjustment: Equatable, Sendable {
    package var id: ID<AdjustmentEntity>
    package var student: UserID
    package var term: TermID
    package var label: String
    /// Signed, never zero.
    package var days: Int

    package init(
        id: ID<AdjustmentEntity>, student: UserID, term: TermID, label: String, days: Int
    ) {
        self.id = id
        self.student = student
        self.term = term
        self.label = label
        self.days = days
    }
}

extension Desk {
    /// Sets what stands in homeroom for a student and a date: the last write wins.
    package func setHomeroom(
        _ number: AttendanceNumber, note: String?, of student: UserID, on date: SchoolDate,
        by actor: Actor, in ledger: any LedgerWriting
    ) throws {
        try ledger.setHomeroom(
            number, note: note, of: student, on: date, at: now(), by: actor)
    }
}
