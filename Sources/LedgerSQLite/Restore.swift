import Attendance
import Desk
import Foundation
import GRDB
import Glibc
import LedgerSQL

/// What a restore would take away from a school that is there.
package enum RestoreLoss: Equatable, Sendable {
    /// So many rows of the audit, all after the backup.
    case rows(Int64)
    /// The backup is of another school, or of another course of things.
    case anotherStory
    /// Nobody knows: the school's database is damaged.
    case unreadable
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
            let head = try reader(backup).read { try AuditChain.head(SQLTransaction($0)) }
            do {
                let (now, then) = try reader(path).read { db in
                    let transaction = SQLTransaction(db)
                    return (
                        try AuditChain.head(transaction),
                        try AuditChain.digest(of: head.seq, transaction)
                    )
                }
                if then != head.digest { return .anotherStory }
                return now.seq > head.seq ? .rows(now.seq - head.seq) : nil
            } catch let error as DatabaseError where LedgerFault(error).kind != .locked {
                return .unreadable
            }
        }
    }

    /// Puts a backup, which has been verified, in the place of a directory's database, which nobody
    /// uses; gives where the former stands now. At every moment one of the two is there, whole.
    package static func restore(
        _ backup: String, into directory: URL, at moment: Moment, zone: SchoolZone
    ) throws -> URL? {
        let path = directory.appendingPathComponent(fileName).path
        let hasFormer = access(path, F_OK) == 0
        var isDamaged = false
        if hasFormer {
            isDamaged = try !isInOneFile(directory, path, zone)
        } else {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            // A log without its database is of no use, and would be read into the next one.
            isDamaged = access(path + "-wal", F_OK) == 0
        }
        let lock = try FileLock(path: directory.appendingPathComponent("write.lock").path)
        try lock.lock()
        defer { lock.unlock() }
        let incoming = path + ".restoring"
        unlink(incoming)
        try Backup.copy(backup, to: incoming)
        try beginAnotherLife(incoming)
        let former = directory.appendingPathComponent("before-restore-\(moment.backupStamp).sqlite")
        if hasFormer, link(path, former.path) != 0 {
            throw LedgerFault.opening(former.path, errno)
        }
        // Its WAL would be written back into whatever stands beside it.
        if isDamaged { try putAside(path, as: former.path) }
        try AuditWitness.forget(in: directory)
        if rename(incoming, path) != 0 { throw LedgerFault.opening(path, errno) }
        try Backup.sync(directory.path)
        return hasFormer ? former : nil
    }

    /// A hub that was restored lacks what its doors have heard from it since: they must not take
    /// its next revisions for those.
    private static func beginAnotherLife(_ path: String) throws {
        try LedgerFault.mapping {
            let queue = try DatabaseQueue(path: path)
            try queue.write { db in
                if try db.tableExists("secret") {
                    try db.execute(sql: "DELETE FROM secret WHERE name = 'hub_epoch'")
                }
            }
            try queue.close()
        }
        try Backup.sync(path)
    }

    /// Brings all that is in the WAL of a database, which nobody uses, into the one file; false
    /// where it is too damaged for that.
    private static func isInOneFile(
        _ directory: URL, _ path: String, _ zone: SchoolZone
    ) throws -> Bool {
        let isWhole: Bool
        do {
            isWhole = try LedgerFault.mapping {
                try reader(path).read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
                    == "ok"
            }
            try SQLiteLedger(directory: directory, creating: false, zone: zone).close()
        } catch let fault as LedgerFault where [.broken, .failed].contains(fault.kind) {
            return false
        }
        if access(path + "-wal", F_OK) == 0 {
            // Of what is damaged not all can be written back.
            if !isWhole { return false }
            throw LedgerFault(
                .locked, "Another program has the database open. Stop it, then try again.")
        }
        return true
    }

    private static func putAside(_ path: String, as former: String) throws {
        if rename(path + "-wal", former + "-wal") != 0, errno != ENOENT {
            throw LedgerFault.opening(former + "-wal", errno)
        }
        unlink(path + "-shm")
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
