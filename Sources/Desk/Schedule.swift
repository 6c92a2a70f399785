import Attendance

/// A student's classes on a date, in time order.
package struct StudentDay: Equatable, Sendable {
    package let student: User
    package let date: SchoolDate
    package let rows: [ScheduleRow]

    package init(student: User, date: SchoolDate, rows: [ScheduleRow]) {
        self.student = student
        self.date = date
        self.rows = rows
    }
}

extension Desk {
    /// Nil where no student has the code.
    package func schedule(of code: UserCode, on date: SchoolDate) async throws -> StudentDay? {
        try await ledger.read { try schedule(of: code, on: date, in: $0) }
    }

    /// As `schedule(of:on:)`, with everything that was asked to be kept before.
    package func schedule(
        of code: UserCode, on date: SchoolDate,
        then: @escaping @Sendable (Result<StudentDay?, any Error>) -> Void
    ) {
        ledger.write(.atDoor, { try schedule(of: code, on: date, in: $0) }, then: then)
    }

    /// As `schedule(of:on:then:)`, of whoever checked in by an attempt with one of these numbers
    /// whole; nil where nobody did. A tail is nobody's proof.
    package func schedule(
        after attempt: UniqueID, presenting codes: [UserCode], on date: SchoolDate,
        then: @escaping @Sendable (Result<StudentDay?, any Error>) -> Void
    ) {
        ledger.write(
            .atDoor,
            { ledger in
                guard let answer = try ledger.answer(to: attempt), let student = answer.person,
                    try isWhole(codes, of: student, ledger)
                else { return nil }
                switch answer.decision {
                case .accepted, .repeated: break
                case .refused, .chosen, .staff: return nil
                }
                return StudentDay(
                    student: student, date: date,
                    rows: try ledger.schedule(of: student.id, on: date))
            }, then: then)
    }

    package func schedule(
        of code: UserCode, on date: SchoolDate, in ledger: any LedgerReading
    ) throws -> StudentDay? {
        guard let user = try ledger.user(code: code), user.role == .student, !user.isArchived
        else { return nil }
        return StudentDay(
            student: user, date: date, rows: try ledger.schedule(of: user.id, on: date))
    }
}
