import Attendance
import Desk
import Foundation

extension SQLTransaction {
    static let tokenSQL = """
        SELECT k.id, k.kind, k.user_id, u.role, k.device_id, d.classroom_id, d.name, k.session_id,
          k.name, k.scopes, k.classroom_id, k.created_at, k.expires_at, k.revoked_at,
          k.last_used_at
        FROM token k LEFT JOIN user u ON u.id = k.user_id LEFT JOIN device d ON d.id = k.device_id
        WHERE u.archived_at IS NULL
        """

    package func token(_ digest: TokenDigest) throws -> Token? {
        try first(Self.tokenSQL + " AND k.digest = ?", [Data(digest.bytes)], Token.init)
    }

    package func tokens() throws -> [Token] {
        try all(Self.tokenSQL + " ORDER BY k.id", [], Token.init)
    }

    package func tokens(of user: UserID) throws -> [Token] {
        try all(
            Self.tokenSQL + " AND k.user_id = ? AND k.revoked_at IS NULL ORDER BY k.id",
            [user.number], Token.init)
    }

    package func tokens(of device: DeviceID) throws -> [Token] {
        try all(
            Self.tokenSQL + " AND k.device_id = ? AND k.revoked_at IS NULL ORDER BY k.id",
            [device.number], Token.init)
    }

