import Attendance
import Desk
import QR
import Wire

/// Finding somebody, and what the office does for them.
enum PeoplePageRoutes {
    static let all: [Endpoint] = [
        .get("/office/people", .manageUsers, query: ["q"], isLong: true, search),
        .get("/office/people/{id}", .manageUsers, person),
        .post("/office/people/{id}/invite", .manageUsers, invite),
        .post("/office/people/{id}/sign-out", .manageUsers, signOut),
        .get("/office/records/{id}", .readRecords, record),
    ]

    private static let mostFound = 50
    private static let longestSearch = 100
    private static let recordsShown = 20

    private static func search(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let text = String((call.query["q"] ?? "").prefix(longestSearch))
        let found = try NameSearch(text).map { try ledger.users(role: nil, matching: $0) } ?? []
        return call.page(
            "office-people",
            [
                "q": text, "isAsked": !text.isEmpty, "isEmpty": found.isEmpty,
                "more": found.count > mostFound
                    ? call.word("more_found", ["count": "\(found.count - mostFound)"]) : "",
                "rows": found.prefix(mostFound).map { about($0, call) },
            ])
    }

    private static func about(_ user: User, _ call: Call) -> [String: Any] {
        [
            "id": "\(user.id.number)", "name": user.fullName, "code": user.code.text,
            "role": call.word("role_\(user.role.rawValue)"), "class": user.studentClass,
        ]
    }

    private static func find(_ call: Call, _ ledger: any LedgerReading) throws -> User {
        guard let user = try ledger.user(try call.id()) else { throw Problem.notFound }
        return user
    }

    private static func person(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let user = try find(call, ledger)
        var values = about(user, call)
        var filter = RecordFilter()
        filter.student = user.id
        (filter.from, filter.to) = (call.desk.today.adding(days: -14), call.desk.today)
        filter.page = PageRequest(number: 1, perPage: 100)
        let records = user.role == .student ? try ledger.records(filter).items : []
        values["records"] = try records.suffix(recordsShown).reversed().map { found in
            let held = try ledger.occurrence(found.occurrence)
            return [
                "id": "\(found.record.id.number)",
                "when": held.map { "\($0.date) \($0.start)" } ?? "",
                "course": held?.course.name ?? "",
                "status": found.record.status.map { call.voice.words.status($0) } ?? "",
            ] as [String: Any]
        }
        let tokens = try ledger.tokens(of: user.id).filter { token in
            token.expiresAt.map { $0 > call.asked.moment } ?? true
        }
        values["tokens"] = try tokens.map { try TokenRow($0, call, ledger).values }
        values["hasRecords"] = !records.isEmpty
        values["maySignIn"] = maySignIn(call.token.caller, anyone: user.role)
        values["canSignIn"] = !user.isArchived && (user.role.isStaff || user.role == .student)
        return call.page("office-person", values)
    }

    /// Somebody whom the caller may sign in and out.
    private static func findToSignIn(
        _ call: Call, _ ledger: any LedgerReading
    ) throws -> User {
        let user = try find(call, ledger)
        if !maySignIn(call.token.caller, anyone: user.role) { throw Problem.forbidden }
        return user
    }

    /// How long a link that the office hands out may be opened.
    private static let secondsOfLink: Int64 = 3_600

    private static func invite(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let user = try findToSignIn(call, ledger)
        let text = try call.desk.invitation(
            of: user, forSeconds: secondsOfLink, by: call.token.actor, in: ledger)
        let address = "\(call.service.publicURL)/s/\(text)"
        let square = try QRCode(address.uppercased())
        return call.page(
            "office-invite",
            [
                "name": user.fullName, "address": address, "square": square.path,
                "side": "\(square.sizeWithQuietZone)", "id": "\(user.id.number)",
            ])
    }

    /// Ends every browser, telephone and link of somebody.
    private static func signOut(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let user = try findToSignIn(call, ledger)
        for token in try ledger.tokens(of: user.id) where token.way != .program {
            _ = try ledger.revokeToken(
                token.id, at: call.asked.moment, by: call.token.actor)
        }
        return .go(to: "/office/people/\(user.id.number)")
    }

    private static func record(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let found = try ledger.record(try call.id())
        try call.require(.readRecords, try call.ownership(of: found, ledger))
        guard let found, let held = try ledger.occurrence(found.occurrence) else {
            throw Problem.notFound
        }
        return call.page(
            "office-record",
            try Explained(found, held, call, ledger).values.merging(
                ["id": "\(found.student.id.number)"]) { $1 })
    }
}
