import API
import Attendance
import Desk
import Foundation
import Handout
import LedgerSQLite
import TestKit
import Wire

/// A school on the disk, served on a socket, with a token for every kind of caller.
final class APISchool: Sendable {
    let school: TestSchool
    let service: Service
    let server: Server
    let port: Int
    let tokens: [String: String]
    private let running: Task<Void, any Error>

    /// `teacher` teaches Calculus, `other` Drawing; `student` is on the roster of Calculus,
    /// `stranger` on that of Drawing; `device` stands in 5A C317.
    init(
        rateLimit: Int? = nil, attendanceRateLimit: Int? = nil, meters: PrometheusMeters? = nil,
        limits: ConnectionLimits = APISchool.limits, tls: TLSContext? = nil
    ) async throws {
        let school = try await TestSchool()
        self.school = school
        service = Service(
            desk: school.desk, voice: Voice(zone: TestSchool.zone, displayName: .givenInitial),
            publicURL: "https://school.example",
            documents: OpenAPIDocuments(
                checkin: OpenAPIDocument(
                    yaml: Array("openapi".utf8), json: { _ in Array("{}".utf8) }),
                attendance: OpenAPIDocument(yaml: Array("v2".utf8), json: { _ in Array("{}".utf8) })
            ),
            pages: try Pages(folder: KioskProgram.root.appendingPathComponent("assets/pages")),
            handouts: Handouts(
                register: try Register(
                    folder: KioskProgram.root.appendingPathComponent("assets/handout")),
                directory: school.directory.path),
            attendanceShapes: AttendanceShapes(periodsCountFrom: 0),
            rateLimit: rateLimit, attendanceRateLimit: attendanceRateLimit, meters: meters,
            metricsForAll: false, checks: { [] },
            log: { _ in })
        let (ports, listening) = AsyncStream<Int>.makeStream()
        // A thousand tests share two cores, and one that is late must not end them all.
        server = Server(
            service, host: "127.0.0.1", port: 0, limits: limits, tls: tls, endsOnSignals: false,
            secondsToDrain: 900, whenListening: { listening.yield($0) })
        running = Task { [server] in try await server.run() }
        tokens = try await Self.tokens(school)
        var iterator = ports.makeAsyncIterator()
        port = await iterator.next() ?? 0
    }

    deinit {
        // Told to stop, and not cancelled: what is under way is answered.
        Task { [server] in await server.stop() }
    }

    /// An answer may be late where a thousand tests share two cores.
    static let limits = limited { $0.handler = { _ in .seconds(900) } }

    static let people: [(String, Role)] = [
        ("superadmin", .superadmin), ("secretary", .secretary), ("assistant", .assistant),
        ("teacher", .teacher), ("other", .teacher), ("student", .student), ("stranger", .student),
        ("parent", .parent),
    ]

    private static func tokens(_ school: TestSchool) async throws -> [String: String] {
        let actor = TestSchool.office
        var holders: [String: Token.Holder] = [:]
        let room = try await school.classroom().id
        for (name, role) in people {
            let code = ["teacher": "T-1", "student": "2024123456", "stranger": "2024777777"][name]
            let user = try await school.ledger.write { ledger in
                if let code, let known = try ledger.user(code: UserCode(code)!) { return known }
                let new = NewUser(code: UserCode(name)!, fullName: "A \(name)", role: role)
                return try ledger.addUser(new, at: school.clock.now, by: actor)
            }
            holders[name] = .user(user.id, role)
            if name == "other" {
                let drawing = try await school.occurrence("ART1").course.id
                try await school.ledger.write { ledger in
                    try ledger.enrol(
                        user.id, in: drawing, asTeacher: true, from: TestSchool.day,
                        at: school.clock.now, by: actor)
                }
            }
        }
        let device = try await school.ledger.write { ledger in
            try ledger.device(named: "door", in: room, at: school.clock.now, by: actor)
        }
        holders["device"] = .device(Attempt.Door(device: device, classroom: room), name: "door")
        holders["integration"] = .integration(name: "sis", Set(Caller.Scope.allCases))
        for scope in Caller.Scope.allCases {
            holders[scope.rawValue] = .integration(name: scope.rawValue, [scope])
        }
        let student = try await school.user("2024123456")
        holders["calendar"] = .calendar(student.id)
        holders["room calendar"] = .roomCalendar(room)
        var tokens: [String: String] = [:]
        for (name, holder) in holders {
            tokens[name] = try await school.desk.createToken(for: holder, by: actor).text
        }
        return tokens
    }

    /// One request on a connection of its own.
    func ask(
        _ method: String, _ path: String, as caller: String? = "superadmin", _ body: String? = nil,
        _ fields: [String: String] = [:]
    ) async throws -> RawResponse {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: school.example", "Connection: close"]
        if let caller { lines.append("Authorization: Bearer \(tokens[caller] ?? caller)") }
        if let body {
            if fields["Content-Type"] == nil { lines.append("Content-Type: application/json") }
            lines.append("Content-Length: \(body.utf8.count)")
        }
        lines += fields.map { "\($0): \($1)" }
        let text = lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
        return try await onThread { [port] in
            let connection = try RawConnection(port: port)
            try connection.send(text)
            guard let response = try connection.response(toHead: method == "HEAD") else {
                throw RawFault.garbage("closed without an answer")
            }
            return response
        }
    }

    func post(
        _ path: String, as caller: String? = "superadmin", _ body: JSON = [:],
        _ fields: [String: String] = [:]
    ) async throws -> RawResponse {
        try await ask("POST", path, as: caller, body.text, fields)
    }

    func get(_ path: String, as caller: String? = "superadmin") async throws -> RawResponse {
        try await ask("GET", path, as: caller)
    }

    /// A session of Calculus, open since 08:00; it is 08:05.
    func open(_ course: String = "MATH101") async throws -> SessionDetail {
        school.clock.set("08:00")
        let session = try await school.open(course)
        school.clock.set("08:05")
        return session
    }
}

/// Blocking work beside the few threads that async code has.
func onThread<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
    }
}

extension RawResponse {
    var json: JSON {
        get throws { try JSON(parsing: body) }
    }

    /// What stands at a path of member names and positions; nil where there is nothing.
    func at(_ path: String...) throws -> JSON? {
        var found: JSON? = try json
        for step in path {
            switch found {
            case .object(let members): found = members.first { $0.0 == step }?.1
            case .array(let items):
                let position = Int(step) ?? 0
                found = items.dropFirst(position).first
            default: return .none
            }
        }
        return found
    }

    var code: Int64? {
        get throws {
            guard case .int(let code) = try at("code") else { return nil }
            return code
        }
    }
}