    package func createToken(
        _ digest: TokenDigest, _ holder: Token.Holder, _ way: Token.Way, expires: Moment?,
        at moment: Moment, by actor: Actor
    ) throws -> Token {
        let values = TokenColumns(holder, way)
        let id = try insert(
            """
            INSERT INTO token (digest, kind, user_id, device_id, session_id, name, scopes,
              classroom_id, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                Data(digest.bytes), values.kind, values.user?.number, values.device?.number,
                values.session?.number, values.name, values.scopes, values.classroom?.number,
                moment.milliseconds, expires?.milliseconds,
            ])
        try audit(
            "create", "token", id, before: nil, after: "kind=\(values.kind)", at: moment, by: actor)
        return Token(
            id: TokenID(id), holder: holder, way: way, createdAt: moment, expiresAt: expires)
    }

    package func revokeToken(_ id: TokenID, at moment: Moment, by actor: Actor) throws -> Bool {
        let revoked = try run(
            "UPDATE token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
            [moment.milliseconds, id.number])
        if revoked == 0 { return false }
        try audit("revoke", "token", id.number, before: nil, after: nil, at: moment, by: actor)
        return true
    }

    private static let uses = BulkStatement(
        given: [("id", .integer), ("moment", .integer)],
        """
        UPDATE token SET last_used_at = g.moment FROM given g WHERE token.id = g.id
          AND (token.last_used_at IS NULL OR token.last_used_at < g.moment)
        """)

    package func noteUses(_ uses: [TokenID: Moment]) throws {
        try run(uses.map { [$0.key.number, $0.value.milliseconds] }, Self.uses)
    }

    package func device(
        named name: String, in classroom: ClassroomID, at moment: Moment, by actor: Actor
    ) throws -> DeviceID {
        let known: DeviceID? = try first(
            "SELECT id FROM device WHERE name = ? AND id <> ?",
            [name, DeviceID.own.number]
        ) { try $0.takeID() }
        if let known {
            try run(
                "UPDATE device SET classroom_id = ? WHERE id = ?",
                [classroom.number, known.number])
        }
        let device =
            try known
            ?? DeviceID(
                insert(
                    "INSERT INTO device (uid, name, classroom_id) VALUES (?, ?, ?)",
                    [Data.random(count: 16), name, classroom.number]))
        try audit(
            known == nil ? "create" : "move", "device", device.number, before: nil,
            after: "classroom=\(classroom.number)", at: moment, by: actor)
        return device
    }

    package func reply(to key: ReplyKey, since moment: Moment) throws -> KeptReply? {
        try first(
            """
            SELECT body_digest, status, content_type, body FROM reply
            WHERE token_id = ? AND route = ? AND key = ? AND created_at > ?
            """, [key.token.number, key.route, key.key, moment.milliseconds]
        ) { columns in
            KeptReply(
                bodyDigest: Array(try columns.take(Data.self)), status: try columns.take(),
                contentType: try columns.take(), body: Array(try columns.take(Data.self)))
        }
    }

    package func keep(_ reply: KeptReply, to key: ReplyKey, at moment: Moment, expired: Moment)
        throws
    {
        try run("DELETE FROM reply WHERE created_at <= ?", [expired.milliseconds])
        try run(
            """
            DELETE FROM reply WHERE token_id = ?1 AND created_at < (SELECT created_at FROM reply
              WHERE token_id = ?1 ORDER BY created_at DESC LIMIT 1 OFFSET ?2)
            """, [key.token.number, ReplyKey.mostKept])
        try run(
            "INSERT INTO reply VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                key.token.number, key.route, key.key, Data(reply.bodyDigest), reply.status,
                reply.contentType, Data(reply.body), moment.milliseconds,
            ])
    }
}

/// A token's holder in columns.
private struct TokenColumns {
    var kind: String
    var user: UserID?
    var device: DeviceID?
    var session: CheckinSessionID?
    var name: String?
    var scopes: String?
    var classroom: ClassroomID?

    init(_ holder: Token.Holder, _ way: Token.Way) {
        switch holder {
        case .user(let id, _):
            switch way {
            case .program: kind = "user"
            case .browser: kind = "browser"
            case .link: kind = "link"
            case .phone: kind = "phone"
            }
            user = id
        case .device(let door, _):
            kind = "device"
            device = door.device
        case .integration(let name, let scopes):
            kind = "integration"
            self.name = name
            self.scopes = scopes.map(\.rawValue).sorted().joined(separator: " ")
        case .projector(let id):
            kind = "projector"
            session = id
        case .calendar(let id):
            kind = "calendar"
            user = id
        case .roomCalendar(let id):
            kind = "room_calendar"
            classroom = id
        }
    }
}

extension Token {
    fileprivate init(_ columns: inout Columns) throws {
        let id: TokenID = try columns.takeID()
        let kind: String = try columns.take()
        let user: UserID? = columns.takeIDIf()
        let role = try columns.takeIf(Role.init(rawValue:))
        let device: DeviceID? = columns.takeIDIf()
        let classroom: ClassroomID? = columns.takeIDIf()
        let deviceName = columns.takeIf(String.self) ?? ""
        let session: CheckinSessionID? = columns.takeIDIf()
        let name = columns.takeIf(String.self) ?? ""
        let scopes = columns.takeIf(String.self) ?? ""
        let roomOfCalendar: ClassroomID? = columns.takeIDIf()
        let holder: Holder
        var way = Way.program
        switch (kind, user, role) {
        case ("user", let user?, let role?): holder = .user(user, role)
        case ("browser", let user?, let role?):
            holder = .user(user, role)
            way = .browser
        case ("link", let user?, let role?):
            holder = .user(user, role)
            way = .link
        case ("phone", let user?, let role?):
            holder = .user(user, role)
            way = .phone
        case ("calendar", let user?, _): holder = .calendar(user)
        case ("room_calendar", _, _):
            guard let roomOfCalendar else { throw Columns.incomplete }
            holder = .roomCalendar(roomOfCalendar)
        case ("device", _, _):
            guard let device, let classroom else { throw Columns.incomplete }
            holder = .device(
                Attempt.Door(device: device, classroom: classroom), name: deviceName)
        case ("projector", _, _):
            guard let session else { throw Columns.incomplete }
            holder = .projector(session)
        case ("integration", _, _):
            let known = scopes.split(separator: " ").map { Caller.Scope(rawValue: String($0)) }
            guard !known.contains(nil) else { throw Columns.incomplete }
            holder = .integration(name: name, Set(known.compactMap { $0 }))
        default:
            throw Columns.incomplete
        }
        self.init(
            id: id, holder: holder, way: way, createdAt: try columns.takeMoment(),
            expiresAt: try columns.takeMomentIf(), revokedAt: try columns.takeMomentIf(),
            lastUsedAt: try columns.takeMomentIf())
    }
}
