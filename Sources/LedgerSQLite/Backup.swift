import Attendance
import Desk
import Foundation
import GRDB
import Glibc
import LedgerSQL

/// A copy of a database, made while it is in use.
package struct Backup: Equatable, Sendable {
    package var file: URL
    package var made: Moment
    package var bytes: Int64

    private static let prefix = "kiosk-"
    private static let suffix = ".sqlite"
    private static let partialSuffix = ".partial"

    /// Those of a folder, newest first. What is named otherwise is none of ours.
    package static func all(in folder: URL) -> [Backup] {
        // A folder that is not there yet has none.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.compactMap { name -> Backup? in
            guard name.hasPrefix(prefix), name.hasSuffix(suffix),
                let made = Moment(
                    backupStamp: name.dropFirst(prefix.count).dropLast(suffix.count))
            else { return nil }
            let file = folder.appendingPathComponent(name)
            var status = stat()
            guard stat(file.path, &status) == 0 else { return nil }
            return Backup(file: file, made: made, bytes: Int64(status.st_size))
        }.sorted { $0.made > $1.made }
    }

    /// Copies a ledger as it is at one moment into a folder, looks at all of the copy, and only
    /// then gives it its name; keeps the newest `keep`. Writing goes on meanwhile. `progress` is
    /// told what is done, how much of it so far, and of how much; 0 where nobody knows.
    package static func make(
        of ledger: SQLiteLedger, in folder: URL, at moment: Moment, keep: Int,
        progress: (String, Int, Int) -> Void = { _, _, _ in }
    ) throws -> (backup: Backup, verified: Verification) {
        try makeFolder(folder)
        removeRemains(in: folder)
        let file = folder.appendingPathComponent(prefix + moment.backupStamp + suffix)
        let partial = file.path + partialSuffix
        do {
            try createPrivate(partial)
            try ledger.copy(to: partial) { progress("copying", $0, $1) }
            let verified = try SQLiteLedger.verify(file: partial, progress: progress)
            guard verified.faults.isEmpty else {
                throw LedgerFault(
                    .broken,
                    "The copy is damaged, so none was kept: \(verified.faults[0]) Run `kiosk "
                        + "verify` on the school itself.")
            }
            try sync(partial)
            if rename(partial, file.path) != 0 { throw LedgerFault.opening(file.path, errno) }
            try sync(folder.path)
            let all = all(in: folder)
            for old in all.dropFirst(max(1, keep)) { unlink(old.file.path) }
            guard let made = all.first(where: { $0.file.path == file.path }) else {
                throw LedgerFault(.failed, "The backup \(file.path) is gone again.")
            }
            return (made, verified)
        } catch {
            unlink(partial)
            throw error
        }
    }

    /// Of a copy that was cut off.
    private static func removeRemains(in folder: URL) {
        // A folder that cannot be listed is told by the copy itself.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where name.hasPrefix(prefix) && name.hasSuffix(partialSuffix) {
            unlink(folder.appendingPathComponent(name).path)
        }
    }

    private static func makeFolder(_ folder: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw LedgerFault.making(folder.path, error)
        }
    }

    static func createPrivate(_ path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw LedgerFault.opening(path, errno) }
        close(descriptor)
    }

    /// A file, or the names of a folder, onto the disk.
    static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw LedgerFault.opening(path, errno) }
        defer { close(descriptor) }
        if fsync(descriptor) != 0 { throw LedgerFault.opening(path, errno) }
    }
}

extension Moment {
    /// `20260309T000500Z`.
    var backupStamp: String {
        let zone = SchoolZone.utc
        let digits = "\(zone.date(of: self))T\(zone.time(of: self))".filter {
            $0 != "-" && $0 != ":"
        }
        let seconds = wholeSeconds % 60
        return digits + (seconds < 10 ? "0" : "") + "\(seconds)Z"
    }

    fileprivate init?(backupStamp text: some StringProtocol) {
        let parts = Array(String(text))
        guard parts.count == 16, parts[8] == "T", parts[15] == "Z" else { return nil }
        func part(_ range: Range<Int>) -> String { String(parts[range]) }
        guard let date = SchoolDate("\(part(0..<4))-\(part(4..<6))-\(part(6..<8))"),
            let time = TimeOfDay("\(part(9..<11)):\(part(11..<13))"),
            let seconds = Int64(part(13..<15))
        else { return nil }
        self = SchoolZone.utc.moment(date, time).adding(seconds: seconds)
    }
}
