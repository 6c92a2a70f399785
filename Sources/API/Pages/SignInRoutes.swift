import Attendance
import Desk
import Wire

/// Signing in by a link, and out.
enum SignInRoutes {
    static let all: [Endpoint] = [
        .get("/s/{link}", .signIn, ask),
        .post("/s/{link}", .signIn, signIn),
        .post("/sign-out", .signIn, signOut),
        Endpoint(
            method: .get, path: "/pages/style.css", action: nil,
            work: .open { service, _ in
                Reply(contentType: "text/css; charset=utf-8", body: service.pages.style)
            }),
    ]

    /// Opening a link signs nobody in: whatever looks at addresses before people do would spend it.
    private static func ask(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        guard let id = call.token.user, let user = try ledger.user(id) else {
            throw Problem.noToken
        }
        let words = call.service.voice.words
        return call.page(
            "sign-in", ["ask": words(.pageSignInAs, ["name": user.fullName])])
    }

    private static func signIn(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let text = try call.desk.signIn(with: call.token, in: ledger)
        var reply = Reply.go(to: "/teach")
        reply.fields.append(Cookie.field(text, isSecure: call.service.isSecure))
        return reply
    }

    private static func signOut(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        _ = try ledger.revokeToken(
            call.token.id, at: call.asked.moment, by: call.token.actor)
        var reply = call.page("signed-out", [:])
        reply.fields.append(Cookie.cleared(isSecure: call.service.isSecure))
        return reply
    }
}

extension Call {
    func page(_ name: String, _ values: [String: Any]) -> Reply {
        service.pages.reply(name, values, service.voice.words)
    }
}
