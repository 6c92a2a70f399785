import TestKit
import Testing

@testable import API

@Suite("Deadlines at the front")
struct DeadlineTests {
    /// What a client gets that sends this and then waits: a status, or nil for a silent close.
    private func fate(
        of text: String, _ change: (inout ConnectionLimits) -> Void
    ) async throws -> (status: Int?, retry: String?, rest: Int) {
        try await withServer(limited(change)) { server in
            try await onThread {
                let client = try RawConnection(port: server.port)
                try client.send(text)
                let answer = try client.response()
                return (answer?.status, answer?["retry-after"], try client.readToEnd().count)
            }
        }
    }

    @Test("A head that does not end is too slow")
    func head() async throws {
        let fate = try await fate(of: "GET /hello HTTP/1.1\r\n") { $0.head = .milliseconds(100) }
        #expect(fate.status == 408 && fate.rest == 0)
    }

    @Test("A head that trickles is too slow as well")
    func trickle() async throws {
        let status = try await withServer(limited { $0.head = .milliseconds(200) }) { server in
            try await onThread {
                let client = try RawConnection(port: server.port)
                try client.send("GET /hello HTTP/1.1\r\n")
                // Ends with the write that finds the connection gone.
                do { for _ in 0..<1_000_000 { try client.send("X: y\r\n") } } catch is RawFault {}
                do { return try client.response()?.status } catch is RawFault { return 0 }
            }
        }
        #expect(status == 431 || status == 408 || status == 0)
    }

    @Test("A body that does not end is too slow")
    func body() async throws {
        let post = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab"
        let fate = try await fate(of: post) { $0.body = .milliseconds(100) }
        #expect(fate.status == 408 && fate.rest == 0)
    }

    @Test("A body below the floor is too slow before its time is up")
    func floor() async throws {
        let post = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        let fate = try await fate(of: post) {
            $0.bodyGrace = .milliseconds(100)
            $0.head = .milliseconds(500)
        }
        #expect(fate.status == 408 && fate.rest == 0)
    }

    @Test("A large body that is allowed has time in proportion")
    func proportion() {
        let limits = ConnectionLimits()
        #expect(limits.time(forBody: 65_536) == .seconds(30))
        #expect(limits.time(forBody: 1_048_576) == .seconds(1_024))
    }

    @Test("An idle connection is closed without a word")
    func idle() async throws {
        let fresh = try await fate(of: "") { $0.idle = .milliseconds(400) }
        #expect(fresh.status == nil && fresh.rest == 0)
        let used = try await fate(of: "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n") {
            $0.idle = .milliseconds(400)
        }
        #expect(used.status == 200 && used.rest == 0)
    }

    @Test("A handler that does not begin its answer is given up")
    func handler() async throws {
        let fate = try await fate(of: "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n") {
            $0.handler = { $0 == "/slow" ? .milliseconds(100) : .seconds(10) }
        }
        #expect(fate.status == 503 && fate.retry == "5" && fate.rest == 0)
    }

    @Test("An answer that has begun may take its time")
    func events() async throws {
        let text = try await withServer(
            limited {
                $0.handler = { _ in .milliseconds(700) }
                $0.idle = .milliseconds(700)
                $0.head = .milliseconds(700)
            }
        ) { server in
            try await onThread {
                let client = try RawConnection(port: server.port)
                try client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
                return try client.response()?.text
            }
        }
        #expect(text?.hasSuffix("tick 79\n") == true)
    }

    @Test("A reader that takes nothing is reset")
    func stall() async throws {
        let isGone = try await withServer(limited { $0.stall = .milliseconds(200) }) { server in
            let client = try await onThread {
                let client = try RawConnection(port: server.port, receiveBuffer: 4_096)
                try client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n")
                return Box(client)
            }
            // Nothing is read before the server has let go of it.
            let isAsked = try await until { server.handled.all == ["/big"] }
            let isGone = try await until { server.counter.served == 0 }
            let fault = try await onThread { () -> RawFault? in
                do {
                    _ = try client.connection.readToEnd()
                    return nil
                } catch let fault as RawFault {
                    return fault
                }
            }
            return (isAsked && isGone, fault)
        }
        #expect(isGone == (true, .reset))
    }

    @Test("A slow reader of a last answer gets all of it, however long it lingers")
    func slowReader() async throws {
        let count = try await withServer(limited { $0.linger = .milliseconds(20) }) { server in
            try await onThread {
                let client = try RawConnection(port: server.port, receiveBuffer: 65_536)
                try client.send("GET /big HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                return try client.response()?.body.count
            }
        }
        #expect(count == 33_554_432)
    }

    /// A client that goes from thread to thread, one at a time.
    private struct Box: @unchecked Sendable {
        let connection: RawConnection
        init(_ connection: RawConnection) { self.connection = connection }
    }
}
