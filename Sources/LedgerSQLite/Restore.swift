import Attendance
import Desk
import Foundation
import GRDB
import Glibc

/// What a restore would take away from a school that is there.
package struct RestoreLoss: Equatable, Sendable {
    /// Rows of the audit after the backup; nil where the backup is of another school, or of another
    /// course of things.
    package var rowsAfter: Int64?
}

extension SQLiteLedger {
    /// What a directory's school holds that a backup does not; nil where there is no school, or
    /// where the backup has all of it.
    package static func loss(
        restoring backup: String, over directory: URL
    ) throws -> RestoreLoss? {
        let path = directory.appendingPathComponent(fileName).path
        if access(path, F_OK) != 0 { return nil }
        return try LedgerFault.mapping {
            let head = try reader(backup).read { try AuditChain.head(SQLiteTransaction($0)) }
            let (now, then) = try reader(path).read { db in
                let transaction = SQLiteTransaction(db)
                return (
                    try AuditChain.head(transaction),
                    try AuditChain.digest(of: head.seq, transaction)
                )
            }
            if then != head.digest { return RestoreLoss(rowsAfter: nil) }
            return now.seq > head.seq ? RestoreLoss(rowsAfter: now.seq - head.seq) : nil
        }
    }

    /// Puts a backup, which has been verified, in the place of a directory's database, which nobody
    /// uses; gives where the former stands now. At every moment one of the two is there, whole.
    package static func restore(
        _ backup: String, into directory: URL, at moment: Moment, zone: SchoolZone
    ) throws -> URL? {
        let path = directory.appendingPathComponent(fileName).path
        let hasFormer = access(path, F_OK) == 0
        if hasFormer {
            // All that is in its WAL into the one file.
            try SQLiteLedger(directory: directory, creating: false, zone: zone).close()
            if access(path + "-wal", F_OK) == 0 {
                throw LedgerFault(
                    .locked, "Another program has the database open. Stop it, then try again.")
            }
        } else {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        }
        let lock = try FileLock(path: directory.appendingPathComponent("write.lock").path)
        try lock.lock()
        defer { lock.unlock() }
        let incoming = path + ".restoring"
        unlink(incoming)
        try Backup.copy(backup, to: incoming)
        let former = directory.appendingPathComponent("before-restore-\(moment.backupStamp).sqlite")
        if hasFormer, link(path, former.path) != 0 {
            throw LedgerFault.opening(former.path, errno)
        }
        try AuditWitness.forget(in: directory)
        if rename(incoming, path) != 0 { throw LedgerFault.opening(path, errno) }
        try Backup.sync(directory.path)
        return hasFormer ? former : nil
    }
}

extension AuditChain {
    /// What a row sealed; empty where there is no such row, or nothing before the first.
    static func digest(
        of seq: Int64, _ transaction: SQLiteTransaction
    ) throws -> [UInt8] {
        let found = try transaction.first("SELECT digest FROM audit WHERE seq = ?", [seq]) {
            Array($0.takeIf(Data.self) ?? Data())
        }
        return found ?? []
    }
}

extension Backup {
    /// A whole file, readable by this account only, onto the disk.
    fileprivate static func copy(_ source: String, to target: String) throws {
        try createPrivate(target)
        guard let from = FileHandle(forReadingAtPath: source),
            let into = FileHandle(forWritingAtPath: target)
        else { throw LedgerFault.opening(source, errno) }
        let atOnce = 1 << 20
        while let part = try from.read(upToCount: atOnce), !part.isEmpty {
            try into.write(contentsOf: part)
        }
        try into.synchronize()
        try into.close()
    }
}
