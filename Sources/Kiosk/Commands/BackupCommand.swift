import ArgumentParser
import Attendance
import Desk
import Foundation
import LedgerSQL
import LedgerSQLite
import Wire

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the school's database, also while a door runs on it.",
        discussion: """
            The copy is as the school was at one moment, looked at whole, on the disk, and only \
            then given its name. A door and a service make one every day (`backup_at`), into \
            `backups` of the data directory, or `backup_dir`: a directory on another disk is better.
            """)

    @OptionGroup var school: SchoolOptions
    @Option(help: ArgumentHelp("Where to.", valueName: "dir")) var to: String?
    @Option(help: "How many to keep there; the oldest go.") var keep: Int?
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if let keep, !(1...10_000).contains(keep) {
            throw ValidationError("--keep takes a number from 1 to 10000.")
        }
    }

    func run() async throws {
        try await school.withSchool { school in
            let folder = to.map { URL(fileURLWithPath: $0) } ?? school.settings.backupDirectory
            let progress = Progress(unit: "KB")
            defer { progress.end() }
            let (backup, verified) = try Backup.make(
                of: school.file(toBe: "copied"), in: folder, at: school.desk.now(),
                keep: keep ?? school.settings.backupsKept
            ) { progress.tell($0, $1, of: $2) }
            progress.end()
            if json {
                Output.json(
                    [
                        "file": .string(backup.file.path), "bytes": .int(backup.bytes),
                        "audit_rows": .int(verified.auditRows),
                        "audit_head": .string(verified.auditHead),
                    ])
                return
            }
            Output.data(backup.file.path)
            Output.say(
                "\(backup.bytes >> 10) KB, whole; its audit ends with row \(verified.auditRows), "
                    + "\(verified.auditHead.prefix(16))")
        }
    }
}

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Look at the whole of the school's database, or of a backup.",
        discussion: """
            Every page, every reference, and the chain of the audit, whose first broken row is \
            named; records, scans and sessions that were changed past the program; and what was \
            answered as done and was found missing at an opening (`audit.lost` in the data \
            directory). Compare the last row's digest with that of an earlier backup to see that \
            nothing was cut off.
            """)

    @OptionGroup var school: SchoolOptions
    @Argument(help: "A backup; without one the school itself.") var file: String?
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let progress = Progress(unit: "rows")
        let found: Verification
        do {
            defer { progress.end() }
            let tell = { @Sendable in progress.tell($0, $1, of: $2) }
            if let file {
                found = try SQLiteLedger.verify(file: file, progress: tell)
            } else {
                found = try await school.withSchool { try $0.ledger.verify(progress: tell) }
            }
        }
        if json {
            Output.json(
                [
                    "whole": .bool(found.faults.isEmpty), "audit_rows": .int(found.auditRows),
                    "audit_head": .string(found.auditHead),
                    "faults": .array(found.faults.map(JSON.string)),
                ])
        } else {
            for fault in found.faults { Output.data(fault) }
            if found.faults.isEmpty {
                Output.data(
                    "Whole. The audit has \(found.auditRows) rows and ends with "
                        + found.auditHead)
            }
        }
        if !found.faults.isEmpty, file == nil {
            Output.say("Stop the door, then restore a backup: kiosk restore latest")
        }
        if !found.faults.isEmpty { throw ExitCode(ExitStatus.database.rawValue) }
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the place of the school's database.",
        discussion: """
            The backup is looked at whole first. What was there stays beside it, as \
            before-restore-TIME.sqlite, also where it is damaged: `sqlite3 FILE .dump` shows what \
            can still be read of it. A door or service on the directory must be stopped.
            """)

    @OptionGroup var school: SchoolOptions
    @Argument(help: "The backup; `latest` is the newest of backup_dir.") var file: String
    @Flag(help: "Also where the school has what the backup has not.") var force = false

    func run() async throws {
        let settings = try school.settings()
        if settings.database != nil { _ = try School(settings).file(toBe: "restored") }
        let directory = settings.dataDirectory
        let path = try source(settings)
        let progress = Progress(unit: "rows")
        defer { progress.end() }
        let found = try SQLiteLedger.verify(file: path) { progress.tell($0, $1, of: $2) }
        progress.end()
        if let fault = found.faults.first {
            throw Failure(.database, "\(path) is damaged and was not restored: \(fault)")
        }
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let lock = try RunLock(directory: directory, what: "a restore", deed: "restore")
        if !force, let loss = try SQLiteLedger.loss(restoring: path, over: directory) {
            throw Failure(.failure, Self.words(loss))
        }
        let former = try SQLiteLedger.restore(
            path, into: directory, at: School.now(), zone: settings.zone)
        // Brought forward to this version.
        try SQLiteLedger(directory: directory, creating: false, zone: settings.zone).close()
        Output.say("\(path) is in place: its audit ends with row \(found.auditRows).")
        if let former { Output.say("What was there before is \(former.path).") }
        _ = consume lock
    }

    private func source(_ settings: Settings) throws -> String {
        if file != "latest" { return file }
        guard let newest = Backup.all(in: settings.backupDirectory).first else {
            throw Failure(
                .notFound, "There is no backup in \(settings.backupDirectory.path). Name a file.")
        }
        return newest.file.path
    }

    private static func words(_ loss: RestoreLoss) -> String {
        switch loss {
        case .rows(let rows):
            (rows == 1 ? "1 change was" : "\(rows) changes were")
                + " made here after this backup and would be gone. To take that back all the same: "
                + "--force"
        case .anotherStory:
            "The backup is of another school, or what happened here since is another story. To put "
                + "it here all the same: --force"
        case .unreadable:
            "The school here is damaged: what it has that the backup has not cannot be told. To "
                + "put the backup in its place: --force. The damaged one stays beside it."
        }
    }
}
