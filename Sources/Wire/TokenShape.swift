import Attendance
import Desk

extension Shapes {
    /// All but the token itself; `code` is that of the person it is for.
    package func token(_ token: Token, _ code: String?) -> JSON {
        var members: [(String, JSON)] = [("id", JSON(token.id.number))]
        switch token.holder {
        case .user(_, let role):
            let kind =
                switch token.way {
                case .program: "user"
                case .browser: "browser"
                case .link: "link"
                case .phone: "phone"
                }
            members += [
                ("kind", .string(kind)), ("user_code", JSON(code)),
                ("role", .string(role.rawValue)),
            ]
        case .device(let door, let name):
            members += [
                ("kind", "device"), ("device", .string(name)),
                ("classroom_id", JSON(door.classroom.number)),
            ]
        case .integration(let name, let scopes):
            members += [
                ("kind", "integration"), ("integration", .string(name)),
                ("scopes", .array(scopes.map(\.rawValue).sorted().map(JSON.string))),
            ]
        case .projector(let session):
            members += [("kind", "projector"), ("session_id", JSON(session.number))]
        case .roomCalendar(let classroom):
            members += [
                ("kind", "room_calendar"), ("classroom_id", JSON(classroom.number)),
            ]
        case .calendar:
            members += [("kind", "calendar"), ("user_code", JSON(code))]
        }
        members += [
            ("created_at", stamp(token.createdAt)), ("expires_at", stamp(token.expiresAt)),
            ("revoked_at", stamp(token.revokedAt)), ("last_used_at", stamp(token.lastUsedAt)),
        ]
        return .object(members)
    }
}
