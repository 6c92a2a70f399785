import Attendance
import Desk
import Wire

/// A token as the office reads it: whose it is, and since when.
struct TokenRow {
    enum Kind: String, CaseIterable {
        case browser, phone, link, device, projector, calendar
        case roomCalendar = "room_calendar"
        case integration, program
    }

    let values: [String: Any]

    init(_ token: Token, _ call: Call, _ ledger: any LedgerReading) throws {
        let zone = call.desk.zone
        func day(_ moment: Moment?) -> String {
            moment.map { "\(zone.date(of: $0)) \(zone.time(of: $0))" } ?? ""
        }
        let person = try token.user.flatMap { try ledger.user($0) }
        values = [
            "id": "\(token.id.number)", "kind": call.word("token_\(token.kind.rawValue)"),
            "isAsked": [.device, .integration, .program].contains(token.kind),
            "whose": try person?.fullName ?? Self.name(token, ledger),
            "created": day(token.createdAt),
            "expires": day(token.expiresAt), "used": day(token.lastUsedAt),
        ]
    }

    private static func name(_ token: Token, _ ledger: any LedgerReading) throws -> String {
        switch token.holder {
        case .device(_, let name): name
        case .integration(let name, _): name
        case .projector(let session):
            try ledger.session(session).map {
                "\($0.occurrence.course.name) \($0.occurrence.date) \($0.occurrence.start)"
            } ?? ""
        case .roomCalendar(let id): try ledger.classroom(id)?.name ?? ""
        case .user, .calendar: ""
        }
    }
}

extension Token {
    /// What the office calls it.
    var kind: TokenRow.Kind {
        switch (holder, way) {
        case (.user, .program): .program
        case (.user, .browser): .browser
        case (.user, .link): .link
        case (.user, .phone): .phone
        case (.device, _): .device
        case (.integration, _): .integration
        case (.projector, _): .projector
        case (.calendar, _): .calendar
        case (.roomCalendar, _): .roomCalendar
        }
    }
}
