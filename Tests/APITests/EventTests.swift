import Attendance
import Desk
import Foundation
import TestKit
import Testing
import Wire

@testable import API

/// The roster as it changes, as a browser's EventSource reads it.
@Suite struct EventTests {
    struct Event: Equatable {
        var id: String?
        var name = "message"
        var data = ""
    }

    /// A client that reads one event after another; comments are passed over.
    final class Listener: @unchecked Sendable {
        // Only touched by one `onThread` at a time.
        private let connection: RawConnection
        private var buffer = ""
        let status: Int

        init(_ api: APISchool, _ session: Int64, as caller: String, lastID: String?) throws {
            connection = try RawConnection(port: api.port)
            let last = lastID.map { "Last-Event-ID: \($0)\r\n" } ?? ""
            try connection.send(
                "GET /api/v1/checkin-sessions/\(session)/events HTTP/1.1\r\nHost: x\r\n"
                    + "Authorization: Bearer \(api.tokens[caller]!)\r\n\(last)\r\n")
            status = try connection.head().status
        }

        func breakOff() { connection.breakOff() }

        /// Nil where the stream ended.
        func next() throws -> Event? {
            while true {
                while let end = buffer.range(of: "\n\n") {
                    let block = buffer[..<end.lowerBound]
                    buffer = String(buffer[end.upperBound...])
                    var event = Event()
                    for line in block.split(separator: "\n") where !line.hasPrefix(":") {
                        let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
                        let value =
                            parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
                        switch parts[0] {
                        case "id": event.id = value
                        case "event": event.name = value
                        case "data": event.data = value
                        default: break
                        }
                    }
                    if event.id != nil || !event.data.isEmpty { return event }
                }
                guard let chunk = try connection.chunk() else { return nil }
                buffer += String(decoding: chunk, as: UTF8.self)
            }
        }
    }

    private func listen(
        _ api: APISchool, _ session: SessionDetail, as caller: String = "teacher",
        lastID: String? = nil
    ) async throws -> Listener {
        try await onThread {
            try Listener(api, session.session.id.number, as: caller, lastID: lastID)
        }
    }

    private func next(_ listener: Listener) async throws -> Event? {
        try await onThread { try listener.next() }
    }

    @Test func aScanAtTheDoorIsAnEventAtOnce() async throws {
        let api = try await APISchool()
        let session = try await api.open()
        let listener = try await listen(api, session)
        let opening = try #require(try await next(listener))
        #expect(listener.status == 200 && opening.data.isEmpty && opening.id != nil)
        try await api.school.present("2024123456")
        let event = try #require(try await next(listener))
        #expect(event.name == "roster")
        let row = try JSON(parsing: Array(event.data.utf8))
        let roster = try await api.get(
            "/api/v1/checkin-sessions/\(session.session.id.number)/roster?status=present")
        #expect(try roster.at("data", "roster", "0") == row)
    }

    @Test func whoWasAwayGetsWhatChangedMergedToOneRowAStudent() async throws {
        let api = try await APISchool()
        let session = try await api.open()
        let first = try await listen(api, session)
        let id = try #require(try await next(first)?.id)
        let john = try await api.school.user("2024123456").id
        for status in [CheckinStatus.absent, .late, .present] {
            _ = try await api.school.desk.act(
                .mark(.init(value: .status(status))), on: john, in: session.session.id,
                by: TestSchool.office
            ).get()
        }
        _ = try await api.school.present("0024000006")
        let again = try await listen(api, session, lastID: id)
        #expect(try await next(again)?.id == id)
        let events = [try await next(again), try await next(again)].compactMap { $0 }
        #expect(events.map(\.name) == ["roster", "roster"])
        #expect(events.count { $0.data.contains("\"user_code\":\"2024123456\"") } == 1)
        #expect(events[0].id == nil && events[1].id != nil, "cut between the two, both come again")
        // Nothing waits any more: the next is what comes now.
        _ = try await api.school.present("202412345X")
        #expect(try await next(again)?.data.contains("202412345X") == true)
    }

    @Test(arguments: ["x", "-1", "999999999", "9223372036854775808", ""])
    func anIDThatIsNoChangeStartsAnew(_ id: String) async throws {
        let api = try await APISchool()
        let session = try await api.open()
        let listener = try await listen(api, session, lastID: id)
        #expect(try await next(listener)?.name == "reset")
    }

    @Test func aWalkInAndAClosingAreEvents() async throws {
        let api = try await APISchool()
        let session = try await api.open()
        let number = session.session.id.number
        let listener = try await listen(api, session)
        _ = try await next(listener)
        let stranger = try await api.school.user("2024888888").id.number
        let added = try await api.post(
            "/api/v1/checkin-sessions/\(number)/roster", as: "teacher",
            ["student_id": .int(stranger)])
        #expect(added.status == 201)
        #expect(try await next(listener)?.data.contains("2024888888") == true)
        _ = try await api.post("/api/v1/checkin-sessions/\(number)/close", as: "teacher")
        var absent = 0
        while absent < 5, let event = try await next(listener) {
            if event.data.contains("\"status\":\"absent\"") { absent += 1 }
        }
        #expect(absent == 5)
    }

    @Test func aStreamEndsWithItsConnectionThoughNothingHappens() async throws {
        let api = try await APISchool()
        let session = try await api.open()
        let listener = try await listen(api, session)
        _ = try await next(listener)
        #expect(api.service.bell.listeners == 1)
        listener.breakOff()
        #expect(try await until { api.service.bell.listeners == 0 })
    }

    @Test func aStreamEndsWithItsToken() async throws {
        let api = try await APISchool()
        let session = try await api.open()
        let listener = try await listen(api, session)
        _ = try await next(listener)
        let teacher = try await api.school.user("T-1").id
        let token = try await api.school.ledger.read { ledger in
            try ledger.tokens().first { $0.holder == .user(teacher, .teacher) }!.id
        }
        #expect(try await api.school.desk.revokeToken(token, by: TestSchool.office))
        try await api.school.present("2024123456")
        #expect(try await next(listener) == nil)
    }

    @Test func streamsEndWhenTheServiceIsToldToStop() async throws {
        let api = try await APISchool()
        let session = try await api.open()
        let listener = try await listen(api, session)
        _ = try await next(listener)
        await api.server.stop()
        #expect(try await next(listener) == nil)
    }
}
