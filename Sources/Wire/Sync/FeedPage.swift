import Attendance
import Desk

/// One thing of a scope as it is since a revision, or that it is gone.
package struct FeedItem: Equatable, Sendable {
    package static let mostBytes = 65_536
    static let longestKey = 100

    /// In the order in which they name each other.
    package enum Kind: String, CaseIterable, Sendable {
        case room, setting, user, pin, token, course, enrolment, excusal, lesson, session, evidence
        case elsewhere

        /// In the order in which things go: a lesson before what hangs on it, which then stays as
        /// it was, and people after all that names them.
        package static let goneOrder: [Kind] = [
            .pin, .token, .elsewhere, .lesson, .session, .evidence, .excusal, .enrolment, .course,
            .user, .setting, .room,
        ]
    }

    package var revision: Int64
    package var kind: Kind
    package var key: String
    /// An object; nil: it is no more.
    package var body: JSON?

    package init(revision: Int64, kind: Kind, key: String, body: JSON?) {
        self.revision = revision
        self.kind = kind
        self.key = key
        self.body = body
    }

    /// One line of a snapshot; nil where the hub has kinds that this program does not know.
    package static func read(_ bytes: [UInt8]) throws(SyncFault) -> FeedItem? {
        try FeedItem(SyncFields(parsing: bytes, mostBytes: mostBytes))
    }

    init?(_ fields: SyncFields) throws(SyncFault) {
        let kind = try fields.word("kind")
        revision = try fields.whole("revision", in: 1...SyncFields.largest)
        key = try fields.text("key", most: Self.longestKey)
        body = try fields.objectIf("body")
        guard let known = Kind(rawValue: kind) else { return nil }
        self.kind = known
    }

    package var json: JSON {
        [
            "revision": .int(revision), "kind": .string(kind.rawValue), "key": .string(key),
            "body": body ?? .null,
        ]
    }
}

/// What has changed in a scope since a revision, in the order in which it did.
package struct FeedPage: Equatable, Sendable {
    package static let mostItems = 500
    package static let mostBytes = 4 << 20

    /// By rising revisions; without those of kinds that this program does not know.
    package var items: [FeedItem]
    /// What to ask after next.
    package var next: Int64
    /// The revision of the scope now.
    package var head: Int64

    package init(items: [FeedItem], next: Int64, head: Int64) {
        self.items = items
        self.next = next
        self.head = head
    }

    package init(parsing bytes: [UInt8]) throws(SyncFault) {
        let data = try SyncFields(parsing: bytes, mostBytes: Self.mostBytes).fields("data")
        let head = try data.whole("head")
        let next = try data.whole("next", in: 0...head)
        var items: [FeedItem] = []
        var last: Int64 = 0
        for fields in try data.list("items", most: Self.mostItems) {
            let revision = try fields.whole("revision")
            if revision <= last || revision > next {
                throw fields.fault("revision", "must rise, and not above next")
            }
            last = revision
            if let item = try FeedItem(fields) { items.append(item) }
        }
        self.init(items: items, next: next, head: head)
    }

    /// The envelope's `data`.
    package var data: JSON {
        ["items": .array(items.map(\.json)), "next": .int(next), "head": .int(head)]
    }
}

/// The first line of a snapshot of a scope; its items follow, each on a line.
package struct SnapshotHead: Equatable, Sendable {
    static let mostBytes = 1_024
    package static let mostItems: Int64 = 10_000_000
    static let hashLength = 64

    /// The hub's, that revisions are of.
    package var epoch: UniqueID
    package var revision: Int64
    /// How many items follow.
    package var count: Int64
    /// SHA-256 of the item lines, each with the newline after it, in small hexadecimal digits.
    package var hash: String

    package init(epoch: UniqueID, revision: Int64, count: Int64, hash: String) {
        self.epoch = epoch
        self.revision = revision
        self.count = count
        self.hash = hash
    }

    package init(parsing bytes: [UInt8]) throws(SyncFault) {
        let fields = try SyncFields(parsing: bytes, mostBytes: Self.mostBytes)
        let hash = try fields.word("hash")
        let isHex = hash.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        if hash.utf8.count != Self.hashLength || !isHex {
            throw fields.fault("hash", "must be 64 hexadecimal digits")
        }
        self.init(
            epoch: try fields.id("epoch"), revision: try fields.whole("revision"),
            count: try fields.whole("count", in: 0...Self.mostItems), hash: hash)
    }

    /// On one line, without its end.
    package var bytes: [UInt8] {
        let head: JSON = [
            "epoch": JSON(epoch), "revision": .int(revision), "count": .int(count),
            "hash": .string(hash),
        ]
        return head.bytes
    }
}

extension KeptFeedItem {
    /// As `FeedItem` reads it; the body stands as it is kept.
    package var json: JSON {
        [
            "revision": .int(revision), "kind": .string(kind), "key": .string(key),
            "body": body.map { .written(Array($0.utf8)) } ?? .null,
        ]
    }
}

extension FeedPart {
    /// The envelope's `data`, as `FeedPage` reads it.
    package var data: JSON {
        ["items": .array(items.map(\.json)), "next": .int(next), "head": .int(head)]
    }
}
