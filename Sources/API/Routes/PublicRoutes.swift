import Attendance
import Desk
import Metrics
import Wire

/// What needs no token: whether the service is well, and what it can be asked.
enum PublicRoutes {
    /// The only one that is asked as often as anybody likes.
    static let health = "/healthz"

    static let all: [Endpoint] =
        [
            open(health) { _, _ in
                Reply(contentType: "text/plain; charset=utf-8", body: Array("ok".utf8))
            },
            open("/readyz", ready),
            open("/metrics", metrics),
        ] + document("/openapi", \.checkin) + document("/openapi-attendance", \.attendance)

    private static func document(
        _ path: String, _ which: KeyPath<OpenAPIDocuments, OpenAPIDocument> & Sendable
    ) -> [Endpoint] {
        [
            open(path + ".yaml") { service, _ in
                Reply(
                    contentType: "application/yaml; charset=utf-8",
                    body: service.documents[keyPath: which].yaml)
            },
            open(path + ".json") { service, _ in
                Reply(contentType: Reply.json, body: try service.documents[keyPath: which].json())
            },
        ]
    }

    private static func open(
        _ path: String, query: Set<String> = [],
        _ work: @escaping @Sendable (Service, _ isLocal: Bool) async throws -> Reply
    ) -> Endpoint {
        Endpoint(method: .get, path: path, action: nil, query: query, work: .open(work))
    }

    /// Writes nothing, but takes the way of a write: through the queue, the lock and SQLite.
    private static func ready(_ service: Service, _ isLocal: Bool) async throws -> Reply {
        var reasons = service.checks()
        do {
            try await service.desk.ledger.write { _ in }
        } catch {
            reasons.append((error as? LedgerFault)?.message ?? "The database cannot be written.")
        }
        let body: JSON = [
            "status": .string(reasons.isEmpty ? "ready" : "not ready"),
            "reasons": .array(reasons.map(JSON.string)),
        ]
        var reply = Reply(
            status: reasons.isEmpty ? 200 : 503, contentType: Reply.json, body: body.bytes)
        if !reasons.isEmpty { reply.fields = [("Retry-After", "10")] }
        return reply
    }

    private static func metrics(_ service: Service, _ isLocal: Bool) async throws -> Reply {
        guard let meters = service.meters, isLocal || service.metricsForAll else {
            throw Problem.notFound
        }
        var filter = SessionFilter()
        filter.status = .open
        let open = try await service.desk.ledger.read { [filter] in try $0.sessions(filter).total }
        Gauge(label: "checkin_sessions_open").record(open)
        return Reply(
            contentType: "text/plain; version=0.0.4; charset=utf-8",
            body: Array(meters.text.utf8))
    }
}
