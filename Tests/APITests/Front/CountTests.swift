import TestKit
import Testing

@testable import API

@Suite("Connection counts at the front")
struct CountTests {
    private static let get = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"

    /// The statuses that one client after another gets, all connected at once.
    private func statuses(
        _ count: Int, _ change: (inout ConnectionLimits) -> Void
    ) async throws -> (statuses: [Int?], retry: String?, left: Int, addresses: Int) {
        try await withServer(
            limited {
                $0.linger = .milliseconds(100)
                change(&$0)
            }
        ) { server in
            let (statuses, retry) = try await onThread {
                var clients: [RawConnection] = []
                var answers: [RawResponse?] = []
                for _ in 0..<count {
                    let client = try RawConnection(port: server.port)
                    clients.append(client)
                    do {
                        try client.send(Self.get)
                        answers.append(try client.response())
                    } catch is RawFault {
                        answers.append(nil)
                    }
                }
                return (answers.map { $0?.status }, answers.last??["retry-after"])
            }
            _ = try await until { server.counter.served == 0 && server.counter.addresses == 0 }
            return (statuses, retry, server.counter.served, server.counter.addresses)
        }
    }

    @Test("A connection too many is told to come back")
    func all() async throws {
        let result = try await statuses(3) { $0.connections = 2 }
        #expect(result.statuses == [200, 200, 503])
        #expect(result.retry == "5")
        #expect(result.left == 0 && result.addresses == 0)
    }

    @Test("A connection too many from one address is told to come back")
    func address() async throws {
        let result = try await statuses(3) { $0.connectionsPerAddress = 2 }
        #expect(result.statuses == [200, 200, 503])
        #expect(result.left == 0 && result.addresses == 0)
    }

    @Test("A trusted proxy may bring as many as there may be")
    func proxy() async throws {
        let result = try await statuses(3) {
            $0.connectionsPerAddress = 2
            $0.trustedProxies = ["127.0.0.1"]
        }
        #expect(result.statuses == [200, 200, 200])
        #expect(result.left == 0)
    }

    @Test("Far too many are cut off")
    func dropped() async throws {
        let result = try await statuses(3) {
            $0.connections = 1
            $0.refusedConnections = 1
            $0.linger = .seconds(10)
        }
        #expect(result.statuses == [200, 503, nil])
    }

    @Test("However connections end, the count comes back to nought")
    func ends() async throws {
        let (served, addresses, status) = try await withServer(
            limited {
                $0.linger = .milliseconds(50)
                $0.handler = { $0 == "/slow" ? .milliseconds(100) : .seconds(10) }
            }
        ) { server in
            try await onThread {
                for text in [
                    "", "GET", "BAD\r\n\r\n", Self.get, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n",
                    "GET /big HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                    Self.get + Self.get,
                ] {
                    for _ in 0..<10 {
                        let client = try RawConnection(port: server.port)
                        try client.send(text)
                        client.close()
                    }
                }
            }
            _ = try await until { server.counter.served == 0 }
            let counts = (server.counter.served, server.counter.addresses)
            let status = try await onThread {
                let client = try RawConnection(port: server.port)
                try client.send(Self.get)
                return try client.response()?.status
            }
            return (counts.0, counts.1, status)
        }
        #expect(served == 0 && addresses == 0)
        #expect(status == 200)
    }

    @Test("The old kind of address counts the same inside the new")
    func mapped() {
        var limits = ConnectionLimits()
        limits.connectionsPerAddress = 1
        let counter = ConnectionCounter(limits: limits)
        let first = counter.enter("10.0.0.1")
        let second = counter.enter("::ffff:10.0.0.1")
        #expect(first == .welcome && second == .refused)
        counter.leave("::ffff:10.0.0.1", as: second)
        counter.leave("10.0.0.1", as: first)
        #expect(counter.served == 0 && counter.addresses == 0)
    }
}
