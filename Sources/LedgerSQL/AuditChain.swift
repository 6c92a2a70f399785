import Attendance
import Crypto
import Desk
import Foundation

/// The chain over the audit: the digest of a row is SHA-256 over the digest before it and the row,
/// so that a row that is changed, taken out or put in breaks it there. What is cut off its end is
/// told only by whoever noted the last digest, as each backup does.
package enum AuditChain {
    /// The end of a chain: the last row and its digest.
    package struct Head: Equatable, Sendable {
        package var seq: Int64 = 0
        package var digest: [UInt8] = []

        package init(seq: Int64, digest: [UInt8]) {
            self.seq = seq
            self.digest = digest
        }

        package var hexadecimal: String { digest.hexadecimal }
    }

    private static let columns =
        "moment, actor_id, role, origin, action, object, object_id, before, after"

    /// Each value with its length before it, so that no two rows are written alike.
    static func digest(after previous: [UInt8], _ values: [SQLValue]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: previous)
        for value in values {
            let text: String
            switch value {
            case .text(let kept): text = kept
            case .integer(let number): text = String(number)
            case .null, .bytes:
                hash.update(data: [UInt8(ascii: "-")])
                continue
            }
            hash.update(data: Array("\(text.utf8.count):\(text)".utf8))
        }
        return Array(hash.finalize())
    }

    /// Where the chain ends now.
    package static func head(_ transaction: SQLTransaction) throws -> Head {
        let last = try transaction.first(
            "SELECT seq, digest FROM audit ORDER BY seq DESC LIMIT 1"
        ) { columns in
            Head(seq: try columns.take(), digest: Array(columns.takeIf(Data.self) ?? Data()))
        }
        return try last ?? anchor(transaction)
    }

    private static func anchor(_ transaction: SQLTransaction) throws -> Head {
        try transaction.first("SELECT seq, digest FROM audit_anchor ORDER BY seq DESC LIMIT 1") {
            Head(seq: try $0.take(), digest: Array(try $0.take(Data.self)))
        } ?? Head(seq: 0, digest: beginning(transaction))
    }

    /// What the first row goes on from: the database's own name, which no other has.
    private static func beginning(_ transaction: SQLTransaction) throws -> [UInt8] {
        let name = try transaction.first(
            "SELECT uid FROM device WHERE id = ?", [DeviceID.own.number]
        ) { Array(try $0.take(Data.self)) }
        return name ?? []
    }

    /// Gives the rows of before the chain their digests.
    package static func chain(_ transaction: SQLTransaction) throws {
        var digest = try beginning(transaction)
        var done: Int64 = 0
        // In parts: a school's years of audit need not stand in memory at once.
        while true {
            let rows = try transaction.all(
                "SELECT seq, \(columns) FROM audit WHERE seq > ? ORDER BY seq LIMIT 10000", [done]
            ) { row in (try row.take(Int64.self), (0..<9).map { _ in row.takeAsItStands() }) }
            if rows.isEmpty { return }
            for (seq, values) in rows {
                digest = self.digest(after: digest, values)
                done = seq
                try transaction.run(
                    "UPDATE audit SET digest = ? WHERE seq = ?", [Data(digest), done])
            }
        }
    }

    /// The first row that does not go on with the chain, and the head of what holds. `checked` is
    /// called with the rows so far now and then.
    package static func firstBroken(
        _ transaction: SQLTransaction, checked: (Int) -> Void
    ) throws -> (broken: Int64?, head: Head) {
        var head = try anchor(transaction)
        var broken: Int64?
        var count = 0
        try transaction.forEach(
            "SELECT seq, digest, \(columns) FROM audit WHERE seq > ? ORDER BY seq", [head.seq]
        ) { row in
            let seq: Int64 = try row.take()
            let kept = Array(row.takeIf(Data.self) ?? Data())
            let values = (0..<9).map { _ in row.takeAsItStands() }
            guard seq == head.seq + 1, kept == digest(after: head.digest, values) else {
                broken = seq
                return false
            }
            head = Head(seq: seq, digest: kept)
            count += 1
            if count.isMultiple(of: 10_000) { checked(count) }
            return true
        }
        return (broken, head)
    }
}

extension SQLTransaction {
    private static let auditRows = BulkInsert(
        "audit",
        [
            ("seq", .integer), ("moment", .integer), ("actor_id", .integer), ("role", .text),
            ("origin", .text), ("action", .text), ("object", .text), ("object_id", .integer),
            ("before", .text), ("after", .text), ("digest", .bytes),
        ])

    func audit(
        _ action: String, _ object: String, _ id: Int64, before: String?, after: String?,
        at moment: Moment, by actor: Actor
    ) throws {
        try audit(object, [(action, id, before, after)], at: moment, by: actor)
    }

    typealias AuditedChange = (action: String, id: Int64, before: String?, after: String?)

    /// As above, of several objects, one after another.
    func audit(
        _ object: String, _ changes: [AuditedChange], at moment: Moment, by actor: Actor
    ) throws {
        if changes.isEmpty { return }
        var head = try AuditChain.head(self)
        let rows = changes.map { change in
            let values: SQLArguments = [
                moment.milliseconds, actor.user?.number, actor.role?.rawValue, actor.origin,
                change.action, object, change.id, change.before, change.after,
            ]
            head.digest = AuditChain.digest(after: head.digest, values.values)
            head.seq += 1
            return [head.seq] + values + [Data(head.digest)]
        }
        try insert(rows, Self.auditRows)
    }
}
