import Attendance
import Desk

/// Terms, year groups and adjustments of a roster. Counts that a change of terms made wrong are
/// made again.
extension RosterImport {
    func termDates() throws -> [Int64: String] {
        let rows = try transaction.all(
            "SELECT id, start_date || ' ' || end_date || ' ' || is_term FROM term WHERE source = ?",
            [source]
        ) { (try $0.take(Int64.self), try $0.take(String.self)) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// Each term's year, and which of them attendance is asked for by.
    ///
    /// A year that was made for terms without one is none when the files no longer need it.
    func placeTerms(of roster: SchoolRoster) throws {
        try transaction.run(
            """
            UPDATE term SET
              year_id = (WITH RECURSIVE up (id, parent_id) AS (
                  SELECT term.id, term.parent_id
                  UNION ALL SELECT p.id, p.parent_id FROM term p JOIN up ON p.id = up.parent_id)
                SELECT id FROM up WHERE parent_id IS NULL),
              is_term = CASE WHEN kind = 'schoolYear'
                AND EXISTS (SELECT 1 FROM term c WHERE c.parent_id = term.id) THEN 0 ELSE 1 END
            WHERE source = ?
            """, [source])
        let named = Set(roster.terms.map(\.id))
        let made = try transaction.all(
            "SELECT id, source_id FROM term WHERE source = ? AND source_id LIKE 'year:%'", [source]
        ) { (try $0.take(Int64.self), try $0.take(String.self)) }
        for (id, name) in made where !named.contains(name) {
            try transaction.run("UPDATE term SET is_term = 0 WHERE id = ?", [id])
        }
    }

    /// A course is held in the terms it names and in all that lie within them.
    func keepTerms(of held: [SchoolRoster.Course], changed: Set<Int64>) throws {
        let within = try transaction.all(
            """
            WITH RECURSIVE below (top, id) AS (
              SELECT id, id FROM term WHERE source = ?1
              UNION SELECT below.top, c.id FROM below JOIN term c ON c.parent_id = below.id)
            SELECT below.top, below.id FROM below JOIN term t ON t.id = below.id AND t.is_term = 1
            """, [source]
        ) { (try $0.take(Int64.self), try $0.take(Int64.self)) }
        let parts = Dictionary(grouping: within, by: \.0).mapValues { Set($0.map(\.1)) }
        for course in held {
            guard let id = courses[course.id] else { continue }
            let wanted = Set(course.terms.compactMap { terms[$0] }.flatMap { parts[$0] ?? [] })
            let known = Set(
                try transaction.all(
                    "SELECT term_id FROM course_term WHERE course_id = ?", [id]
                ) { try $0.take(Int64.self) })
            for term in wanted.subtracting(known) {
                try transaction.run(
                    "INSERT INTO course_term (course_id, term_id) VALUES (?, ?)", [id, term])
            }
            for term in known.subtracting(wanted) {
                try transaction.run(
                    "DELETE FROM course_term WHERE course_id = ? AND term_id = ?", [id, term])
            }
            if wanted != known { try transaction.tallyAgain(id) }
        }
        if changed.isEmpty { return }
        // Those that the files no longer have are counted as well.
        let list = changed.map(String.init).joined(separator: ",")
        let courses = try transaction.all(
            "SELECT DISTINCT course_id FROM course_term WHERE term_id IN (\(list))"
        ) { try $0.take(Int64.self) }
        for course in courses { try transaction.tallyAgain(course) }
        try transaction.tallyHomeroomAgain()
    }

    /// The year groups of students' grades, made where there are none yet.
    func yearGroups(of people: [SchoolRoster.Person]) throws -> [String: Int64] {
        var groups: [String: Int64] = [:]
        for grade in people.compactMap(\.yearGroup) where groups[grade] == nil {
            groups[grade] = try transaction.yearGroup(ofGrade: grade).number
        }
        return groups
    }

    private static let parentLinks = BulkInsert(
        "parent_link", [("parent_id", .integer), ("child_id", .integer), ("source", .text)],
        "ON CONFLICT DO NOTHING")

    /// Parents that files no longer name are none; what staff linked or took away stays so.
    func keepFamilies(of roster: SchoolRoster) throws {
        try transaction.insert(
            links.sorted { $0.lexicographicallyPrecedes($1) }.map { [$0[0], $0[1], source] },
            Self.parentLinks)
        // Files that tell of no families at all leave those there are.
        if links.isEmpty { return }
        let known = try transaction.all(
            """
            SELECT l.parent_id, l.child_id, p.source_id, c.source_id FROM parent_link l
            JOIN user p ON p.id = l.parent_id JOIN user c ON c.id = l.child_id
            WHERE l.source = ? AND l.removed_at IS NULL
            """, [source]
        ) { columns in
            (
                [try columns.take(Int64.self), try columns.take(Int64.self)],
                [columns.takeIf(String.self) ?? "", columns.takeIf(String.self) ?? ""]
            )
        }
        // Files of changes tell of the families of those they name.
        let isPartial = roster.partial.contains(.people)
        let named = isPartial ? Set(roster.people.map(\.id)) : []
        for (link, names) in known
        where !links.contains(link) && roster.untouched.isDisjoint(with: names)
            && (!isPartial || named.contains(names[1]))
        {
            try transaction.run(
                "DELETE FROM parent_link WHERE parent_id = ? AND child_id = ?", [link[0], link[1]])
        }
    }

    mutating func keep(_ adjustments: [SchoolRoster.Adjustment]) throws {
        let known = try transaction.all(
            "SELECT id, user_id, term_id, label FROM adjustment WHERE source = ?", [source]
        ) { columns in
            (
                try columns.take(Int64.self), try columns.take(Int64.self),
                try columns.take(Int64.self), try columns.take(String.self)
            )
        }
        var kept: Set<String> = []
        for adjustment in adjustments {
            guard let user = users[adjustment.person], let term = terms[adjustment.term] else {
                continue
            }
            kept.insert("\(user) \(term) \(adjustment.label)")
            try transaction.run(
                """
                INSERT INTO adjustment (user_id, term_id, label, days, source)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT (user_id, term_id, label)
                DO UPDATE SET days = excluded.days
                  WHERE adjustment.source = excluded.source
                """, [user, term, adjustment.label, adjustment.days, source])
        }
        for (id, user, term, label) in known where !kept.contains("\(user) \(term) \(label)") {
            try transaction.run("DELETE FROM adjustment WHERE id = ?", [id])
        }
    }
}

extension SQLTransaction {
    func yearGroup(ofGrade grade: String) throws -> YearGroupID {
        let known: YearGroupID? = try first(
            "SELECT id FROM year_group WHERE grade = ?", [grade]
        ) { try $0.takeID() }
        if let known { return known }
        return YearGroupID(try insert("INSERT INTO year_group (grade) VALUES (?)", [grade]))
    }
}
