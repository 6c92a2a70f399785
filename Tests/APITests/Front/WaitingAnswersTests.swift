import NIOCore
import Synchronization
import TestKit
import Testing

@testable import API

@Suite("Answers that wait for slow readers")
struct WaitingAnswersTests {
    private static let pageBytes = 4_194_304

    private final class Name {}

    /// Readers that ask for so much and then take nothing; they stay as long as they are kept.
    private final class Idlers: @unchecked Sendable {
        private var connections: [RawConnection] = []

        func ask(_ count: Int, for path: String, port: Int) throws {
            for _ in 0..<count {
                let connection = try RawConnection(port: port, receiveBuffer: 4_096)
                try connection.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                connections.append(connection)
            }
        }

        func leave() { connections = [] }

        /// How many of them were reset, once all have ended.
        func resets() -> Int {
            connections.filter { connection in
                do {
                    _ = try connection.readToEnd()
                    return false
                } catch {
                    return error as? RawFault == .reset
                }
            }.count
        }
    }

    private func fetch(_ path: String, port: Int) throws -> Int? {
        let client = try RawConnection(port: port)
        try client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
        return try client.response()?.body.count
    }

    @Test("However many take nothing, what waits for them is bounded, and others are answered")
    func bounded() async throws {
        let limit = 4 * Self.pageBytes
        let found = try await withServer(limited { $0.waitingAnswerBytes = limit }) { server in
            let idlers = Idlers()
            try await onThread { try idlers.ask(20, for: "/page", port: server.port) }
            let areAsked = try await until { server.handled.all.count == 20 }
            let areReset = try await until { server.counter.waiting.resets >= 16 }
            let waits = server.counter.waiting.bytes
            let count = try await onThread { try fetch("/page", port: server.port) }
            return (areAsked && areReset, waits, count)
        }
        #expect(found.0)
        #expect(found.1 > 0 && found.1 <= limit)
        #expect(found.2 == Self.pageBytes)
    }

    @Test("Who has taken nothing for the longest makes room for who reads")
    func longest() async throws {
        let limits = limited {
            $0.waitingAnswerBytes = 40_000_000
            $0.pace = .milliseconds(1)
        }
        let found = try await withServer(limits) { server in
            let idlers = Idlers()
            try await onThread { try idlers.ask(1, for: "/big", port: server.port) }
            let waits = try await until { server.counter.waiting.bytes > 0 }
            let count = try await onThread { try fetch("/big", port: server.port) }
            let resets = try await onThread { idlers.resets() }
            let isOver = try await until { server.counter.waiting.bytes == 0 }
            return (waits && isOver, count, resets, server.counter.waiting.resets)
        }
        #expect(found == (true, 33_554_432, 1, 1))
    }

    @Test("An answer larger than the limit reaches whoever waits alone")
    func alone() async throws {
        let found = try await withServer(limited { $0.waitingAnswerBytes = 1 }) { server in
            let count = try await onThread { try fetch("/big", port: server.port) }
            let isOver = try await until { server.counter.waiting.bytes == 0 }
            return (count, isOver, server.counter.waiting.resets)
        }
        #expect(found == (33_554_432, true, 0))
    }

    @Test("Readers that go leave nothing that counts")
    func gone() async throws {
        let (waited, isOver, resets) = try await withServer { server in
            let idlers = Idlers()
            try await onThread { try idlers.ask(3, for: "/page", port: server.port) }
            let waited = try await until {
                server.counter.waiting.bytes >= 3 * Self.pageBytes
            }
            try await onThread { idlers.leave() }
            let isOver = try await until { server.counter.waiting.bytes == 0 }
            return (waited, isOver, server.counter.waiting.resets)
        }
        #expect(waited && isOver && resets == 0)
    }

    /// Readers who hold so many bytes and have taken nothing for so many seconds, and who of them
    /// goes where 30 may wait.
    struct Case: Sendable {
        let bytes: [Int]
        let seconds: [Int64]
        let goes: [Int]
    }

    @Test(arguments: [
        Case(bytes: [10, 20, 15], seconds: [0, 0, 0], goes: [1]),
        Case(bytes: [10, 10, 10, 10], seconds: [0, 0, 0, 0], goes: [0]),
        Case(bytes: [10, 20, 15], seconds: [3, 0, 2], goes: [0, 2]),
        Case(bytes: [10, 20, 25], seconds: [5, 4, 0], goes: [0, 1]),
        Case(bytes: [40], seconds: [9], goes: []),
        Case(bytes: [10, 10, 10], seconds: [9, 8, 7], goes: []),
    ])
    func choice(_ wanted: Case) {
        let waiting = WaitingAnswers(limits: limited { $0.waitingAnswerBytes = 30 })
        let now = NIODeadline.now() + .seconds(100)
        let gone = Mutex<[Int]>([])
        let names = wanted.bytes.map { _ in Name() }
        for (place, bytes) in wanted.bytes.enumerated() {
            let since = now - .seconds(wanted.seconds[place])
            let began = now - .seconds(20 - Int64(place))
            let reader = WaitingAnswers.Reader(bytes: bytes, since: since, began: began) {
                gone.withLock { $0.append(place) }
            }
            waiting.note(reader, of: ObjectIdentifier(names[place]), at: now)
        }
        #expect(gone.withLock { $0 } == wanted.goes)
        let left = wanted.bytes.enumerated().filter { !wanted.goes.contains($0.offset) }
        #expect(waiting.bytes == left.map(\.element).reduce(0, +))
        for name in names { waiting.forget(ObjectIdentifier(name)) }
        #expect(waiting.bytes == 0)
    }

    @Test("Who is told to go counts no more, whatever is said of it until it has gone")
    func leaving() {
        let waiting = WaitingAnswers(limits: limited { $0.waitingAnswerBytes = 30 })
        let (slow, other) = (Name(), Name())
        let now = NIODeadline.now()
        for name in [slow, other, slow] {
            let reader = WaitingAnswers.Reader(
                bytes: name === slow ? 20 : 15, since: now, began: now, reset: {})
            waiting.note(reader, of: ObjectIdentifier(name), at: now)
        }
        #expect(waiting.bytes == 15 && waiting.resets == 1)
    }
}
