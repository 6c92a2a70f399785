import Attendance
import Desk

extension SchoolRoster {
    /// Whether a row that the source had leaves with this roster.
    func isLeaving(_ kind: Kind, staying: Set<SourceID>) -> (SourceID) -> Bool {
        let removed = removed[kind] ?? []
        return partial.contains(kind) ? { removed.contains($0) } : { !staying.contains($0) }
    }
}

extension SQLTransaction {
    package func known(of source: String) throws -> SchoolRoster.Known {
        var known = SchoolRoster.Known()
        let people = try all(
            "SELECT source_id, role FROM user WHERE source = ? AND archived_at IS NULL", [source]
        ) { (try $0.take(String.self), try $0.take(String.self)) }
        for (id, role) in people { known.roles[id] = Role(rawValue: role) }
        known.courses = Set(
            try all(
                "SELECT source_id FROM course WHERE source = ? AND archived_at IS NULL", [source]
            ) { try $0.take(String.self) })
        known.terms = try all(
            """
            SELECT t.source_id, t.title, t.kind, t.start_date, t.end_date, p.source_id,
              t.school_year
            FROM term t LEFT JOIN term p ON p.id = t.parent_id WHERE t.source = ? ORDER BY t.id
            """, [source]
        ) { columns in
            let id = try columns.take(String.self)
            let title = try columns.take(String.self)
            let kind = try columns.take(String.self)
            let start = try columns.take(String.self)
            let end = try columns.take(String.self)
            let parent = columns.takeIf(String.self)
            let year = columns.takeIf(Int.self)
            guard let kind = SchoolRoster.Term.Kind(rawValue: kind), let start = SchoolDate(start),
                let end = SchoolDate(end)
            else { throw LedgerFault(.failed, "the term \(id) cannot be read") }
            return SchoolRoster.Term(
                id: id, title: title, kind: kind, start: start, end: end, parent: parent,
                schoolYear: year)
        }
        return known
    }
}

extension RosterImport {
    /// Finds what files of changes refer to and do not hold themselves.
    mutating func recall(for roster: SchoolRoster) throws {
        if roster.partial.isEmpty { return }
        func ids(_ table: String) throws -> [SchoolRoster.SourceID: Int64] {
            let rows = try transaction.all(
                "SELECT source_id, id FROM \(table) WHERE source = ?", [source]
            ) { (try $0.take(String.self), try $0.take(Int64.self)) }
            return Dictionary(uniqueKeysWithValues: rows)
        }
        users = try ids("user")
        courses = try ids("course")
        func count(_ table: String, _ condition: String) throws -> Int {
            try transaction.first(
                "SELECT count(*) FROM \(table) WHERE source = ? AND \(condition)", [source]
            ) { try $0.take(Int.self) } ?? 0
        }
        before.users.unchanged = try count("user", "archived_at IS NULL")
        before.courses.unchanged = try count("course", "archived_at IS NULL")
        let yesterday = today.adding(days: -1).description
        before.enrolments.unchanged = try count(
            "enrolment", "(end_date IS NULL OR end_date > '\(yesterday)')")
    }

    /// A list's people and courses that another source has already are those, as they stand. What
    /// is left of the roster is the list's own.
    mutating func join(_ roster: SchoolRoster) throws -> SchoolRoster {
        var own = roster
        own.people = try roster.people.filter { person in
            guard let code = UserCode(person.code) else { return true }
            let holder = try transaction.first(
                """
                SELECT id FROM user WHERE code_key = ? AND archived_at IS NULL
                  AND coalesce(source, '') <> ?
                """, [code.key, source]
            ) { try $0.take(Int64.self) }
            guard let holder else { return true }
            users[person.id] = holder
            counts.users.unchanged += 1
            return false
        }
        own.courses = try roster.courses.filter { course in
            let holders = try transaction.all(
                """
                SELECT id FROM course WHERE lower(course_code) = lower(?) AND archived_at IS NULL
                  AND coalesce(source, '') <> ?
                """, [course.code, source]
            ) { try $0.take(Int64.self) }
            if holders.count > 1 { throw DeskRefusal.severalCourses(course.code) }
            guard let holder = holders.first else { return true }
            courses[course.id] = holder
            counts.courses.unchanged += 1
            return false
        }
        own.enrolments = try roster.enrolments.filter { enrolment in
            let isThere = try transaction.first(
                """
                SELECT 1 FROM enrolment WHERE course_id = ? AND user_id = ? AND is_teacher = ?
                  AND coalesce(source, '') <> ? AND (end_date IS NULL OR end_date >= ?)
                """,
                [
                    courses[enrolment.course], users[enrolment.person], enrolment.isTeacher, source,
                    today.description,
                ]
            ) { try $0.take(Int.self) }
            if isThere != nil { counts.enrolments.unchanged += 1 }
            return isThere == nil
        }
        return own
    }

