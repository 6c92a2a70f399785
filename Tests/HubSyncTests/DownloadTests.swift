import Attendance
import Crypto
import TestKit
import Testing
import Wire

@testable import HubSync

/// What each answer of a hub does to what a door asks next.
@Suite struct DownloadTests {
    static let epochs = [UniqueID(high: 2, low: 1), UniqueID(high: 2, low: 2)]

    static func page(_ revisions: [Int64], next: Int64, head: Int64) -> HubReply {
        let items = revisions.map {
            FeedItem(revision: $0, kind: .user, key: "\($0)", body: ["n": .int($0)])
        }
        let page = FeedPage(items: items, next: next, head: head)
        return .answered(
            status: 200, contentType: "application/json", retryAfter: nil,
            body: JSON.object([("code", 0), ("data", page.data)]).bytes)
    }

    static func status(_ status: Int) -> HubReply {
        .answered(status: status, contentType: "application/json", retryAfter: nil, body: [])
    }

    static func query(
        after: Int64, limit: Int = 500, waitSeconds: Int64 = 25
    ) -> Download.Step {
        .feed(
            .init(
                scope: "staff", after: after, epoch: epochs[0], limit: limit,
                waitSeconds: waitSeconds))
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let reply: HubReply
        var outcome: String
        var then = DownloadTests.query(after: 10)
        var refusal: Int?
        var pause: ClosedRange<Int64> = 0...1_000
    }

    static let rows = [
        Case(
            testDescription: "200: it goes on", reply: page([11, 13], next: 13, head: 13),
            outcome: "page", then: query(after: 13), pause: 0...0),
        Case(
            testDescription: "200 and there is more: at once",
            reply: page([11], next: 11, head: 40), outcome: "page",
            then: query(after: 11, waitSeconds: 0), pause: 0...0),
        Case(
            testDescription: "200 and nothing", reply: page([], next: 10, head: 10),
            outcome: "nothing"),
        Case(
            testDescription: "200 that comes no nearer", reply: page([], next: 10, head: 11),
            outcome: "failed"),
        Case(
            testDescription: "200 from before", reply: page([9], next: 12, head: 12),
            outcome: "failed"),
        Case(
            testDescription: "200 that goes back", reply: page([], next: 9, head: 12),
            outcome: "failed"),
        Case(testDescription: "204", reply: status(204), outcome: "nothing"),
        Case(
            testDescription: "410", reply: status(410), outcome: "snapshotNeeded",
            then: .snapshot(scope: "staff"), pause: 0...0),
        Case(
            testDescription: "409", reply: status(409), outcome: "snapshotNeeded",
            then: .snapshot(scope: "staff"), pause: 0...0),
        Case(
            testDescription: "401", reply: status(401), outcome: "refused", refusal: 401,
            pause: 900_000...900_000),
        Case(
            testDescription: "403", reply: status(403), outcome: "refused", refusal: 403,
            pause: 900_000...900_000),
        Case(
            testDescription: "no answer in time", reply: .timedOut, outcome: "failed",
            then: query(after: 10, limit: 250)),
        Case(testDescription: "503", reply: status(503), outcome: "failed"),
        Case(testDescription: "no network", reply: .unreachable, outcome: "failed"),
        Case(testDescription: "404", reply: status(404), outcome: "failed"),
        Case(
            testDescription: "a captive portal",
            reply: .answered(status: 200, contentType: "text/html", retryAfter: nil, body: []),
            outcome: "failed"),
    ]

    @Test("A row of the table", arguments: rows)
    func row(_ row: Case) {
        for seed in 0..<20 {
            var dice = SeededDice(seed: UInt64(seed))
            var download = Download(scope: "staff", epoch: Self.epochs[0], after: 10)
            #expect(download.next(at: 0) == Self.query(after: 10))
            download.send()
            #expect(download.next(at: 0) == .rest)
            let outcome = download.receive(row.reply, at: 0, using: &dice)
            #expect("\(outcome)".hasPrefix(row.outcome))
            #expect(download.refusal == row.refusal)
            if case .wait(let until) = download.next(at: 0) {
                #expect(row.pause.contains(until))
            } else {
                #expect(row.pause.contains(0))
            }
            #expect(download.next(at: row.pause.upperBound) == row.then)
        }
    }

    @Test func whereNothingIsHeldASnapshotComesFirst() {
        let download = Download(scope: "policy", epoch: nil, after: 0)
        #expect(download.next(at: 0) == .snapshot(scope: "policy"))
    }

    static func snapshot(_ count: Int64) -> (head: SnapshotHead, lines: [[UInt8]]) {
        let lines = (0..<count).map {
            FeedItem(revision: $0 + 1, kind: .room, key: "k\($0)", body: nil).json.bytes
        }
        return (head(of: lines, epochs[1], count + 5), lines)
    }

    static func head(of lines: [[UInt8]], _ epoch: UniqueID, _ revision: Int64) -> SnapshotHead {
        let hash = SHA256.hash(data: lines.flatMap { $0 + [0x0A] }).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        return SnapshotHead(
            epoch: epoch, revision: revision, count: Int64(lines.count), hash: hash)
    }

    @Test func aWholeSnapshotTakesThePlaceOfWhatThereWas() throws {
        var dice = SeededDice(seed: 1)
        var download = Download(scope: "staff", epoch: Self.epochs[0], after: 900)
        download.send()
        #expect(download.receive(Self.status(409), at: 0, using: &dice) == .snapshotNeeded)
        let (head, lines) = Self.snapshot(7)
        var load = SnapshotLoad(head)
        download.send()
        for (number, line) in lines.enumerated() {
            #expect(!load.isWhole)
            #expect(try load.take(line)?.key == "k\(number)")
        }
        #expect(load.isWhole)
        download.swapped(head)
        #expect(download.after == 12 && download.epoch == Self.epochs[1])
        guard case .feed(let query) = download.next(at: 0) else {
            Issue.record("it should ask the feed")
            return
        }
        #expect(query.after == 12 && query.epoch == Self.epochs[1])
    }

    @Test func aSnapshotThatBreaksOffLeavesWhatThereWas() {
        var dice = SeededDice(seed: 1)
        var download = Download(scope: "staff", epoch: Self.epochs[0], after: 900)
        download.send()
        _ = download.receive(Self.status(410), at: 0, using: &dice)
        download.send()
        download.discarded(at: 0, using: &dice)
        #expect(download.after == 900 && download.epoch == Self.epochs[0])
        #expect(download.next(at: 1_000) == .snapshot(scope: "staff"))
        download.send()
        #expect(download.receive(Self.status(503), at: 1_000, using: &dice) == .failed)
        #expect(download.next(at: 400_000) == .snapshot(scope: "staff"))
    }

    @Test func onlyWhatTheHeadSaysIsWhole() throws {
        let (head, lines) = Self.snapshot(4)
        var other = head
        other.hash = String(repeating: "0", count: 64)
        var short = head
        short.count = 3
        var swapped = SnapshotLoad(head)
        for line in [lines[1], lines[0], lines[2], lines[3]] { _ = try swapped.take(line) }
        #expect(!swapped.isWhole)
        var hashed = SnapshotLoad(other)
        for line in lines { _ = try hashed.take(line) }
        #expect(!hashed.isWhole)
        var many = SnapshotLoad(short)
        for line in lines.dropLast() { _ = try many.take(line) }
        #expect(throws: SnapshotLoad.Fault.tooMany) { try many.take(lines[3]) }
        var spoilt = SnapshotLoad(head)
        #expect(throws: SnapshotLoad.Fault.self) { try spoilt.take([0x7B]) }
    }
}
