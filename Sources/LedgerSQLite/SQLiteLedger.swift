import Attendance
import Desk
import Foundation
import GRDB
import Glibc
import LedgerSQL
import Synchronization

/// The kiosk's ledger: one SQLite file in a directory of its own.
///
/// What is answered is on the disk: WAL with `synchronous = FULL`, read back at opening. Every
/// commit, and every checkpoint, of any process is made under one lock, so that none checkpoints
/// while another commits (SQLite before 3.51.3 can damage the file then).
package final class SQLiteLedger: OpenedLedger {
    package static let fileName = "kiosk.sqlite"
    let pool: DatabasePool
    private let watcher: DatabaseQueue
    let lister: DatabaseQueue
    private let readers: Readers
    private let longReads = Atomic<Int>(0)
    private let writer: WriteQueue
    let committer: SQLiteCommitter
    let witness: AuditWitness
    let zone: SchoolZone

    /// Opens the ledger of a directory, brought forward to this version's schema.
    ///
    /// With `creating` the directory and the file are made, readable by this account only. Throws
    /// `LedgerFault`: `missing`, `newer`, `readOnly`, `locked`, `broken`, `notDurable`.
    /// `bootTime` is the machine's, by which a hub corrects what a door wrote down.
    package init(
        directory: URL, creating: Bool, zone: SchoolZone,
        bootTime: @escaping @Sendable () -> BootTime = { .unknown }
    ) throws {
        let path = directory.appendingPathComponent(Self.fileName).path
        if creating {
            try Self.make(directory, path)
        } else if access(path, F_OK) != 0 {
            var isDirectory: ObjCBool = false
            if FileManager.default.fileExists(atPath: directory.path, isDirectory: &isDirectory),
                !isDirectory.boolValue
            {
                throw LedgerFault(.missing, "\(directory.path) is a file, not a data directory.")
            }
            throw LedgerFault(
                .missing,
                "There is no school in \(directory.path) yet. Import one with `kiosk import "
                    + "oneroster FOLDER --data \(directory.path)`, or try `kiosk demo`.")
        }
        if access(path, R_OK | W_OK) != 0 { throw LedgerFault.opening(path, errno) }
        self.zone = zone
        readers = Readers(path)
        let lock = try FileLock(path: directory.appendingPathComponent("write.lock").path)
        let witness = try AuditWitness(directory: directory)
        self.witness = witness
        (watcher, pool) = try LedgerFault.mapping {
            try lock.lock()
            defer { lock.unlock() }
            let (watcher, pool) = try Self.connect(path)
            try witness.compare(with: pool)
            return (watcher, pool)
        }
        lister = try LedgerFault.mapping { try Self.reader(path) }
        let seals = try LedgerFault.mapping { [pool] in
            try pool.writeWithoutTransaction { try TableSeals($0) }
        }
        committer = try LedgerFault.mapping { [pool] in
            try SQLiteCommitter(
                pool: pool, lock: lock, witness: witness, seals: seals, zone: zone,
                bootTime: bootTime)
        }
        writer = WriteQueue(committer)
        try checkDurability()
    }

    /// The connection that only watches, and those that work.
    private static func connect(_ path: String) throws -> (DatabaseQueue, DatabasePool) {
        let watcher = try reader(path)
        if try watcher.read({ try migrations.hasBeenSuperseded($0) }) {
            throw LedgerFault(
                .newer,
                "\(path) was written by a newer version of kiosk. Install that version, or restore "
                    + "a backup made with this one.")
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        // NB: the pool itself sets NORMAL after `prepareDatabase`; only this holds.
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0")
            // What a savepoint may have to take back: in a file it costs a tenth of a check-in.
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        try migrations.migrate(pool)
        return (watcher, pool)
    }

    static func reader(_ path: String) throws -> DatabaseQueue {
        var reading = configuration
        reading.readonly = true
        return try DatabaseQueue(path: path, configuration: reading)
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = 4
        // The pages of a roster of 500 in a large school are more than SQLite's own 2 MB hold.
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -16000")
            TableSeals.prepare(db)
        }
        return configuration
    }

    private static func make(_ directory: URL, _ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw LedgerFault.making(directory.path, error)
        }
        // SQLite gives its WAL the mode of the file.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw LedgerFault.opening(path, errno) }
        Glibc.close(descriptor)
    }

    /// Throws `notDurable` unless a commit is on the disk when it returns.
    package func checkDurability() throws {
        try LedgerFault.mapping {
            try pool.writeWithoutTransaction { db in
                let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? "unknown"
                let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1
                let foreignKeys = try Int.fetchOne(db, sql: "PRAGMA foreign_keys") ?? 0
                guard mode == "wal", synchronous == 2, foreignKeys == 1 else {
                    throw LedgerFault(
                        .notDurable,
                        "The database would lose check-ins at a power cut (journal_mode \(mode), "
                            + "synchronous \(synchronous), foreign_keys \(foreignKeys)). Put the "
                            + "data directory on a local disk.")
                }
            }
        }
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        try await read(pool, body)
    }

    /// Long reads that may wait or run at once; each has its turn on a connection of their own.
    static let mostLongReads = 64

    package func readLong<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        defer { longReads.subtract(1, ordering: .relaxed) }
        if longReads.add(1, ordering: .relaxed).newValue > Self.mostLongReads {
            throw LedgerFault(.tooMany, "Too many long lists are being read. Try again.")
        }
        return try await read(lister, body)
    }

    /// NB: not the readers' own `read`, which keeps its connection until the caller's task goes on:
    /// where that task waits for a thread that waits for a connection, nothing goes on at all.
    private func read<Value: Sendable>(
        _ reader: any DatabaseReader,
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        let zone = zone
        return try await withCheckedThrowingContinuation { continuation in
            reader.asyncRead { db in
                continuation.resume(
                    with: Result {
                        try LedgerFault.mapping {
                            try body(SQLTransaction(SQLiteStatements(try db.get()), zone: zone))
                        }
                    })
            }
        }
    }

    package func readSoon<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        try readNow(body)
    }

    package func readNow<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) throws -> Value {
        do {
            return try readers.read { db in
                try body(SQLTransaction(SQLiteStatements(db), zone: zone))
            }
        } catch let error as DatabaseError {
            throw LedgerFault(error)
        }
    }

    package func write<Value: Sendable>(
        _ turn: WriteTurn, _ body: @escaping @Sendable (any LedgerWriting) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        writer.add(WriteJob(body, then: then), turn)
    }

    package func version() throws -> Int64 {
        try LedgerFault.mapping {
            try watcher.read { try Int64.fetchOne($0, sql: "PRAGMA data_version") ?? 0 }
        }
    }

    package func whenChanged(_ ring: @escaping @Sendable () -> Void) {
        committer.wal.whenCommitted(ring)
    }

    deinit { writer.stop() }

    package func lost() -> String? { witness.lost() }

    /// What is wrong with the file, in SQLite's own words; nil where it is whole.
    package func damage() throws -> String? {
        let words = try LedgerFault.mapping {
            try pool.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
        }
        return words == "ok" ? nil : words
    }

    /// Waits for what is being written, and leaves everything in the one file.
    package func close() throws {
        writer.finish()
        try committer.finish()
        try LedgerFault.mapping {
            try watcher.close()
            try lister.close()
            try readers.close()
            try pool.close()
        }
    }
}
