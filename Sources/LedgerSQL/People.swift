import Attendance
import Desk

extension SQLTransaction {
    /// Ids as SQL: they are whole numbers and nothing else.
    static func list<Entity>(_ ids: Set<ID<Entity>>) -> String {
        ids.map { String($0.number) }.sorted().joined(separator: ",")
    }

    private static let personColumns = "\(User.columns), u.email, u.year_group_id"

    private func person(_ columns: inout Columns) throws -> Person {
        Person(
            user: try User(&columns), email: columns.takeIf(), yearGroup: columns.takeIDIf(),
            linked: [])
    }

    /// With the ids of those who are linked.
    private func linked(_ person: Person) throws -> Person {
        let columns: (asked: String, known: String)
        switch person.user.role {
        case .student: columns = ("parent_id", "child_id")
        case .parent: columns = ("child_id", "parent_id")
        case .teacher, .assistant, .secretary, .superadmin: return person
        }
        var full = person
        full.linked = try all(
            """
            SELECT l.\(columns.asked) FROM parent_link l JOIN user u ON u.id = l.\(columns.asked)
            WHERE l.\(columns.known) = ? AND l.removed_at IS NULL AND u.archived_at IS NULL
            ORDER BY l.\(columns.asked)
            """, [person.user.id.number]
        ) { try $0.takeID() }
        return full
    }

    package func people(
        _ roles: Set<Role>, archived: Bool, only: Set<UserID>?, _ page: PageRequest
    ) throws -> Page<Person> {
        let names = roles.map { "'\($0.rawValue)'" }.sorted().joined(separator: ",")
        let tables =
            "user u WHERE u.role IN (\(names)) AND u.archived_at IS "
            + (archived ? "NOT NULL" : "NULL")
            + (only.map { " AND u.id IN (\(Self.list($0)))" } ?? "")
        let items = try all(
            "SELECT \(Self.personColumns) FROM \(tables) ORDER BY u.id LIMIT ? OFFSET ?",
            [page.perPage, page.offset], person)
        return Page(items: try items.map(linked), total: try count(tables, []))
    }

    package func people(
        in course: CourseID, on date: SchoolDate, _ page: PageRequest
    ) throws -> Page<Person> {
        let tables = """
            user u WHERE u.archived_at IS NULL AND u.id IN (SELECT e.user_id FROM enrolment e
              WHERE e.course_id = ?1 AND e.is_teacher = 0 AND \(Self.enrolled("?2")))
            """
        let arguments: SQLArguments = [course.number, date.description]
        let items = try all(
            "SELECT \(Self.personColumns) FROM \(tables) ORDER BY u.id LIMIT ?3 OFFSET ?4",
            arguments + [page.perPage, page.offset], person)
        return Page(items: try items.map(linked), total: try count(tables, arguments))
    }

    package func person(_ id: UserID) throws -> Person? {
        try first(
            "SELECT \(Self.personColumns) FROM user u WHERE u.id = ?", [id.number], person
        ).map(linked)
    }

    package func memberships(on today: SchoolDate, _ page: PageRequest) throws -> Page<Membership> {
        let tables = """
            enrolment e JOIN user u ON u.id = e.user_id AND u.archived_at IS NULL
            JOIN course c ON c.id = e.course_id AND c.archived_at IS NULL
            WHERE \(Self.enrolled("?1"))
            """
        let items = try all(
            """
            SELECT e.id, e.user_id, e.course_id, e.is_teacher FROM \(tables)
            ORDER BY e.id LIMIT ?2 OFFSET ?3
            """, [today.description, page.perPage, page.offset]
        ) { columns in
            Membership(
                id: try columns.take(), user: try columns.takeID(), course: try columns.takeID(),
                isTeacher: try columns.take())
        }
        return Page(items: items, total: try count(tables, [today.description]))
    }

    package func isLinked(parent: UserID, to child: UserID) throws -> Bool {
        try first(
            """
            SELECT 1 FROM parent_link l JOIN user p ON p.id = l.parent_id AND p.archived_at IS NULL
            WHERE l.parent_id = ? AND l.child_id = ? AND l.removed_at IS NULL
            """, [parent.number, child.number]
        ) { try $0.take(Int.self) } != nil
    }

    package func unlink(
        parent: UserID, from child: UserID, at moment: Moment, by actor: Actor
    ) throws -> Bool {
        guard try isLinked(parent: parent, to: child) else { return false }
        try run(
            "UPDATE parent_link SET removed_at = ? WHERE parent_id = ? AND child_id = ?",
            [moment.milliseconds, parent.number, child.number])
        try audit(
            "unlink parent", "user", child.number, before: "parent=\(parent.number)", after: nil,
            at: moment, by: actor)
        return true
    }
}
