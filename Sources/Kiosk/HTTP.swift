import API
import Attendance
import CKiosk
import Desk
import Foundation
import Handout
import LedgerSQLite
import Metrics
import Wire
import Yams

/// Where the service listens.
struct ListenAddress: Equatable {
    var host: String
    var port: Int

    /// `HOST:PORT`, an IPv6 address in brackets.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port)
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        if host.isEmpty { return nil }
        self.host = host
        self.port = port
    }

    var isLoopback: Bool {
        let octets = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        let isLoopback4 = octets.count == 4 && octets[0] == 127 && !octets.contains(nil)
        return host == "localhost" || host == "::1" || isLoopback4
    }

    var text: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }
}

extension School {
    /// The program's numbers, kept once.
    static let meters: PrometheusMeters = {
        let meters = PrometheusMeters()
        MetricsSystem.bootstrap(meters)
        Gauge(
            label: "checkin_build_info",
            dimensions: [("version", KioskCommand.configuration.version)]
        ).record(1)
        return meters
    }()

    /// Below this a disk is as good as full.
    private static let leastFreeBytes: UInt64 = 64 << 20

    /// The service of this school at an address, not yet running.
    func server(
        at address: ListenAddress, tls: TLSContext?, endsOnSignals: Bool,
        log: @escaping @Sendable (String) -> Void,
        whenListening: @escaping @Sendable (Int) -> Void
    ) throws -> Server {
        let path = settings.dataDirectory.path
        let service = API.Service(
            desk: desk, voice: try settings.voice(), voices: try settings.voices(),
            publicURL: settings.publicURL(isEncrypted: tls != nil),
            documents: OpenAPIDocuments(
                checkin: try Self.openAPI("checkin.yaml"),
                attendance: try Self.openAPI("attendance.yaml")),
            pages: try Pages(folder: try Assets.folder("pages")),
            handouts: Handouts(
                register: try Register(folder: try Assets.folder("handout")), directory: path),
            attendanceShapes: AttendanceShapes(
                labels: StatusLabels(settings.text("status_labels")) ?? StatusLabels(),
                periodsCountFrom: Int(settings.text("periods_count_from")) ?? 1),
            rateLimit: settings.rateLimit, attendanceRateLimit: settings.attendanceRateLimit,
            imports: rosterImports(log), meters: Self.meters,
            metricsForAll: settings.text("metrics") == "all",
            checks: { Self.checks(path) }, log: log)
        let isBesideDoor = !endsOnSignals
        return Server(
            service, host: address.host, port: address.port,
            limits: limits(besideDoor: isBesideDoor), tls: tls, endsOnSignals: endsOnSignals,
            givesWay: isBesideDoor, giveBack: memory_give_back, whenListening: whenListening)
    }

    /// Connections of a door, and of a service of its own.
    private static let connections = (besideDoor: 256, alone: 8_192)

    private func limits(besideDoor: Bool) -> ConnectionLimits {
        var limits = ConnectionLimits()
        limits.connections =
            Int(settings.text("connections"))
            ?? (besideDoor ? Self.connections.besideDoor : Self.connections.alone)
        limits.trustedProxies = settings.trustedProxies
        return limits
    }

    /// The certificate of the settings; nil where there is none.
    func tlsContext() throws -> TLSContext? {
        let (certificate, key) = (settings.text("tls_certificate"), settings.text("tls_key"))
        if certificate.isEmpty, key.isEmpty { return nil }
        if certificate.isEmpty || key.isEmpty {
            throw Failure(.invalidInput, "tls_certificate and tls_key belong together.")
        }
        do {
            return try TLSContext(certificate: certificate, key: key)
        } catch {
            throw Failure(.invalidInput, error.description)
        }
    }

    private static func checks(_ path: String) -> [String] {
        var disk = statvfs()
        guard statvfs(path, &disk) == 0 else { return ["The data directory cannot be looked at."] }
        let free = UInt64(disk.f_bavail) * UInt64(disk.f_frsize)
        return free < leastFreeBytes
            ? ["The disk is almost full: \(free >> 20) MB are left."] : []
    }

    private static func openAPI(_ name: String) throws -> OpenAPIDocument {
        let file = try Assets.folder("openapi").appendingPathComponent(name)
        return OpenAPIDocument(yaml: Array(try Data(contentsOf: file))) { yaml in
            let node = try Yams.compose(yaml: String(decoding: yaml, as: UTF8.self))
            return node.map { JSON(yaml: $0).bytes } ?? []
        }
    }
}

extension JSON {
    /// YAML 1.2's core schema, as far as a document that is JSON in other clothes needs it.
    init(yaml node: Node) {
        switch node {
        case .mapping(let mapping):
            self = .object(
                mapping.map { key, value in (key.scalar?.string ?? "", JSON(yaml: value)) })
        case .sequence(let sequence): self = .array(sequence.map(JSON.init(yaml:)))
        case .scalar(let scalar) where scalar.style == .plain:
            if let whole = Int64(scalar.string) {
                self = .int(whole)
            } else if scalar.string == "true" || scalar.string == "false" {
                self = .bool(scalar.string == "true")
            } else {
                self = scalar.string == "null" ? .null : .string(scalar.string)
            }
        case .scalar(let scalar): self = .string(scalar.string)
        case .alias: self = .null
        }
    }
}
