import Attendance
import Desk
import Foundation
import LedgerSQL
import LedgerSQLite
import TestKit
import Wire

@testable import HubSync

/// A hub over a file, as `kiosk serve` is one.
final class SimHub {
    private(set) var directory: URL
    let clock: SimClock
    private(set) var ledger: SQLiteLedger
    private(set) var desk: Desk
    private var keeper: FeedKeeper
    /// What a backup was made of: the files as they stood.
    private var backup: URL?
    private var lives = 0

    init(in directory: URL, _ clock: SimClock) throws {
        self.directory = directory
        self.clock = clock
        (ledger, desk) = try Self.open(directory, clock)
        keeper = FeedKeeper(desk)
    }

    private static func open(_ directory: URL, _ clock: SimClock) throws -> (SQLiteLedger, Desk) {
        let ledger = try SQLiteLedger(
            directory: directory, creating: false, zone: TestSchool.zone)
        let desk = Desk(
            ledger: ledger, zone: TestSchool.zone, graceMinutes: 10, now: { clock.now })
        return (ledger, desk)
    }

    func keep() async throws { try await keeper.keep() }

    /// What a door's request is answered with; nil where the hub would fail.
    func answer(_ request: SimRequest, from door: Attempt.Door) async throws -> HubReply {
        switch request {
        case .entries(let body):
            let batch = try ArrivedBatch(parsing: body)
            let answer = try await ledger.write { [desk] in
                try desk.receive(batch, from: door, in: $0)
            }
            return Self.json((["data": answer.data] as JSON).bytes)
        case .feed(let query): return try await feed(query, of: door.classroom)
        case .snapshot:
            var lines = try await snapshotLines(of: door.classroom)
            if lines.isEmpty {
                try await begin(door.classroom)
                lines = try await snapshotLines(of: door.classroom)
            }
            return .answered(
                status: 200, contentType: "application/x-ndjson", retryAfter: nil,
                body: Array(lines.joined(separator: [UInt8(ascii: "\n")])))
        }
    }

    private func snapshotLines(of room: ClassroomID) async throws -> [[UInt8]] {
        try await ledger.read { ledger in
            var lines: [[UInt8]] = []
            try ledger.forEachSnapshotLine(of: room) { lines.append($0) }
            return lines
        }
    }

    private static func json(_ body: [UInt8]) -> HubReply {
        .answered(
            status: 200, contentType: "application/json", retryAfter: nil, body: body)
    }

    private static func bare(_ status: Int) -> HubReply {
        .answered(status: status, contentType: nil, retryAfter: nil, body: [])
    }

    private func feed(_ query: Download.Query, of room: ClassroomID) async throws -> HubReply {
        let limit = FeedLimit(items: query.limit, bytes: 3 << 20)
        let part = try await ledger.read {
            try $0.feed(of: room, after: query.after, limit)
        }
        guard let part else {
            try await begin(room)
            return try await feed(query, of: room)
        }
        if part.epoch != query.epoch || query.after > part.head { return Self.bare(409) }
        if query.after < part.keptAfter { return Self.bare(410) }
        if part.head == query.after { return Self.bare(204) }
        return Self.json((["data": part.data] as JSON).bytes)
    }

    /// A room's feed begins when its door first asks.
    private func begin(_ room: ClassroomID) async throws {
        try await ledger.write { [desk] in
            _ = try desk.workOut(of: room, in: $0)
        }
    }

    func makeBackup(to place: URL) throws {
        try reopen { directory in
            if FileManager.default.fileExists(atPath: place.path) {
                try FileManager.default.removeItem(at: place)
            }
            try FileManager.default.copyItem(at: directory, to: place)
        }
        backup = place
    }

    /// Goes on from the last backup, under another life, as `kiosk restore` has it. False where
    /// there is none.
    func restore() async throws -> Bool {
        guard let backup else { return false }
        // Beside what was there: files are not exchanged under a process that had them open.
        lives += 1
        let next = directory.deletingLastPathComponent().appendingPathComponent("hub-\(lives)")
        try reopen { _ in
            try FileManager.default.copyItem(at: backup, to: next)
            directory = next
        }
        try await ledger.write { ledger in
            _ = try (ledger as! SQLTransaction).run(
                "DELETE FROM secret WHERE name = 'hub_epoch'")
        }
        return true
    }

    private func reopen(_ between: (URL) throws -> Void) throws {
        try ledger.close()
        try between(directory)
        (ledger, desk) = try Self.open(directory, clock)
        keeper = FeedKeeper(desk)
    }

    func close() throws { try ledger.close() }
}
