import Attendance
import Desk

extension SQLTransaction {
    private static let excusalColumns =
        "x.id, x.student_id, x.parent_id, x.start_date, x.end_date, x.comment, x.created_at, "
        + "x.updated_at"

    package func excusal(_ id: ExcusalID) throws -> KeptExcusal? {
        try first(
            "SELECT \(Self.excusalColumns) FROM excusal x WHERE x.id = ?", [id.number],
            KeptExcusal.init)
    }

    package func excusals(
        of students: Set<UserID>?, on date: SchoolDate?, _ page: PageRequest
    ) throws -> Page<KeptExcusal> {
        var conditions: [String] = []
        var arguments: [(any SQLConvertible)?] = []
        if let students { conditions.append("x.student_id IN (\(Self.list(students)))") }
        if let date {
            // None is longer than the longest, so those that cover it begin not long before.
            let earliest = date.adding(days: 1 - Excusal.longestDays)
            arguments += [date.description, earliest.description]
            let (day, first) = ("?\(arguments.count - 1)", "?\(arguments.count)")
            conditions.append("x.start_date BETWEEN \(first) AND \(day) AND x.end_date >= \(day)")
        }
        let tables =
            "excusal x WHERE " + (["1 = 1"] + conditions).joined(separator: " AND ")
        let items = try all(
            """
            SELECT \(Self.excusalColumns) FROM \(tables)
            ORDER BY x.id LIMIT ?\(arguments.count + 1) OFFSET ?\(arguments.count + 2)
            """, SQLArguments(arguments + [page.perPage, page.offset]), KeptExcusal.init)
        return Page(items: items, total: try count(tables, SQLArguments(arguments)))
    }

    package func createExcusal(
        _ excusal: Excusal, of student: UserID, by parent: UserID?, comment: String,
        at moment: Moment, by actor: Actor
    ) throws -> KeptExcusal {
        let id = try insert(
            """
            INSERT INTO excusal (student_id, parent_id, start_date, end_date, comment, created_at,
              updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                student.number, parent?.number, excusal.start.description,
                excusal.end.description, comment, moment.milliseconds, moment.milliseconds,
            ])
        let kept = KeptExcusal(
            id: ExcusalID(id), student: student, parent: parent, excusal: excusal,
            comment: comment, createdAt: moment, updatedAt: moment)
        try audit(
            "create", "excusal", id, before: nil, after: Self.summary(kept), at: moment, by: actor)
        return kept
    }

    package func keep(_ kept: KeptExcusal, at moment: Moment, by actor: Actor) throws {
        let before = try excusal(kept.id)
        try run(
            "UPDATE excusal SET end_date = ?, comment = ?, updated_at = ? WHERE id = ?",
            [
                kept.excusal.end.description, kept.comment, kept.updatedAt.milliseconds,
                kept.id.number,
            ])
        try audit(
            "change", "excusal", kept.id.number, before: before.map(Self.summary),
            after: Self.summary(kept), at: moment, by: actor)
    }

    package func removeExcusal(_ kept: KeptExcusal, at moment: Moment, by actor: Actor) throws {
        try run("DELETE FROM excusal WHERE id = ?", [kept.id.number])
        try audit(
            "remove", "excusal", kept.id.number, before: Self.summary(kept), after: nil,
            at: moment, by: actor)
    }

    /// Ids and dates only: a comment may name somebody.
    private static func summary(_ kept: KeptExcusal) -> String {
        "student=\(kept.student.number) from=\(kept.excusal.start) to=\(kept.excusal.end)"
            + " comment=\(kept.comment.count) characters"
    }
}

extension KeptExcusal {
    fileprivate init(_ columns: inout Columns) throws {
        let id: ExcusalID = try columns.takeID()
        let student: UserID = try columns.takeID()
        let parent: UserID? = columns.takeIDIf()
        let start = try columns.takeDate()
        let end = try columns.takeDate()
        guard let excusal = Excusal(start: start, end: end) else { throw Columns.incomplete }
        self.init(
            id: id, student: student, parent: parent, excusal: excusal,
            comment: try columns.take(), createdAt: try columns.takeMoment(),
            updatedAt: try columns.takeMoment())
    }
}