    /// Ends enrolments that leave, with yesterday: the past stays as it was. Whoever leaves the
    /// school leaves the courses, and a course that goes has nobody.
    mutating func endMissing(in roster: SchoolRoster) throws -> Int {
        if try hadNone(in: "enrolment") { return 0 }
        let yesterday = today.adding(days: -1).description
        let active = try transaction.all(
            """
            SELECT e.id, e.source_id, u.source_id, c.source_id
            FROM enrolment e JOIN user u ON u.id = e.user_id JOIN course c ON c.id = e.course_id
            WHERE e.source = ? AND (e.end_date IS NULL OR e.end_date > ?)
            """, [source, yesterday]
        ) { columns in
            (
                try columns.take(Int64.self), try columns.take(String.self),
                columns.takeIf(String.self) ?? "", columns.takeIf(String.self) ?? ""
            )
        }
        let isLeaving = roster.isLeaving(
            .enrolments, staying: Set(roster.enrolments.map(\.id)))
        let people = roster.removed[.people] ?? []
        let courses = roster.removed[.courses] ?? []
        let missing = active.filter { _, id, person, course in
            !roster.untouched.contains(person)
                && (isLeaving(id) || people.contains(person) || courses.contains(course))
        }
        try transaction.forEach(
            of: missing.map(\.0.sqlValue),
            "UPDATE enrolment SET end_date = ?1 WHERE id IN (:ids)", [yesterday]
        ) { _ in }
        return missing.count
    }

    /// Who teaches the source's own courses: the primary teacher, else the first.
    func keepTeachers() throws {
        let own = try transaction.all(
            "SELECT id FROM course WHERE source = ? AND archived_at IS NULL", [source]
        ) { try $0.take(Int64.self) }
        // An enrolment that ended names no course, so all of the source's own are looked at.
        for course in own {
            try transaction.run(
                """
                UPDATE course SET teacher_id = wanted.user_id
                FROM (SELECT (
                    SELECT e.user_id FROM enrolment e JOIN user u ON u.id = e.user_id
                    WHERE e.course_id = ?1 AND e.is_teacher = 1 AND u.archived_at IS NULL
                      AND (e.end_date IS NULL OR e.end_date >= ?2)
                    ORDER BY e.is_primary DESC, e.id LIMIT 1) AS user_id) AS wanted
                WHERE course.id = ?1 AND course.teacher_id IS DISTINCT FROM wanted.user_id
                """, [course, today.description])
        }
    }

    /// Rows of partial kinds that the files do not name are the same as before; what is removed is
    /// a share of them all.
    mutating func countWhatStays(of roster: SchoolRoster) {
        func fill(
            _ kind: SchoolRoster.Kind, _ change: WritableKeyPath<ImportCounts, ImportCounts.Change>
        ) {
            guard roster.partial.contains(kind) else { return }
            let now = counts[keyPath: change]
            let stays = before[keyPath: change].unchanged - now.removed - now.updated
            counts[keyPath: change].unchanged = max(now.unchanged, stays)
        }
        fill(.people, \.users)
        fill(.courses, \.courses)
        fill(.enrolments, \.enrolments)
    }
}
