import Attendance
import Desk

/// One thing that can be asked for: the table of them is the service.
struct Endpoint: Sendable {
    enum Method: String, CaseIterable, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"

        /// Whether a request may bring a body that is looked at.
        var takesBody: Bool {
            switch self {
            case .post, .put, .patch: true
            case .get, .delete: false
            }
        }
    }

    enum Work: Sendable {
        /// Needs no token and no database.
        case open(@Sendable (Service, _ isLocal: Bool) async throws -> Reply)
        /// Answered from one snapshot.
        case reading(@Sendable (Call, any LedgerReading) throws -> Reply)
        /// Answered out of one transaction, once it is durable.
        case writing(@Sendable (Call, any LedgerWriting) throws -> Reply)
        /// As `writing`, for whoever comes without a token.
        case unnamed(@Sendable (Service, Call.Asked, any LedgerWriting) throws -> Reply)
        /// As `writing`, in its turn among others of its kind: what can be done with the body alone
        /// is done before there is a transaction.
        case prepared(@Sendable (Call.Asked) throws -> Deed)
        /// Answered once there is something to say, or when its time is over.
        case waiting(Waiting.Work)
        /// Answered by events for as long as the client listens.
        case streaming(@Sendable (Call, any LedgerReading) throws -> any EventStream)
    }

    var method: Method
    /// With `{id}` where a parameter stands.
    var path: String
    /// What its token must be able to do at all, before anything else is looked at.
    var action: Action?
    /// The parameters of its query. The attendance API ignores all others.
    var query: Set<String> = []
    /// Where the token stands, for clients that can set no header.
    var takesTokenInQuery = false
    /// The media type of its body.
    var bodyType = "application/json"
    /// Reads so much that it must not keep a thread of the service.
    var isLong = false
    var work: Work

    var family: Family { Family(path) }

    /// How its token is shown.
    var way: Token.Way {
        switch family {
        case .checkin, .attendance: .program
        case .pages: PagePlace(path).way
        }
    }
}

extension Endpoint {
    static func get(
        _ path: String, _ action: Action, query: Set<String> = [], isLong: Bool = false,
        _ work: @escaping @Sendable (Call, any LedgerReading) throws -> Reply
    ) -> Endpoint {
        Endpoint(
            method: .get, path: path, action: action, query: query, isLong: isLong,
            work: .reading(work))
    }

    typealias Deed = @Sendable (Call, any LedgerWriting) throws -> Reply

    static func post(
        _ path: String, _ action: Action, query: Set<String> = [], _ work: @escaping Deed
    ) -> Endpoint {
        Endpoint(method: .post, path: path, action: action, query: query, work: .writing(work))
    }

    static func put(_ path: String, _ action: Action, _ work: @escaping Deed) -> Endpoint {
        Endpoint(method: .put, path: path, action: action, work: .writing(work))
    }

    static func patch(_ path: String, _ action: Action, _ work: @escaping Deed) -> Endpoint {
        Endpoint(method: .patch, path: path, action: action, work: .writing(work))
    }

    static func delete(_ path: String, _ action: Action, _ work: @escaping Deed) -> Endpoint {
        Endpoint(method: .delete, path: path, action: action, work: .writing(work))
    }
}

/// Every endpoint by its path.
struct Routes: Sendable {
    /// One path and what it takes.
    struct Route: Sendable {
        var path: String
        var segments: [Substring]
        var endpoints: [Endpoint]

        /// Needs no token.
        var isOpen: Bool { endpoints.allSatisfy { $0.action == nil } }

        /// As the `Allow` field has it: `GET, HEAD, OPTIONS`.
        var allowed: String {
            let methods = endpoints.map(\.method.rawValue)
            return (methods + (methods.contains("GET") ? ["HEAD"] : []) + ["OPTIONS"])
                .joined(separator: ", ")
        }
    }

    private var byLength: [Int: [Route]] = [:]
    /// Every action that some endpoint of an API asks for.
    private let actions: [Family: Set<Action>]

    func actions(of family: Family) -> Set<Action> { actions[family] ?? [] }

    init(_ endpoints: [Endpoint]) {
        actions = Dictionary(grouping: endpoints, by: \.family)
            .mapValues { Set($0.compactMap(\.action)) }
        for endpoint in endpoints {
            let segments = Self.segments(endpoint.path)
            var routes = byLength[segments.count] ?? []
            if let place = routes.firstIndex(where: { $0.path == endpoint.path }) {
                routes[place].endpoints.append(endpoint)
            } else {
                let route = Route(
                    path: endpoint.path, segments: segments.map { $0 }, endpoints: [endpoint])
                routes.append(route)
            }
            // Fixed words before parameters.
            byLength[segments.count] = routes.sorted {
                Self.parameters($0.segments) < Self.parameters($1.segments)
            }
        }
    }

    private static func segments(_ path: some StringProtocol) -> [Substring] {
        Substring(path).dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    }

    private static func parameters(_ segments: [Substring]) -> Int {
        segments.count { $0.first == "{" }
    }

    /// The route of a path, and what stands at its parameters.
    func find(_ path: some StringProtocol) -> (route: Route, parameters: [String])? {
        let asked = Self.segments(Family.canonical(path))
        for route in byLength[asked.count] ?? [] {
            var parameters: [String] = []
            let isMatch = zip(route.segments, asked).allSatisfy { wanted, given in
                if wanted.first == "{" {
                    parameters.append(String(given))
                    return true
                }
                return wanted == given
            }
            if isMatch { return (route, parameters) }
        }
        return nil
    }
}
