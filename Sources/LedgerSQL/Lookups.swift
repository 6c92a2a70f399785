import Attendance
import Desk

extension SQLTransaction {
    static let aliasSQL = """
        SELECT a.blocked_at IS NOT NULL, u.id, u.role,
          \(isExpected.replacing("?2", with: "u.id"))
        FROM alias a JOIN user u ON u.id = a.user_id
        WHERE a.number_key = ?2 AND u.archived_at IS NULL
        """

    static let holderSQL = """
        SELECT u.id, u.role, \(isExpected.replacing("?2", with: "u.id"))
        FROM user u WHERE u.code_key = ?2 AND u.archived_at IS NULL
        """

    package func lookups(_ token: UserCode, on occurrence: OccurrenceID?) throws -> Lookups {
        let on = occurrence?.number ?? 0
        var lookups = Lookups()
        lookups.holder = try first(Self.holderSQL, [on, token.key], Lookups.Holder.init)
        if lookups.holder != nil { return lookups }
        let alias = try first(Self.aliasSQL, [on, token.key]) { columns in
            (isBlocked: try columns.take(Bool.self), holder: try Lookups.Holder(&columns))
        }
        if let alias {
            lookups.aliasHolder = alias.holder
            lookups.isAliasBlocked = alias.isBlocked
            return lookups
        }
        let longest = try first("SELECT max(code_length) FROM user WHERE role = 'student'") {
            $0.takeIf(Int.self)
        }
        lookups.longestCode = (longest ?? nil) ?? 0
        if occurrence != nil { lookups.sameLast4 = try sameLast4(token, on: on) }
        return lookups
    }

    /// Found by the index of tails among all users, then by that of each one's enrolments: never by
    /// going through a roster.
    static let sameLast4 = """
        SELECT u.id, u.code FROM user u
        WHERE u.tail_key = ?2 AND u.archived_at IS NULL
          AND \(isExpected.replacing("?2", with: "u.id"))
        """

    private func sameLast4(_ token: UserCode, on occurrence: Int64) throws
        -> [Lookups.RosterEntry]
    {
        try all(Self.sameLast4, [occurrence, token.tailKey]) { columns in
            Lookups.RosterEntry(
                user: try columns.takeID(),
                code: try columns.take { (text: String) in UserCode(text) })
        }
    }

    package func readerFacts() throws -> ReaderFacts {
        // From length to length by the index, and not from student to student.
        let lengths = try all(
            """
            WITH RECURSIVE found (length) AS (
              SELECT min(code_length) FROM user WHERE role = 'student'
              UNION ALL SELECT (SELECT min(code_length) FROM user
                WHERE role = 'student' AND code_length > found.length)
              FROM found WHERE found.length IS NOT NULL)
            SELECT length FROM found WHERE length IS NOT NULL
            """
        ) { try $0.take(Int.self) }
        let cards = try all(
            "SELECT DISTINCT length(number) FROM alias WHERE \(dialect.isDigits("number"))"
        ) { try $0.take(Int.self) }
        let fourteen = try all(
            "SELECT number FROM alias WHERE length(number) = 14 AND \(dialect.isDigits("number"))"
        ) { try $0.take { (text: String) in UserCode(text) } }
        let hasAliases = try first("SELECT 1 FROM alias LIMIT 1") { try $0.take(Int.self) } != nil
        return ReaderFacts(
            codeLengths: Set(lengths + cards), hasAliases: hasAliases, patronCards: fourteen)
    }

    package func brake(of device: DeviceID) throws -> Brake {
        Brake(
            failures: try all(
                """
                SELECT moment FROM attempt WHERE failed_tail = 1 AND device_id = ?
                ORDER BY moment DESC LIMIT ?
                """, [device.number, Brake.mostFailures]
            ) { try $0.takeMoment() })
    }

    package func digitsAsked(at device: DeviceID, since moment: Moment) throws -> Int? {
        try first(
            """
            SELECT amount FROM attempt WHERE reason = 'ambiguous' AND device_id = ? AND moment >= ?
            ORDER BY moment DESC LIMIT 1
            """, [device.number, moment.milliseconds]
        ) { try $0.take(Int.self) }
    }
}

extension Lookups.Holder {
    fileprivate init(_ columns: inout Columns) throws {
        self.init(
            user: try columns.takeID(), role: try columns.take(Role.init(rawValue:)),
            isOnRoster: try columns.take())
    }
}
