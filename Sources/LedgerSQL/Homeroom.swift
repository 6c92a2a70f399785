import Attendance
import Desk

extension SQLTransaction {
    /// A student's day as it is kept.
    private struct Day {
        var number: AttendanceNumber?
        var note = ""
        var attended = 0

        var standing: AttendanceNumber? {
            homeroomStanding(set: number, attendedClasses: attended)
        }

        init() {}

        init(_ columns: inout Columns) throws {
            number = try columns.takeIf(AttendanceNumber.init(rawValue:))
            note = try columns.take()
            attended = try columns.take()
        }
    }

    private func day(of user: UserID, _ date: SchoolDate) throws -> Day {
        try first(
            "SELECT number, note, attended FROM homeroom WHERE user_id = ? AND date = ?",
            [user.number, date.description]
        ) { try Day(&$0) } ?? Day()
    }

    /// One class more or less in which a student was there on an occurrence's date.
    func attend(_ user: UserID, on occurrence: OccurrenceID, by change: Int) throws {
        let found = try first(
            """
            SELECT o.date, h.number, coalesce(h.note, ''), coalesce(h.attended, 0) FROM occurrence o
            LEFT JOIN homeroom h ON h.user_id = ?2 AND h.date = o.date WHERE o.id = ?1
            """, [occurrence.number, user.number]
        ) { (try $0.takeDate(), try Day(&$0)) }
        guard let (date, before) = found else { throw Columns.incomplete }
        try attend(user, on: date, before, by: change)
    }

    /// As above, on a date.
    func attend(_ user: UserID, on date: SchoolDate, by change: Int) throws {
        try attend(user, on: date, try day(of: user, date), by: change)
    }

    private func attend(
        _ user: UserID, on date: SchoolDate, _ before: Day, by change: Int
    ) throws {
        var after = before
        after.attended = max(0, before.attended + change)
        try run(
            """
            INSERT INTO homeroom (user_id, date, attended) VALUES (?, ?, ?)
            ON CONFLICT (user_id, date) DO UPDATE SET attended = excluded.attended
            """, [user.number, date.description, after.attended])
        try tallyHomeroom(user, date, from: before.standing, to: after.standing)
    }

    package func setHomeroom(
        _ number: AttendanceNumber, note: String?, of student: UserID, on date: SchoolDate,
        at moment: Moment, by actor: Actor
    ) throws {
        let before = try day(of: student, date)
        var after = before
        after.number = number
        after.note = note ?? before.note
        try run(
            """
            INSERT INTO homeroom (user_id, date, number, note, set_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (user_id, date) DO UPDATE SET number = excluded.number,
              note = excluded.note, set_at = excluded.set_at
            """,
            [
                student.number, date.description, number.rawValue, after.note,
                moment.milliseconds,
            ])
        try tallyHomeroom(student, date, from: before.standing, to: after.standing)
        try audit(
            "homeroom", "user", student.number,
            before: before.number.map { Self.summary(date, $0, before.note) },
            after: Self.summary(date, number, after.note), at: moment, by: actor)
    }

    /// Numbers only: a note may name somebody.
    private static func summary(
        _ date: SchoolDate, _ number: AttendanceNumber, _ note: String
    ) -> String {
        "date=\(date) number=\(number.rawValue)"
            + (note.isEmpty ? "" : " note=\(note.count) characters")
    }

    private func tallyHomeroom(
        _ user: UserID, _ date: SchoolDate, from before: AttendanceNumber?,
        to after: AttendanceNumber?
    ) throws {
        if before == after { return }
        for (number, change) in [(before, -1), (after, 1)] {
            guard let number else { continue }
            try run(
                """
                INSERT INTO homeroom_tally SELECT id, ?1, ?3, ?4 FROM term
                WHERE is_term = 1 AND ?2 BETWEEN start_date AND end_date
                ON CONFLICT (term_id, user_id, number)
                  DO UPDATE SET count = homeroom_tally.count + excluded.count
                """, [user.number, date.description, number.rawValue, change])
        }
    }

