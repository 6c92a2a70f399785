import TestKit
import Testing

@testable import API

@Suite("Conversations at the front")
struct ConversationTests {
    private let get = "GET /hello?1 HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test("Three requests in one write are answered in order")
    func pipelining() async throws {
        let texts = try await withServer { server in
            try await onThread {
                let client = try RawConnection(port: server.port)
                try client.send(
                    (1...3).map { "GET /hello?\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
                return try (1...3).map { _ in try client.response()?.text }
            }
        }
        #expect(texts == ["hello 1", "hello 2", "hello 3"])
    }

    @Test("A thousand requests in one write are answered, more than may wait at once")
    func manyInOneWrite() async throws {
        let count = try await withServer { server in
            try await onThread {
                let client = try RawConnection(port: server.port)
                try client.send(
                    (1...1_000).map {
                        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n\($0 + 1_000)"
                            + "GET /hello?\($0) HTTP/1.1\r\nHost: a\r\n\r\n"
                    }.joined())
                client.endOutput()
                var count = 0
                while let answer = try client.response() {
                    count += 1
                    let number = (count + 1) / 2
                    let expected = count % 2 == 1 ? "\(number + 1_000)" : "hello \(number)"
                    if answer.text != expected { break }
                }
                return count
            }
        }
        #expect(count == 2_000)
    }

    @Test("A refusal waits for the answers before it, and nothing after it is answered")
    func refusalInOrder() async throws {
        let (statuses, handled) = try await withServer { server in
            let statuses = try await onThread { [get] in
                let client = try RawConnection(port: server.port)
                try client.send(get + "GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
                try client.send("BAD\r\n\r\n" + get)
                var statuses: [Int] = []
                while let answer = try client.response() { statuses.append(answer.status) }
                return statuses
            }
            return (statuses, server.handled.all)
        }
        #expect(statuses == [200, 200, 400])
        #expect(handled.count == 1)
    }

    @Test("A request that comes byte by byte is answered")
    func byteByByte() async throws {
        let answer = try await withServer { server in
            try await onThread { [get] in
                let client = try RawConnection(port: server.port)
                for byte in get.utf8 { try client.send([byte]) }
                return try client.response()
            }
        }
        #expect(answer?.text == "hello 1")
    }

    @Test("A chunked body is echoed, whole or in any two parts")
    func chunkedSplits() async throws {
        let head = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        let body = Array("5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nX-T: u\r\n\r\n".utf8)
        let texts = try await withServer { server in
            try await onThread {
                let client = try RawConnection(port: server.port)
                return try (0..<body.count).map { position in
                    try client.send(Array(head.utf8) + body[..<position])
                    try client.send(Array(body[position...]))
                    return try client.response()?.text
                }
            }
        }
        #expect(texts.allSatisfy { $0 == "hello world" })
    }

    @Test("A client that waits for it is told to continue")
    func expectContinue() async throws {
        let answers = try await withServer { server in
            try await onThread {
                let client = try RawConnection(port: server.port)
                try client.send(
                    "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                        + "Content-Length: 5\r\n\r\n")
                let first = try client.response()
                try client.send("hello")
                return (first?.status, try client.response()?.text)
            }
        }
        #expect(answers.0 == 100)
        #expect(answers.1 == "hello")
    }

    @Test(
        "After an answer that is the last one the connection is closed",
        arguments: [
            "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
            "GET /hello HTTP/1.0\r\n\r\n",
        ])
    func closes(_ request: String) async throws {
        let (status, rest, isGone) = try await withServer(
            limited { $0.linger = .milliseconds(100) }
        ) {
            server in
            let (status, rest) = try await onThread { [get] in
                let client = try RawConnection(port: server.port)
                try client.send(request + get)
                return (try client.response()?.status, try client.readToEnd())
            }
            return (status, rest, try await until { server.counter.served == 0 })
        }
        #expect(status == 200)
        #expect(rest.isEmpty)
        #expect(isGone)
    }

    @Test("A client that has said all still reads its answer")
    func halfClose() async throws {
        let answers = try await withServer { server in
            try await onThread { [get] in
                let client = try RawConnection(port: server.port)
                try client.send(get + get)
                client.endOutput()
                return (
                    try client.response()?.text, try client.response()?.text,
                    try client.readToEnd().count
                )
            }
        }
        #expect(answers == ("hello 1", "hello 1", 0))
    }

    @Test("A client that breaks off in a head or a body is told so")
    func brokenOff() async throws {
        let statuses = try await withServer { server in
            try await onThread {
                try ["GET /hel", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe"]
                    .map {
                        let client = try RawConnection(port: server.port)
                        try client.send($0)
                        client.endOutput()
                        return try client.response()?.status
                    }
            }
        }
        #expect(statuses == [400, 400])
    }

    @Test("An answer to HEAD has no body, nor has a refusal of HEAD")
    func head() async throws {
        let rest = try await withServer(limited { $0.body = .milliseconds(100) }) { server in
            try await onThread {
                let client = try RawConnection(port: server.port)
                try client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")
                let status = try client.response(toHead: true)?.status
                return (status, try client.readToEnd())
            }
        }
        #expect(rest.0 == 408 || rest.0 == 404)
        #expect(rest.1.isEmpty)
    }

    @Test("An answer before the end of its request does not confuse the next")
    func earlyAnswer() async throws {
        let texts = try await withServer { server in
            try await onThread { [get] in
                let client = try RawConnection(port: server.port)
                try client.send("POST /early HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc")
                let early = try client.response()?.text
                try client.send("GET /x" + get)
                return [early, try client.response()?.text]
            }
        }
        #expect(texts == ["early", "hello 1"])
    }

    @Test("A refused client that sends on can read why")
    func lingering() async throws {
        let answer = try await withServer { server in
            try await onThread {
                let client = try RawConnection(port: server.port)
                try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n")
                try client.send([UInt8](repeating: 0x61, count: 900_000))
                let answer = try client.response()
                return (answer?.status, try client.readToEnd().count)
            }
        }
        #expect(answer.0 == 413)
        #expect(answer.1 == 0)
    }
}
