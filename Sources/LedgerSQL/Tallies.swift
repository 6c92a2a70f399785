import Attendance
import Desk

/// By how many periods of an occurrence a student has more of a number, or fewer.
struct TallyChange {
    var place: Settled.Place
    var number: AttendanceNumber
    var change: Int
}

// Counts are kept beside what they count, in the same transaction, so that a summary of a term
// reads a row for each student and number, and not the term.
extension SQLTransaction {
    typealias NumberCounts = [AttendanceNumber: Int]

    static let tallyRows = BulkStatement(
        given: [
            ("occurrence_id", .integer), ("user_id", .integer), ("number", .integer),
            ("change", .integer),
        ],
        """
        INSERT INTO tally SELECT o.course_id, t.id, g.user_id, g.number, sum(g.change)
        FROM given g JOIN occurrence o ON o.id = g.occurrence_id AND o.is_counted = 1
        JOIN course_term ct ON ct.course_id = o.course_id
        JOIN term t ON t.id = ct.term_id AND o.date BETWEEN t.start_date AND t.end_date
        GROUP BY o.course_id, t.id, g.user_id, g.number
        ON CONFLICT (course_id, term_id, user_id, number)
          DO UPDATE SET count = tally.count + excluded.count
        """)

    /// Counts what became of students' periods of occurrences.
    func tally(_ changes: [TallyChange]) throws {
        try run(
            changes.map {
                [
                    $0.place.occurrence.number, $0.place.user.number, $0.number.rawValue,
                    $0.change,
                ]
            }, Self.tallyRows)
    }

    /// Counts all of a course again: where its terms, its slots or the date of an occurrence
    /// changed.
    func tallyAgain(_ course: Int64) throws {
        try run("DELETE FROM tally WHERE course_id = ?", [course])
        let tables = """
            course_term ct JOIN term t ON t.id = ct.term_id
            JOIN occurrence o ON o.course_id = ct.course_id
              AND o.date BETWEEN t.start_date AND t.end_date AND o.is_counted = 1
            JOIN record k ON k.occurrence_id = o.id AND k.number IS NOT NULL
            """
        try run(
            """
            INSERT INTO tally SELECT ct.course_id, t.id, k.user_id, k.number,
              sum(length(o.sections) - length(replace(o.sections, ',', '')) + 1)
            FROM \(tables) WHERE ct.course_id = ? AND k.periods IS NULL
            GROUP BY 1, 2, 3, 4
            """, [course])
        let periods = dialect.periods(of: "k.periods")
        try run(
            """
            INSERT INTO tally SELECT ct.course_id, t.id, k.user_id, \(periods.number), count(*)
            FROM \(tables) \(periods.join) WHERE ct.course_id = ? GROUP BY 1, 2, 3, 4
            ON CONFLICT (course_id, term_id, user_id, number)
              DO UPDATE SET count = tally.count + excluded.count
            """, [course])
    }

    static let tallyRowsSQL = """
        SELECT user_id, number, count FROM tally
        WHERE course_id = ? AND term_id = ? AND count > 0
        """

    package func tallies(
        of course: CourseID, in term: AcademicTerm, _ filter: StudentFilter
    ) throws -> [AttendanceTally] {
        let students = try members(of: course, from: term.start, to: term.end)
        var tallies: [AttendanceTally] = []
        tallies.reserveCapacity(students.count)
        for (student, isArchived) in students
        where tallies.last?.student != student
            && filter.includes(student, isArchived: isArchived)
        {
            tallies.append(AttendanceTally(student: student, counts: []))
        }
        // Both are in the order of the students: they are walked side by side.
        var place = 0
        var strangers: [AttendanceTally] = []
        _ = try all(Self.tallyRowsSQL, [course.number, term.id.number]) { columns in
            let user: UserID = try columns.takeID()
            let count = (
                try columns.take(AttendanceNumber.init(rawValue:)), try columns.take(Int.self)
            )
            while place < tallies.count, tallies[place].student < user { place += 1 }
            if place < tallies.count, tallies[place].student == user {
                tallies[place].counts.append(count)
            } else if strangers.last?.student == user {
                strangers[strangers.count - 1].counts.append(count)
            } else {
                strangers.append(AttendanceTally(student: user, counts: [count]))
            }
        }
        // Whoever walked in, or was asked not to be listed.
        let members = Set(students.map(\.student))
        for stranger in strangers where !members.contains(stranger.student) {
            let isArchived = try user(stranger.student)?.isArchived ?? true
            if filter.includes(stranger.student, isArchived: isArchived) {
                tallies.append(stranger)
            }
        }
        if !strangers.isEmpty { tallies.sort { $0.student < $1.student } }
        return tallies
    }

    /// Those enrolled at any time of a range, in the order of their ids, once for each enrolment.
    private func members(
        of course: CourseID, from first: SchoolDate, to last: SchoolDate
    ) throws -> [(student: UserID, isArchived: Bool)] {
        try all(
            """
            SELECT e.user_id, u.archived_at IS NOT NULL
            FROM enrolment e CROSS JOIN user u ON u.id = e.user_id
            WHERE e.course_id = ?1 AND e.is_teacher = 0
              AND (e.begin_date IS NULL OR e.begin_date <= ?3)
              AND (e.end_date IS NULL OR ?2 <= e.end_date)
            ORDER BY e.user_id
            """, [course.number, first.description, last.description]
        ) { (try $0.takeID(), try $0.take(Bool.self)) }
    }

    /// Those enrolled at any time of a range, and those named besides, by id.
    func students(
        of course: CourseID, from first: SchoolDate, to last: SchoolDate, and others: [UserID],
        _ filter: StudentFilter
    ) throws -> [UserID] {
        var archived = Dictionary(
            try members(of: course, from: first, to: last).map { ($0.student, $0.isArchived) }
        ) { first, _ in first }
        for user in others where archived[user] == nil {
            archived[user] = try self.user(user)?.isArchived
        }
        return archived.filter { filter.includes($0.key, isArchived: $0.value) }.keys.sorted()
    }
}
