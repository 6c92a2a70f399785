import Attendance
import Desk
import HTTPTypes
import Hummingbird
import Logging
import Metrics
import NIOCore

/// A connection's part in a request.
struct Peer: RequestContext {
    var coreContext: CoreRequestContextStorage
    let address: String
    let isLocal: Bool
    /// When the connection is closed.
    let gone: EventLoopFuture<Void>

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        gone = source.channel.closeFuture
        let remote = source.channel.remoteAddress
        address = remote?.ipAddress ?? "local"
        isLocal = address == "local" || address == "::1" || address.hasPrefix("127.")
    }
}

/// From a request on the wire to an answer on it: the one way in.
struct Responder: HTTPResponder {
    let service: Service
    let limits: ConnectionLimits

    /// In a task of its own, whose memory is freed with it: that of a connection would keep what
    /// its deepest request took, 10 KB, for as long as it is kept alive.
    func respond(to request: Request, context: Peer) async throws -> Response {
        async let response = answered(request, context)
        return await response
    }

    private func answered(_ request: Request, _ context: Peer) async -> Response {
        let began = ContinuousClock.now
        let head = Head(request, context, limits.trustedProxies)
        var label = "none"
        var fields = HTTPFields()
        let outcome: Outcome
        do {
            outcome = try await answer(request, head, &label, &fields)
        } catch let problem as Problem {
            outcome = .reply(service.reply(problem, head))
        } catch {
            outcome = .reply(service.reply(problem(of: error), head))
        }
        let response = response(to: request, head, outcome, fields, context.gone)
        Meters.answered(
            method: head.method, route: label, status: response.status.code,
            took: began.duration(to: .now))
        return response
    }

    /// A fault is logged here, once.
    private func problem(of error: any Error) -> Problem {
        guard let fault = error as? LedgerFault else {
            service.log("A request failed: \(error)")
            return .failed
        }
        service.log(fault.message)
        return Problem(fault)
    }

    /// What comes of a request before anybody waits for anything.
    private enum Admission {
        case answered(Outcome)
        /// Told to whom shows a token only, unless all may know, as whoever slipped when they
        /// typed an address.
        case refused(Problem, isOpen: Bool)
        case admitted(Endpoint, parameters: [String], isOpen: Bool)
    }

    private func answer(
        _ request: Request, _ head: Head, _ label: inout String, _ fields: inout HTTPFields
    ) async throws -> Outcome {
        switch try admission(head, &label, &fields) {
        case .answered(let outcome): return outcome
        case .refused(let problem, let isOpen):
            if !isOpen { try await service.requireToken(head) }
            throw problem
        case .admitted(let endpoint, let parameters, let isOpen):
            let body: [UInt8]
            do {
                body = try await self.body(of: request, endpoint)
            } catch let problem as Problem where !isOpen {
                // Who asks is judged before what they sent.
                try await service.requireToken(head, for: endpoint)
                throw problem
            }
            return try await service.answer(
                endpoint, head, asked(request, head, parameters, body))
        }
    }

    private func admission(
        _ head: Head, _ label: inout String, _ fields: inout HTTPFields
    ) throws -> Admission {
        let found = service.routes.find(head.path)
        label = found?.route.path ?? label
        let isOpen = found?.route.isOpen ?? false
        if label != PublicRoutes.health { try limit(head, &fields) }
        guard let (route, parameters) = found else {
            return .refused(.notFound, isOpen: head.isVisit)
        }
        if head.method == "OPTIONS" {
            fields[.allow] = route.allowed
            return .answered(.reply(Reply(status: 204, contentType: "", body: [])))
        }
        let method = head.method == "HEAD" ? "GET" : head.method
        guard let endpoint = route.endpoints.first(where: { $0.method.rawValue == method }) else {
            return .refused(.wrongMethod(allowed: route.allowed), isOpen: isOpen)
        }
        if !isOpen, service.digest(head, endpoint) == nil { throw Problem.noToken }
        return .admitted(endpoint, parameters: parameters, isOpen: isOpen)
    }

    private func asked(
        _ request: Request, _ head: Head, _ parameters: [String], _ body: [UInt8]
    ) -> Call.Asked {
        Call.Asked(
            parameters: parameters, query: head.query, body: body,
            ifMatch: request.headers[.ifMatch], lastEventID: request.headers[.lastEventID],
            cookie: head.cookie, acceptLanguage: head.acceptLanguage,
            moment: service.desk.now())
    }

    /// A known token has a limit of its own; whoever shows none shares their address's.
    private func limit(_ head: Head, _ fields: inout HTTPFields) throws {
        if case .attendance = head.family { return try limitAttendance(head) }
        let isPage = head.family == .pages
        let limiter = isPage ? service.pageLimiter : service.limiter
        let shown =
            isPage ? Service.digest(ofPage: head, nil) : Service.digest(bearer: head.authorization)
        let digest = shown.flatMap { service.useNotes.isKnown($0) ? $0 : nil }
        let key = digest.map(RateLimiter.Key.token) ?? .address(head.address)
        guard let standing = limiter.take(key) else { return }
        fields[.rateLimitPolicy] = "\"default\";q=\(standing.limit);w=1"
        fields[.rateLimit] = "\"default\";r=\(standing.remaining);t=1"
        if standing.waitSeconds > 0 {
            throw Problem.tooMany(retryAfterSeconds: standing.waitSeconds)
        }
    }

