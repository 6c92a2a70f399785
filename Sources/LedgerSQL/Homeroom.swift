import Attendance
import Desk

/// So many classes more of a date in which a student was there, or fewer.
struct AttendedChange {
    var user: UserID
    var date: SchoolDate
    var change: Int
}

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

    /// Students' days of a date, of those that are kept.
    private func days(of users: Set<UserID>, _ date: SchoolDate) throws -> [UserID: Day] {
        if users.count == 1, let user = users.first { return [user: try day(of: user, date)] }
        var days: [UserID: Day] = [:]
        try forEach(
            of: users.sorted().map { .integer($0.number) },
            """
            SELECT user_id, number, note, attended FROM homeroom
            WHERE date = ?1 AND user_id IN (:ids)
            """, [date.description]
        ) { columns in
            let user: UserID = try columns.takeID()
            days[user] = try Day(&columns)
        }
        return days
    }

    private static let attendedRows = BulkInsert(
        "homeroom", [("user_id", .integer), ("date", .text), ("attended", .integer)],
        "ON CONFLICT (user_id, date) DO UPDATE SET attended = excluded.attended")

    /// Classes more or less in which students were there on a date.
    func attend(_ changes: [AttendedChange]) throws {
        for (date, changes) in Dictionary(grouping: changes, by: \.date)
            .sorted(by: { $0.key < $1.key })
        {
            let sums = Dictionary(
                changes.map { ($0.user, $0.change) }, uniquingKeysWith: +
            ).sorted { $0.key < $1.key }
            let days = try days(of: Set(sums.map(\.key)), date)
            var rows: [SQLArguments] = []
            var standings: [StandingChange] = []
            for (user, change) in sums {
                let before = days[user] ?? Day()
                var after = before
                after.attended = max(0, before.attended + change)
                rows.append([user.number, date.description, after.attended])
                standings.append((user, before.standing, after.standing))
            }
            try insert(rows, Self.attendedRows)
            try tallyHomeroom(standings, date)
        }
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
        try tallyHomeroom([(student, before.standing, after.standing)], date)
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

    private typealias StandingChange = (
        user: UserID, before: AttendanceNumber?, after: AttendanceNumber?
    )

    private static let homeroomTallyRows = BulkStatement(
        given: [
            ("user_id", .integer), ("date", .text), ("number", .integer), ("change", .integer),
        ],
        """
        INSERT INTO homeroom_tally SELECT t.id, g.user_id, g.number, g.change
        FROM given g JOIN term t ON t.is_term = 1 AND g.date BETWEEN t.start_date AND t.end_date
        WHERE true
        ON CONFLICT (term_id, user_id, number)
          DO UPDATE SET count = homeroom_tally.count + excluded.count
        """)

    /// Nobody stands there twice.
    private func tallyHomeroom(_ changes: [StandingChange], _ date: SchoolDate) throws {
        var rows: [SQLArguments] = []
        for (user, before, after) in changes where before != after {
            for (number, change) in [(before, -1), (after, 1)] {
                guard let number else { continue }
                rows.append([user.number, date.description, number.rawValue, change])
            }
        }
        try run(rows, Self.homeroomTallyRows)
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
