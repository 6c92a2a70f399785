import Attendance
import Desk
import Wire

/// A request as far as its head says.
struct Head: Sendable {
    var method: String
    var path: Substring
    var query: String?
    var authorization: String?
    var idempotencyKey: String?
    var requestID: String
    var wantsProblemJSON: Bool
    /// Without the port.
    var address: String
    var isLocal: Bool
    /// The attendance API's own header field for a token.
    var authToken: String?
    var cookie: String?
    var acceptLanguage: String?
    /// The pages' own name, and the one that a form was sent from.
    var host: String?
    var origin: String?
    /// A browser opens it, for a person.
    var isVisit: Bool
    /// A page that a link of another site leads to: a browser then keeps strict cookies back.
    var isFromElsewhere: Bool

    var family: Family { Family(path) }
}

/// What a request comes to.
enum Outcome: Sendable {
    case reply(Reply)
    case stream(any EventStream)
}

extension Service {
    /// Answers a request for one endpoint; whatever is thrown is a `Problem` or a fault.
    func answer(
        _ endpoint: Endpoint, _ head: Head, _ asked: Call.Asked
    ) async throws -> Outcome {
        if case .open(let work) = endpoint.work {
            _ = try Query(head.query, known: endpoint.query)
            return .reply(try await work(self, head.isLocal))
        }
        if case .unnamed(let work) = endpoint.work {
            return .reply(
                try await desk.ledger.write { [self] ledger in
                    do { return try work(self, asked, ledger) } catch let problem as Problem {
                        return reply(problem, head)
                    }
                })
        }
        guard let digest = digest(head, endpoint) else { throw Problem.noToken }
        if endpoint.family == .pages { try requireOwnOrigin(head, endpoint) }
        let call: @Sendable (any LedgerReading) throws -> Call = { [self] ledger in
            guard let token = try desk.token(digest, in: ledger) else {
                useNotes.forget(digest)
                throw Problem.noToken
            }
            if token.way != endpoint.way { throw Problem.noToken }
            // A token that can do more has no place in a link.
            if endpoint.takesTokenInQuery, token.caller != .feed { throw Problem.noToken }
            // The role is judged before anything else is looked at.
            if let action = endpoint.action, allows(token.caller, action, .own) == .forbidden {
                throw Problem.forbidden
            }
            noteUse(of: token.id, digest, at: asked.moment)
            let query =
                switch endpoint.family {
                case .checkin: try Query(head.query, known: endpoint.query)
                case .attendance, .pages: Query(lenient: head.query, known: endpoint.query)
                }
            return Call(
                service: self, asked: asked, digest: digest, token: token, query: query)
        }
        switch endpoint.work {
        case .open, .unnamed: preconditionFailure("answered above")
        case .prepared(let prepare):
            // Who asks is judged before what they sent.
            try await requireToken(head, for: endpoint)
            return .reply(
                try await arrivals.inTurn {
                    try prepare(asked)
                } _: { work in
                    try await write(head, asked, digest, call, work)
                })
        case .reading(let work):
            if endpoint.isLong {
                return .reply(try await desk.ledger.readLong { try work(try call($0), $0) })
            }
            return .reply(try await desk.ledger.readSoon { try work(try call($0), $0) })
        case .waiting(let work):
            return .reply(try await answer(endpoint, waiting: work, call))
        case .streaming(let work):
            return .stream(try await desk.ledger.readSoon { try work(try call($0), $0) })
        case .writing(let work):
            return .reply(try await write(head, asked, digest, call, work))
        }
    }

    func digest(_ head: Head, _ endpoint: Endpoint? = nil) -> TokenDigest? {
        if case .pages = head.family { return Self.digest(ofPage: head, endpoint) }
        if endpoint?.takesTokenInQuery == true { return Self.digest(in: head.query, "token=") }
        let bearer = Self.digest(bearer: head.authorization)
        guard case .attendance = head.family, bearer == nil else { return bearer }
        return head.authToken.flatMap { TokenDigest(of: $0) }
            ?? Self.digest(in: head.query, "auth_token=")
    }

    static func digest(in query: String?, _ name: String) -> TokenDigest? {
        let token = (query ?? "").split(separator: "&").first { $0.hasPrefix(name) }
        return token.flatMap { TokenDigest(of: $0.dropFirst(name.count)) }
    }

    static func digest(bearer field: String?) -> TokenDigest? {
        guard let field, field.prefix(7).lowercased() == "bearer " else { return nil }
        return TokenDigest(of: field.dropFirst(7).drop { $0 == " " })
    }

    /// Throws `Problem` unless there is a token that holds, and whose bearer may do anything here
    /// at all, or what `endpoint` does: for what is refused without being carried out.
    func requireToken(_ head: Head, for endpoint: Endpoint? = nil) async throws {
        guard let digest = digest(head, endpoint),
            let token = try await desk.ledger.readSoon({ [desk] in try desk.token(digest, in: $0) })
        else { throw Problem.noToken }
        let actions = endpoint?.action.map { [$0] } ?? routes.actions(of: head.family)
        if actions.allSatisfy({ allows(token.caller, $0, .own) == .forbidden }) {
            throw Problem.forbidden
        }
    }

    /// Beside the answer: its last use is no reason to keep anybody waiting.
    private func noteUse(of token: TokenID, _ digest: TokenDigest, at moment: Moment) {
        guard useNotes.note(digest, of: token, at: moment) else { return }
        Task { [weak self] in
            // Ends early only where nobody is left who could be told.
            try? await Task.sleep(for: UseNotes.waits)
            self?.writeUses()
        }
    }

    /// Writes what waits to be noted: when it has waited, and when the service ends.
    @Sendable package func writeUses() {
        let uses = useNotes.take()
        if uses.isEmpty { return }
        desk.ledger.write(
            .inOrder, { try $0.noteUses(uses) },
            then: { [log] result in
                if case .failure(let error) = result {
                    log("Tokens' uses were not noted: \(error)")
                }
            })
    }

    /// Token, rights, deed, and the answer under its key: all in one transaction.
    private func write(
        _ head: Head, _ asked: Call.Asked, _ digest: TokenDigest,
        _ call: @escaping @Sendable (any LedgerReading) throws -> Call,
        _ work: @escaping @Sendable (Call, any LedgerWriting) throws -> Reply
    ) async throws -> Reply {
        let route = "\(head.method) \(head.path)"
        let runningKey = head.idempotencyKey.map { "\(digest.bytes) \(route) \($0)" }
        if let runningKey, !running.begin(runningKey) { throw Problem.stillRunning }
        defer { if let runningKey { running.end(runningKey) } }
        return try await desk.ledger.write { [self] ledger in
            do {
                let call = try call(ledger)
                guard let key = try head.idempotencyKey.map(IdempotencyKey.init) else {
                    return try work(call, ledger)
                }
                let replyKey = ReplyKey(token: call.token.id, route: route, key: key.text)
                return try key.answered(replyKey, asked, ledger) {
                    do {
                        return try work(call, ledger)
                    } catch let problem as Problem {
                        return reply(problem, head)
                    }
                }
            } catch let problem as Problem {
                return reply(problem, head)
            }
        }
    }

    func reply(_ problem: Problem, _ head: Head) -> Reply {
        if head.isVisit || head.family == .pages { return page(problem, head) }
        return head.family.reply(
            problem, requestID: head.requestID, asProblemJSON: head.wantsProblemJSON)
    }
}
