import Foundation
import TestKit
import Testing

@testable import API

@Suite("TLS at the front")
struct TLSTests {
    private let get = "GET /hello?1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

    @Test("A request over TLS is answered, a bad one refused")
    func answers() async throws {
        let files = try TestCertificates()
        try files.make("use")
        let (pem, key) = (files.path("use.pem"), files.path("use.key"))
        let tls = try TLSContext(certificate: pem, key: key)
        let (good, bad) = try await withServer(tls: tls) { [get] server in
            (
                try await TLSClient.talk(port: server.port, trusting: pem, text: get + get),
                try await TLSClient.talk(port: server.port, trusting: pem, text: "BAD\r\n\r\n")
            )
        }
        #expect(good.hasPrefix("HTTP/1.1 200 OK\r\n") && good.hasSuffix("hello 1"))
        #expect(bad.hasPrefix("HTTP/1.1 400 Bad Request\r\n") && bad.hasSuffix("{\"status\":400}"))
    }

    @Test("New files are used after a reload, and bad ones are not")
    func reload() async throws {
        let files = try TestCertificates()
        for name in ["one", "two"] { try files.make(name) }
        try files.copy("one", to: "use")
        let (one, two) = (files.path("one.pem"), files.path("two.pem"))
        let tls = try TLSContext(certificate: files.path("use.pem"), key: files.path("use.key"))
        try Data("no certificate".utf8).write(to: URL(fileURLWithPath: files.path("use.pem")))
        #expect(throws: TLSContext.Fault.self) { try tls.reload() }
        let (first, second) = try await withServer(tls: tls) { [get] server in
            let first = try await TLSClient.talk(port: server.port, trusting: one, text: get)
            try files.copy("two", to: "use")
            try tls.reload()
            await #expect(throws: (any Error).self) {
                try await TLSClient.talk(port: server.port, trusting: one, text: get)
            }
            return (first, try await TLSClient.talk(port: server.port, trusting: two, text: get))
        }
        #expect(first.hasSuffix("hello 1") && second.hasSuffix("hello 1"))
    }

    @Test("A key of another certificate is named in the error")
    func mismatch() throws {
        let files = try TestCertificates()
        for name in ["one", "two"] { try files.make(name) }
        let fault = #expect(throws: TLSContext.Fault.self) {
            try TLSContext(certificate: files.path("one.pem"), key: files.path("two.key"))
        }
        #expect(fault?.description.contains("two.key") == true)
    }

    @Test("A missing file is named in the error")
    func missing() throws {
        let fault = #expect(throws: TLSContext.Fault.self) {
            try TLSContext(certificate: "/nowhere/a.pem", key: "/nowhere/a.key")
        }
        #expect(fault?.description.contains("/nowhere/a.pem") == true)
    }

    @Test("A handshake that does not come is not waited for")
    func handshake() async throws {
        let files = try TestCertificates()
        try files.make("use")
        let tls = try TLSContext(certificate: files.path("use.pem"), key: files.path("use.key"))
        let rest = try await withServer(limited { $0.head = .milliseconds(100) }, tls: tls) {
            server in
            try await onThread { try RawConnection(port: server.port).readToEnd().count }
        }
        #expect(rest == 0)
    }

    @Test("A connection too many is told so over TLS")
    func full() async throws {
        let files = try TestCertificates()
        try files.make("use")
        let pem = files.path("use.pem")
        let tls = try TLSContext(certificate: pem, key: files.path("use.key"))
        let answer = try await withServer(limited { $0.connections = 0 }, tls: tls) {
            [get] server in
            try await TLSClient.talk(port: server.port, trusting: pem, text: get)
        }
        #expect(answer.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
    }
}