    /// The attendance API counts addresses, and says so in its own fields.
    private func limitAttendance(_ head: Head) throws {
        let standing = service.attendanceLimiter.take(.address(head.address))
        guard let standing, standing.waitSeconds > 0 else { return }
        let reset = service.desk.now().adding(seconds: Int64(standing.waitSeconds))
        var problem = Problem.tooMany(retryAfterSeconds: standing.waitSeconds)
        problem.fields += [
            ("X-RateLimit-Limit", "\(standing.limit)"), ("X-RateLimit-Period", "1"),
            ("X-RateLimit-Reset", reset.utc),
        ]
        throw problem
    }

    private func body(of request: Request, _ endpoint: Endpoint) async throws -> [UInt8] {
        let isStrict = endpoint.family == .checkin
        let most = limits.bodyBytes(request.method.rawValue, request.head.path ?? "/")
        let announced = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        let isChunked = request.headers[.transferEncoding] != nil
        if announced == 0, !isChunked { return [] }
        if isStrict, !endpoint.method.takesBody {
            throw Problem.badRequest("\(request.method) takes no body here.")
        }
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: most)
        } catch is NIOTooManyBytesError {
            throw Problem.tooLarge(most: most)
        } catch {
            throw Problem.badRequest("The body ended too early.")
        }
        if buffer.readableBytes == 0 { return [] }
        if !isStrict { return Array(buffer.readableBytesView) }
        let type = request.headers[.contentType]?.split(separator: ";").first ?? ""
        guard type.filter({ $0 != " " }).lowercased() == endpoint.bodyType else {
            throw Problem.wrongContentType(endpoint.bodyType)
        }
        return Array(buffer.readableBytesView)
    }

    private func response(
        to request: Request, _ head: Head, _ outcome: Outcome, _ common: HTTPFields,
        _ gone: EventLoopFuture<Void>
    ) -> Response {
        var fields = common
        fields[.requestID] = head.requestID
        fields[.cacheControl] = "no-store"
        switch outcome {
        case .stream(let stream):
            fields[.contentType] = "text/event-stream; charset=utf-8"
            if head.method == "HEAD" { return Response(status: .ok, headers: fields) }
            return Response(
                status: .ok, headers: fields,
                body: ResponseBody { try await stream.write(to: &$0, until: gone) })
        case .reply(let reply):
            for (name, value) in reply.fields {
                HTTPField.Name(name).map { fields[$0] = value }
            }
            // A write that was done is never "not modified".
            if let etag = reply.etag, head.method == "GET" || head.method == "HEAD" {
                fields[.eTag] = etag
                if let known = request.headers[.ifNoneMatch], matches(known, etag) {
                    return Response(status: .notModified, headers: fields)
                }
            }
            if !reply.contentType.isEmpty { fields[.contentType] = reply.contentType }
            let status = HTTPResponse.Status(
                code: reply.status, reasonPhrase: Reply.title(of: reply.status))
            if head.method == "HEAD" {
                fields[.contentLength] = String(reply.file?.size ?? reply.body.count)
                return Response(status: status, headers: fields)
            }
            if let file = reply.file {
                return Response(
                    status: status, headers: fields,
                    body: ResponseBody(contentLength: file.size) {
                        try await file.write(to: &$0)
                    })
            }
            if reply.status == 204 { return Response(status: status, headers: fields) }
            return Response(
                status: status, headers: fields,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body)))
        }
    }
}

extension HTTPField.Name {
    static let requestID = HTTPField.Name("X-Request-Id")!
    static let lastEventID = HTTPField.Name("Last-Event-ID")!
    static let authToken = HTTPField.Name("auth-token")!
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!
    static let fetchMode = HTTPField.Name("Sec-Fetch-Mode")!
    static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
    static let rateLimit = HTTPField.Name("RateLimit")!
    static let rateLimitPolicy = HTTPField.Name("RateLimit-Policy")!
}

extension Head {
    private static let longestRequestID = 128

    init(_ request: Request, _ peer: Peer, _ trustedProxies: Set<String>) {
        let target = request.head.path ?? "/"
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        method = request.method.rawValue
        path = halves.first ?? "/"
        query = halves.count > 1 ? String(halves[1]) : nil
        authorization = request.headers[.authorization]
        idempotencyKey = request.headers[.idempotencyKey]
        let given = request.headers[.requestID]
        let isUsable = given.map { id in
            (1...Self.longestRequestID).contains(id.utf8.count)
                && id.utf8.allSatisfy { (33...126).contains($0) && $0 != UInt8(ascii: "\"") }
        }
        requestID = isUsable == true ? given ?? "" : Self.newRequestID()
        wantsProblemJSON =
            request.headers[.accept]?.contains("application/problem+json") ?? false
        let forwarded = request.headers[.forwardedFor]?.split(separator: ",").last
            .map { $0.filter { $0 != " " } }
        let isProxied = trustedProxies.contains(peer.address) && forwarded != nil
        address = isProxied ? forwarded ?? peer.address : peer.address
        isLocal = peer.isLocal && forwarded == nil
        authToken = request.headers[.authToken]
        cookie = request.headers[.cookie]
        acceptLanguage = request.headers[.acceptLanguage]
        host = request.head.authority
        origin = request.headers[.origin]
        isVisit = request.headers[.fetchMode] == "navigate"
        isFromElsewhere = isVisit && request.headers[.fetchSite] == "cross-site"
    }

    static func newRequestID() -> String {
        var random = SystemRandomNumberGenerator()
        let (high, low): (UInt64, UInt64) = (random.next(), random.next())
        return String(high, radix: 16) + String(low, radix: 16)
    }
}
