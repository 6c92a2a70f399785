import Attendance

extension RosterReading {
    /// Nil stands for the roles that are passed over.
    private static let roles: [(String, Bool?)] = [
        ("student", false), ("teacher", true), ("aide", nil), ("proctor", nil),
        ("administrator", nil),
    ]
    private static let others: [(String, Bool?)] = [
        "professor", "faculty", "lecturer", "instructor", "adjunct", "substitute",
    ].map { ($0, true) }

    /// Reads `enrollments.csv`.
    mutating func readEnrolments() {
        var register = enrolments
        var found: [SchoolRoster.Enrolment] = []
        var whole: Set<SchoolRoster.SourceID> = []
        let roleOf = Dictionary(drafts.map { ($0.person.id, $0.listed) }) { first, _ in first }
        for form in dialect.enrolments {
            _ = forEachRow(in: form) { row in
                guard let id = row.enter(into: &register),
                    let enrolment = enrolment(id, row), row.isSound
                else { return }
                if enrolment.isTeacher, case .granted(let role)? = roleOf[enrolment.person],
                    role != .teacher
                {
                    row.warn(
                        .roleMismatch, .role,
                        """
                        \(quoted(enrolment.person)) teaches here and is listed as a \
                        \(role.rawValue). Correct the role in one of the two files.
                        """)
                }
                found.append(enrolment)
                if dialect.coursesMeet, row.text(.classSourcedId).isEmpty {
                    whole.insert(row.text(.courseSourcedId))
                }
            }
        }
        for course in whole.sorted() { meet(course) }
        enrolments = register
        roster.enrolments = found
    }

    private func enrolment(
        _ id: String, _ row: SheetRow<EnrollmentColumn>
    ) -> SchoolRoster.Enrolment? {
        row.checkOrgs(.schoolSourcedId, in: orgs)
        let (course, hasClass) = course(of: row)
        let person = row.text(.userSourcedId)
        let hasUser = row.refers(.userSourcedId, to: person, in: users, .unknownUser)
        let words = row.form.isLenient ? Self.roles + Self.others : Self.roles
        let role = row.word(.role, among: words) ?? (row.form.isLenient ? .some(nil) : nil)
        let isPrimary = row.flag(.primary, blank: false)
        let begin = row.date(.beginDate)
        let end = row.date(.endDate)
        if let begin, let end, end < begin {
            row.error(
                .endBeforeStart, .endDate,
                "The enrolment ends before it begins, on \(begin). Correct one of the two dates.")
        }
        guard let role, hasClass, hasUser else { return nil }
        guard let isTeacher = role else {
            row.warn(
                .roleSkipped, .role,
                """
                Enrolments as \(quoted(row.text(.role))) are passed over. Enrol the person as \
                student or teacher if they are to be on the roster.
                """)
            return nil
        }
        return SchoolRoster.Enrolment(
            id: id, course: course, person: person, isTeacher: isTeacher, isPrimary: isPrimary,
            begin: begin, end: end)
    }
}

extension RosterReading {
    /// The class of an enrolment, or its course where that meets as a whole.
    private func course(
        of row: SheetRow<EnrollmentColumn>
    ) -> (id: SchoolRoster.SourceID, isKnown: Bool) {
        let course = row.text(.classSourcedId)
        guard course.isEmpty, dialect.coursesMeet else {
            return (course, row.refers(.classSourcedId, to: course, in: classes, .unknownClass))
        }
        let whole = row.text(.courseSourcedId)
        if whole.isEmpty {
            row.error(
                .blankCell, .courseSourcedId,
                "The row names neither a section nor a course. Fill in one of them.")
        }
        let isKnown = row.refers(.courseSourcedId, to: whole, in: courses, .unknownCourse)
        return (Self.wholeCourse(whole), isKnown)
    }
}

extension SheetRow {
    /// True if the id, which the cell holds or stands for, leads to a row. One that leads nowhere
    /// is an error; one to a row that was passed over is a warning.
    func refers(
        _ column: Column, to id: String, in register: SourceRegister, _ code: ImportCode
    ) -> Bool {
        guard !id.isEmpty else { return false }
        switch register.standing(of: id) {
        case .known: return true
        case .leftOut:
            warn(
                .leftOutReference, column,
                """
                \(quoted(text(column))) was passed over, so this row was too. Restore that row, \
                or delete this one.
                """)
        case .unknown:
            error(
                code, column,
                "\(quoted(text(column))) is in no row of its file. Add that row, or correct the id."
            )
        }
        return false
    }
}
