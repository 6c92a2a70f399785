import Attendance
import Crypto
import Desk
import Foundation
import Wire

extension SQLTransaction {
    private static let feedColumns = "revision, kind, key, body"

    package func feed(
        of room: ClassroomID, after revision: Int64, _ limit: FeedLimit
    ) throws -> FeedPart? {
        let scope = try first(
            "SELECT id, head, kept_after FROM feed_scope WHERE classroom_id = ?", [room.number]
        ) { columns in
            (
                id: try columns.take(Int64.self), head: try columns.take(Int64.self),
                keptAfter: try columns.take(Int64.self)
            )
        }
        guard let scope, let epoch = try knownHubEpoch() else { return nil }
        var part = FeedPart(
            items: [], next: scope.head, head: scope.head, keptAfter: scope.keptAfter,
            epoch: epoch)
        if revision >= scope.head { return part }
        var bytes = 0
        try forEach(
            """
            SELECT \(Self.feedColumns) FROM feed_item WHERE scope_id = ? AND revision > ?
            ORDER BY revision LIMIT ?
            """, [scope.id, revision, limit.items + 1]
        ) { columns in
            let item = try KeptFeedItem(&columns)
            bytes += item.key.utf8.count + (item.body?.utf8.count ?? 0)
            let isFull = part.items.count == limit.items || bytes > limit.bytes
            if isFull, let last = part.items.last {
                part.next = last.revision
                return false
            }
            part.items.append(item)
            return true
        }
        return part
    }

    package func forEachSnapshotLine(
        of room: ClassroomID, _ body: ([UInt8]) throws -> Void
    ) throws {
        let head = try first("SELECT head FROM feed_scope WHERE classroom_id = ?", [room.number]) {
            try $0.take(Int64.self)
        }
        guard let head, let epoch = try knownHubEpoch() else { return }
        var hash = SHA256()
        var count: Int64 = 0
        try forEachLine(of: room) { line in
            hash.update(data: line)
            hash.update(data: [0x0A])
            count += 1
        }
        let digest = hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        try body(
            SnapshotHead(epoch: epoch, revision: head, count: count, hash: digest.joined()).bytes)
        try forEachLine(of: room, body)
    }

    private func forEachLine(of room: ClassroomID, _ body: ([UInt8]) throws -> Void) throws {
        for kind in FeedItem.Kind.allCases {
            try forEach(
                """
                SELECT \(Self.feedColumns) FROM feed_item
                WHERE scope_id = (SELECT id FROM feed_scope WHERE classroom_id = ?) AND kind = ?
                  AND body IS NOT NULL ORDER BY key
                """, [room.number, kind.rawValue]
            ) { columns in
                try body(try KeptFeedItem(&columns).json.bytes)
                return true
            }
        }
    }

    package func feedHeads() throws -> [ClassroomID: Int64] {
        let heads: [(ClassroomID, Int64)] = try all(
            "SELECT classroom_id, head FROM feed_scope ORDER BY classroom_id"
        ) { (try $0.takeID(), try $0.take()) }
        return Dictionary(uniqueKeysWithValues: heads)
    }
}

extension KeptFeedItem {
    fileprivate init(_ columns: inout Columns) throws {
        self.init(
            revision: try columns.take(), kind: try columns.take(), key: try columns.take(),
            body: columns.takeIf())
    }
}
