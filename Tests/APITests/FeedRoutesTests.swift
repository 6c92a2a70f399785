import Attendance
import Desk
import Foundation
import LedgerSQL
import TestKit
import Testing
import Wire

@testable import API

/// What a door is told of its room, over the wire.
@Suite struct FeedRoutesTests {
    private static let snapshot = "/api/v1/sync/snapshot"

    private func scope(_ api: APISchool, _ room: String = "C317") async throws -> String {
        let id = try await api.school.classroom(room).id
        let uid = try await api.school.ledger.write { ledger in
            try (ledger as! SQLTransaction).uid(of: .classroom, id.number)
        }
        return "room:\(uid)"
    }

    private func head(_ api: APISchool) async throws -> SnapshotHead {
        let answer = try await api.get(
            Self.snapshot + "?scope=" + scope(api), as: "device")
        #expect(answer.status == 200)
        let line = try #require(answer.body.split(separator: 0x0A).first)
        return try SnapshotHead(parsing: Array(line))
    }

    private func feed(
        _ scope: String, _ epoch: UniqueID, after revision: Int64, _ more: String = ""
    ) -> String {
        "/api/v1/sync/feed?scope=\(scope)&epoch=\(epoch)&after=\(revision)" + more
    }

    private func workOut(_ api: APISchool) async throws {
        let room = try await api.school.classroom().id
        try await api.school.ledger.write { [desk = api.school.desk] in
            _ = try desk.workOut(of: room, in: $0)
        }
    }

    @Test func theFirstToAskHasTheRoomWorkedOut() async throws {
        let api = try await APISchool()
        let answer = try await api.get(
            Self.snapshot + "?scope=" + scope(api), as: "device")
        #expect(answer["Content-Type"] == "application/x-ndjson; charset=utf-8")
        #expect(answer.body.last == 0x0A)
        let lines = answer.body.split(separator: 0x0A).map(Array.init)
        let head = try SnapshotHead(parsing: lines[0])
        let items = try lines.dropFirst().compactMap { try FeedItem.read($0) }
        #expect(head.count == Int64(items.count) && head.revision >= head.count)
        #expect(items.filter { $0.kind == .lesson }.count == 4)
        #expect(items.allSatisfy { $0.body != nil })
    }

    @Test func whatIsNewComesInAnEnvelope() async throws {
        let api = try await APISchool()
        let head = try await head(api)
        let path = try await feed(scope(api), head.epoch, after: head.revision)
        #expect(try await api.get(path, as: "device").status == 204)
        _ = try await api.open()
        try await workOut(api)
        let page = try FeedPage(parsing: try await api.get(path, as: "device").body)
        #expect(page.items.map(\.kind) == [.session] && page.next == head.revision + 1)
        let first = try await feed(scope(api), head.epoch, after: 0, "&limit=3")
        let some = try FeedPage(parsing: try await api.get(first, as: "device").body)
        #expect(some.items.count == 3 && some.next == some.items[2].revision)
        #expect(some.head == page.head)
    }

    @Test func whoCannotGoOnIsToldSo() async throws {
        let api = try await APISchool()
        let head = try await head(api)
        let scope = try await scope(api)
        let other = UniqueID(high: 1, low: 1)
        for path in [
            feed(scope, other, after: head.revision),
            feed(scope, head.epoch, after: head.revision + 1),
        ] { #expect(try await api.get(path, as: "device").status == 409) }
        // All lessons go by, and 60 days later it is forgotten that they did.
        for _ in 0..<2 {
            api.school.clock.advance(seconds: 61 * 86_400)
            try await workOut(api)
        }
        let since = feed(scope, head.epoch, after: head.revision)
        let answer = try await api.get(since, as: "device")
        #expect(answer.status == 410)
        #expect(try answer.code == 41_001)
    }

    @Test func anotherRoomIsNone() async throws {
        let api = try await APISchool()
        let head = try await head(api)
        for scope in [try await scope(api, "C318"), "room:\(UniqueID(high: 1, low: 1))"] {
            #expect(
                try await api.get(feed(scope, head.epoch, after: 0), as: "device").status == 404)
            #expect(
                try await api.get(Self.snapshot + "?scope=\(scope)", as: "device").status == 404)
        }
    }

    @Test(arguments: [
        "", "?scope=staff", "?scope=room:1", "?scope=S", "?scope=S&after=1", "?scope=S&epoch=E",
        "?scope=S&epoch=E&after=-1", "?scope=S&epoch=E&after=0&limit=0",
        "?scope=S&epoch=E&after=0&limit=501", "?scope=S&epoch=E&after=0&wait=26",
        "?scope=S&epoch=x&after=0", "?scope=S&epoch=E&after=0&more=1",
    ])
    func whatCannotBeReadIsNamed(_ query: String) async throws {
        let api = try await APISchool()
        let scope = try await scope(api)
        let epoch = UniqueID(high: 1, low: 1)
        let asked = query.replacing("=S", with: "=" + scope).replacing("=E", with: "=\(epoch)")
        let answer = try await api.get("/api/v1/sync/feed" + asked, as: "device")
        #expect(answer.status == 422)
        #expect(try answer.at("errors", "0", "pointer") != nil)
    }

    @Test func whoWaitsIsToldAsSoonAsThereIsSomething() async throws {
        let api = try await APISchool()
        let head = try await head(api)
        let path = try await feed(scope(api), head.epoch, after: head.revision, "&wait=25")
        async let waiting = api.get(path, as: "device")
        #expect(try await until { api.service.feeds.waiting == 1 })
        _ = try await api.open()
        try await workOut(api)
        let page = try FeedPage(parsing: try await waiting.body)
        #expect(page.items.map(\.kind) == [.session])
        #expect(api.service.feeds.waiting == 0)
    }

    @Test func whoWaitsForNothingIsToldInTheEnd() async throws {
        let api = try await APISchool()
        let head = try await head(api)
        let path = try await feed(scope(api), head.epoch, after: head.revision, "&wait=1")
        #expect(try await api.get(path, as: "device").status == 204)
    }

    /// Neither a thread nor a connection to the database is held by those who wait.
    @Test func manyWaitAndOthersAreAnswered() async throws {
        let api = try await APISchool()
        let head = try await head(api)
        let path = try await feed(scope(api), head.epoch, after: head.revision, "&wait=25")
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<150 {
                group.addTask { try await api.get(path, as: "device").status }
            }
            #expect(try await until { api.service.feeds.waiting == 150 })
            #expect(try await api.get("/healthz", as: nil).status == 200)
            _ = try await api.open()
            try await workOut(api)
            for try await status in group { #expect(status == 200) }
        }
    }

    @Test func aTokenThatIsRevokedWaitsForNothing() async throws {
        let api = try await APISchool()
        let head = try await head(api)
        let path = try await feed(scope(api), head.epoch, after: head.revision, "&wait=25")
        async let waiting = api.get(path, as: "device")
        #expect(try await until { api.service.feeds.waiting == 1 })
        try await api.school.ledger.write { [moment = api.school.clock.now] ledger in
            for token in try ledger.tokens() where token.caller == .device {
                _ = try ledger.revokeToken(token.id, at: moment, by: TestSchool.office)
            }
        }
        _ = try await api.open()
        try await workOut(api)
        #expect(try await waiting.status == 401)
    }
}
