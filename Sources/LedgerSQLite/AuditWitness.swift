import Desk
import Foundation
import GRDB
import Glibc
import LedgerSQL

/// Notes beside the database how far its audit went when somebody was last answered, so that a WAL
/// that was cut off or spoilt, which SQLite takes for one that ends there, is found at the next
/// opening. A note is not synced: one that a power cut takes leaves an older one, which holds too.
final class AuditWitness: Sendable {
    private static let name = "audit.head"
    private static let lostName = "audit.lost"
    private static let mostBytes = 256

    private let descriptor: Int32
    private let directory: URL

    init(directory: URL) throws {
        self.directory = directory
        let path = directory.appendingPathComponent(Self.name).path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw LedgerFault.opening(path, errno) }
    }

    deinit { close(descriptor) }

    /// Called under the lock, after a commit and before its answers.
    func note(_ head: AuditChain.Head) {
        let line = Array(Note(head: head, found: 0).line.utf8)
        // Where it cannot be written the older one stands, which holds too.
        _ = pwrite(descriptor, line, line.count, 0)
    }

    /// Holds the note against the database; what is missing is written down where it stays, and
    /// the database may go on. Called under the lock.
    func compare(with pool: DatabasePool) throws {
        guard let noted = Note(descriptor) else { return }
        // NB: by the connection that writes, which is closed last; one that reads leaves the WAL.
        let (isKept, now) = try pool.writeWithoutTransaction { db in
            let transaction = SQLTransaction(db)
            return (
                try AuditChain.holds(noted.head, transaction), try AuditChain.head(transaction)
            )
        }
        if isKept { return }
        try keep(Note(head: noted.head, found: now.seq))
        note(now)
    }

    /// The first loss is the one that counts until somebody has seen to it.
    private func keep(_ lost: Note) throws {
        let path = directory.appendingPathComponent(Self.lostName).path
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if file < 0, errno == EEXIST { return }
        if file < 0 { throw LedgerFault.opening(path, errno) }
        defer { close(file) }
        let line = Array(lost.line.utf8)
        guard write(file, line, line.count) == line.count, fsync(file) == 0 else {
            throw LedgerFault.opening(path, errno)
        }
    }

    /// What was answered as done and is not in the database any more, and what to do; nil where
    /// nothing is known to be missing.
    func lost() -> String? {
        let path = directory.appendingPathComponent(Self.lostName).path
        let file = open(path, O_RDONLY | O_CLOEXEC)
        if file < 0 { return nil }
        defer { close(file) }
        guard let lost = Note(file) else { return "\(path) cannot be read. Look into it." }
        return "Changes that had been answered as done are gone: the audit went up to row "
            + "\(lost.head.seq), and was found to end with row \(lost.found). Restore a newer "
            + "backup if there is one, or ask again who was there; then remove \(path)."
    }

    /// Of a database that is replaced nothing is known any more. Throws where a note stays.
    static func forget(in directory: URL) throws {
        for name in [name, lostName] {
            let path = directory.appendingPathComponent(name).path
            if unlink(path) != 0, errno != ENOENT { throw LedgerFault.opening(path, errno) }
        }
    }

    /// `00000000000000000203 bc4c… 00000000000000000199`: row, digest, and the row that was found
    /// instead; always of one length, so that a new one covers the old.
    private struct Note {
        var head: AuditChain.Head
        var found: Int64

        init(head: AuditChain.Head, found: Int64) {
            self.head = head
            self.found = found
        }

        var line: String {
            "\(Self.padded(head.seq)) \(head.hexadecimal) \(Self.padded(found))\n"
        }

        private static func padded(_ number: Int64) -> String {
            let digits = String(number)
            return String(repeating: "0", count: 20 - digits.count) + digits
        }

        /// Nil where the file holds no note: it is new, or the disk lost it.
        init?(_ descriptor: Int32) {
            var buffer = [UInt8](repeating: 0, count: mostBytes)
            let count = pread(descriptor, &buffer, buffer.count, 0)
            if count <= 0 { return nil }
            let words = String(decoding: buffer.prefix(count), as: UTF8.self)
                .split(whereSeparator: \.isWhitespace)
            guard words.count == 3, let seq = Int64(words[0]), let found = Int64(words[2]),
                let digest = [UInt8](hexadecimal: words[1])
            else { return nil }
            head = AuditChain.Head(seq: seq, digest: digest)
            self.found = found
        }
    }
}

extension [UInt8] {
    fileprivate init?(hexadecimal text: Substring) {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count == 64 else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] * 16 + digits[$0 + 1])
        }
    }
}