    /// Counts every term again: where the dates of one changed.
    func tallyHomeroomAgain() throws {
        try run("DELETE FROM homeroom_tally", [])
        try run(
            """
            INSERT INTO homeroom_tally SELECT t.id, h.user_id, h.number, count(*) FROM homeroom h
            JOIN term t ON t.is_term = 1 AND h.date BETWEEN t.start_date AND t.end_date
            WHERE h.number IS NOT NULL GROUP BY 1, 2, 3
            """, [])
        try run(
            """
            INSERT INTO homeroom_tally SELECT t.id, h.user_id, ?, count(*) FROM homeroom h
            JOIN term t ON t.is_term = 1 AND h.date BETWEEN t.start_date AND t.end_date
            WHERE h.number IS NULL AND h.attended > 0 GROUP BY 1, 2
            """, [AttendanceNumber.inferred.rawValue])
    }

    package func homeroomTallies(
        of yearGroup: YearGroupID, in term: TermID, _ filter: StudentFilter
    ) throws -> [AttendanceTally] {
        var tallies: [AttendanceTally] = []
        _ = try all(
            """
            SELECT u.id, u.archived_at IS NOT NULL, c.number, c.count FROM user u
            LEFT JOIN homeroom_tally c ON c.term_id = ?2 AND c.user_id = u.id AND c.count > 0
            WHERE u.year_group_id = ?1 AND u.role = 'student' ORDER BY u.id
            """, [yearGroup.number, term.number]
        ) { columns in
            let student: UserID = try columns.takeID()
            guard filter.includes(student, isArchived: try columns.take()) else { return }
            if tallies.last?.student != student {
                tallies.append(AttendanceTally(student: student, counts: []))
            }
            let number = try columns.takeIf(AttendanceNumber.init(rawValue:))
            guard let number, let count: Int = columns.takeIf() else { return }
            tallies[tallies.count - 1].counts.append((number, count))
        }
        return tallies
    }

    package func homeroom(
        of yearGroup: YearGroupID, from first: SchoolDate, to last: SchoolDate,
        _ filter: StudentFilter
    ) throws -> [StudentAttendance] {
        var students: [StudentAttendance] = []
        _ = try all(
            """
            SELECT u.id, u.archived_at IS NOT NULL, h.date, h.number, h.note, h.attended
            FROM user u LEFT JOIN homeroom h ON h.user_id = u.id AND h.date BETWEEN ?2 AND ?3
            WHERE u.year_group_id = ?1 AND u.role = 'student' ORDER BY u.id, h.date
            """, [yearGroup.number, first.description, last.description]
        ) { columns in
            let student: UserID = try columns.takeID()
            guard filter.includes(student, isArchived: try columns.take()) else { return }
            if students.last?.student != student {
                students.append(StudentAttendance(student: student, days: []))
            }
            guard let date = try columns.takeIf({ (text: String) in SchoolDate(text) }) else {
                return
            }
            let kept = try Day(&columns)
            guard let standing = kept.standing else { return }
            let period = PeriodAttendance(period: 0, number: standing, note: kept.note)
            students[students.count - 1].days.append(DayAttendance(date: date, periods: [period]))
        }
        return students
    }

    package func adjustments(
        of yearGroup: YearGroupID, in term: TermID, _ filter: StudentFilter
    ) throws -> [Adjustment] {
        try all(
            """
            SELECT a.id, a.user_id, a.term_id, a.label, a.days FROM adjustment a
            JOIN user u ON u.id = a.user_id
            WHERE u.year_group_id = ? AND a.term_id = ? AND u.archived_at IS NULL AND a.days <> 0
            ORDER BY a.user_id, a.id
            """, [yearGroup.number, term.number]
        ) { columns in
            Adjustment(
                id: try columns.takeID(), student: try columns.takeID(),
                term: try columns.takeID(), label: try columns.take(), days: try columns.take())
        }
        .filter { filter.includes($0.student, isArchived: false) }
    }

    package func adjust(
        _ label: String, by days: Int, of student: UserID, in term: TermID, at moment: Moment,
        by actor: Actor
    ) throws {
        let key: SQLArguments = [student.number, term.number, label]
        let before = try first(
            "SELECT days FROM adjustment WHERE user_id = ? AND term_id = ? AND label = ?", key
        ) { try $0.take(Int.self) }
        if before ?? 0 == days { return }
        // From now on it is staff's, and no import changes it.
        try run(
            """
            INSERT INTO adjustment (user_id, term_id, label, days) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (user_id, term_id, label)
            DO UPDATE SET days = excluded.days, source = NULL
            """, key + [days])
        try audit(
            "adjust", "user", student.number,
            before: before.map { "term=\(term.number) days=\($0)" },
            after: "term=\(term.number) days=\(days)", at: moment, by: actor)
    }
}
