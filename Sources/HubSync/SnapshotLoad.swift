import Crypto
import Wire

/// A snapshot while it comes in: whether it is all of what its head says.
package struct SnapshotLoad {
    package enum Fault: Error, Equatable, Sendable {
        /// An item that cannot be read, by its number from 1.
        case item(Int64, SyncFault)
        /// More items than the head says.
        case tooMany
    }

    package let head: SnapshotHead
    private var count: Int64 = 0
    private var hash = SHA256()

    package init(_ head: SnapshotHead) {
        self.head = head
    }

    /// Takes the next line, without its end; nil where it is of a kind that is not known here.
    package mutating func take(_ line: [UInt8]) throws(Fault) -> FeedItem? {
        count += 1
        if count > head.count { throw .tooMany }
        hash.update(data: line)
        hash.update(data: [0x0A])
        do {
            return try FeedItem.read(line)
        } catch {
            throw .item(count, error)
        }
    }

    /// Every item has come, and they are those that the hub sent.
    package var isWhole: Bool {
        count == head.count && Self.text(hash.finalize()) == head.hash
    }

    private static func text(_ digest: SHA256Digest) -> String {
        digest.map { byte in
            let hex = String(byte, radix: 16)
            return (byte < 16 ? "0" : "") + hex
        }.joined()
    }
}
