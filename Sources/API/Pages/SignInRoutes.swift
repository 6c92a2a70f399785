import Attendance
import Desk
import Wire

/// Signing in by a link, and out.
enum SignInRoutes {
    static let all: [Endpoint] = [
        .get("/", .signIn, front),
        .get("/s/{link}", .signIn, ask),
        .post("/s/{link}", .signIn, signIn),
        .post("/sign-out", .signIn, signOut),
        Endpoint(
            method: .get, path: "/pages/live.js", action: nil, query: ["v"],
            work: .open { service, _ in script("live.js", service) }),
    ]

    private static func front(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        .go(to: call.token.isOffice ? "/office" : "/teach")
    }

    /// Opening a link signs nobody in: whatever looks at addresses before people do would spend it.
    private static func ask(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        guard let id = call.token.user, let user = try ledger.user(id) else {
            throw Problem.noToken
        }
        let isStudent = user.role == .student
        return call.page(
            "sign-in",
            [
                "ask": call.word(
                    isStudent ? "pair_as" : "sign_in_as", ["name": user.fullName]),
                "do": call.word(isStudent ? "pair" : "sign_in"),
            ])
    }

    /// Its address changes when it does.
    private static func script(_ name: String, _ service: Service) -> Reply {
        var reply = Reply(
            contentType: "text/javascript; charset=utf-8", body: service.pages.scripts[name] ?? [])
        reply.fields = [
            ("Cache-Control", "public, max-age=31536000, immutable"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return reply
    }

    private static func signIn(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let (text, way, seconds) = try call.desk.signIn(with: call.token, in: ledger)
        let isPhone = way == .phone
        let cookie = isPhone ? Cookie.phone : .staff
        // Whoever was signed in here before is so no longer.
        if let digest = cookie.token(in: call.asked.cookie).flatMap({ TokenDigest(of: $0) }),
            let before = try call.desk.token(digest, in: ledger), before.way == way
        {
            _ = try ledger.revokeToken(before.id, at: call.asked.moment, by: before.actor)
        }
        var reply = Reply.go(to: isPhone ? "/me" : call.token.isOffice ? "/office" : "/teach")
        reply.fields.append(
            cookie.field(text, seconds: seconds, isSecure: call.service.isSecure))
        return reply
    }

    private static func signOut(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        _ = try ledger.revokeToken(
            call.token.id, at: call.asked.moment, by: call.token.actor)
        var reply = call.page("signed-out", [:])
        reply.fields.append(Cookie.staff.cleared(isSecure: call.service.isSecure))
        return reply
    }
}

extension Token {
    /// Of somebody of the office.
    var isOffice: Bool {
        if case .user(_, let role) = holder { role.isOffice } else { false }
    }
}
