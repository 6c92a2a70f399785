import Attendance
import Desk

extension SQLTransaction {
    private static let userSQL = "SELECT \(User.columns) FROM user u WHERE u.id = ?"

    package func user(_ id: UserID) throws -> User? {
        try first(Self.userSQL, [id.number], User.init)
    }

    package func user(code: UserCode) throws -> User? {
        try first("SELECT \(User.columns) FROM user u WHERE u.code_key = ?", [code.key], User.init)
    }

    package func users(role: Role?, matching search: NameSearch?) throws -> [User] {
        guard let search else {
            return try all(
                """
                SELECT \(User.columns) FROM user u
                WHERE (?1 IS NULL OR u.role = ?1) AND u.archived_at IS NULL ORDER BY u.code_key
                """, [role?.rawValue], User.init)
        }
        let found: [(name: String, id: Int64)?] = try all(
            """
            SELECT u.id, u.full_name, u.code_key FROM user u
            WHERE (?1 IS NULL OR u.role = ?1) AND u.archived_at IS NULL ORDER BY u.code_key
            """, [role?.rawValue]
        ) { columns in
            let id = try columns.take(Int64.self)
            let name = try columns.take(String.self)
            let isMeant = search.finds(name: name, number: try columns.take(String.self))
            return isMeant ? (NameSearch.folded(name), id) : nil
        }
        return try found.compactMap { $0 }.sorted { $0.name < $1.name }
            .compactMap { try user(UserID($0.id)) }
    }

    package func addUser(_ new: NewUser, at moment: Moment, by actor: Actor) throws -> User {
        let group = new.grade.isEmpty ? nil : try yearGroup(ofGrade: new.grade)
        let words = new.fullName.split(separator: " ")
        let id = try insert(
            """
            INSERT INTO user (code, code_key, tail_key, code_length, given_name, family_name,
              full_name, role, student_class, year_group_id, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                new.code.text, new.code.key, new.code.tailKey, new.code.length,
                words.first.map(String.init) ?? new.fullName,
                words.dropFirst().joined(separator: " "), new.fullName, new.role.rawValue,
                new.grade, group?.number, moment.milliseconds, moment.milliseconds,
            ])
        try audit(
            "add", "user", id, before: nil, after: "role=\(new.role.rawValue)", at: moment,
            by: actor)
        guard let user = try user(UserID(id)) else { preconditionFailure("just added") }
        return user
    }

    package func link(parent: UserID, to child: UserID, at moment: Moment, by actor: Actor) throws {
        if try isLinked(parent: parent, to: child) { return }
        try run(
            """
            INSERT INTO parent_link (parent_id, child_id) VALUES (?, ?)
            ON CONFLICT (parent_id, child_id) DO UPDATE SET source = NULL, removed_at = NULL
            """, [parent.number, child.number])
        try audit(
            "link parent", "user", child.number, before: nil, after: "parent=\(parent.number)",
            at: moment, by: actor)
    }

    package func aliases(of user: UserID) throws -> [CardAlias] {
        try all(
            "SELECT number, user_id, blocked_at FROM alias WHERE user_id = ? ORDER BY number",
            [user.number], CardAlias.init)
    }

    package func alias(_ number: UserCode) throws -> CardAlias? {
        try first(
            "SELECT number, user_id, blocked_at FROM alias WHERE number_key = ?", [number.key],
            CardAlias.init)
    }

    package func setAlias(
        _ number: UserCode, of user: UserID, blocked: Bool, at moment: Moment, by actor: Actor
    ) throws {
        try run(
            """
            INSERT INTO alias (number_key, number, user_id, blocked_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (number_key) DO UPDATE SET
              user_id = excluded.user_id, blocked_at = excluded.blocked_at
            """,
            [number.key, number.text, user.number, blocked ? moment.milliseconds : nil])
        try audit(
            blocked ? "block alias" : "add alias", "user", user.number, before: nil, after: nil,
            at: moment, by: actor)
    }

    package func removeAlias(_ number: UserCode, at moment: Moment, by actor: Actor) throws {
        let user = try first("SELECT user_id FROM alias WHERE number_key = ?", [number.key]) {
            try $0.take(Int64.self)
        }
        guard let user else { return }
        try run("DELETE FROM alias WHERE number_key = ?", [number.key])
        try audit("remove alias", "user", user, before: nil, after: nil, at: moment, by: actor)
    }
}

extension CardAlias {
    fileprivate init(_ columns: inout Columns) throws {
        self.init(
            number: try columns.take(), user: try columns.takeID(),
            isBlocked: columns.takeIf(Int64.self) != nil)
    }
}
