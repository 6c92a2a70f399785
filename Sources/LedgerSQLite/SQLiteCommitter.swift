import Attendance
import Desk
import GRDB
import LedgerSQL
import Synchronization

/// Commits batches to the file, under the lock that every process of the school takes, and writes
/// the WAL back into it.
final class SQLiteCommitter: Committer {
    /// The WAL is written back into the file when it has grown to this many pages.
    static let walPagesToCheckpoint = 1_000

    private let pool: DatabasePool
    private let lock: FileLock
    private let witness: AuditWitness
    private let seals: TableSeals
    private let zone: SchoolZone
    private let bootTime: @Sendable () -> BootTime
    /// What SQLite counts up with each change of the tables, as this version knows them.
    private let schema: Atomic<Int>
    let wal = WALGauge()

    init(
        pool: DatabasePool, lock: FileLock, witness: AuditWitness, seals: TableSeals,
        zone: SchoolZone, bootTime: @escaping @Sendable () -> BootTime
    ) throws {
        self.pool = pool
        self.lock = lock
        self.witness = witness
        self.seals = seals
        self.zone = zone
        self.bootTime = bootTime
        schema = Atomic(
            try pool.writeWithoutTransaction { [wal] in
                wal.watch($0)
                return try Self.schema($0)
            })
    }

    func commit(_ batch: WriteBatch) {
        do {
            try lock.lock()
        } catch {
            batch.fail(error)
            return
        }
        defer { lock.unlock() }
        let answers: [@Sendable () -> Void]
        do {
            answers = try LedgerFault.mapping {
                try pool.writeWithoutTransaction { try transaction($0, batch) }
            }
        } catch {
            batch.fail(error)
            return
        }
        for answer in answers { answer() }
        wal.ring()
        if wal.pages >= Self.walPagesToCheckpoint {
            writeBack(.passive, patienceMilliseconds: FileLock.patienceMilliseconds)
        }
    }

    private func transaction(
        _ db: Database, _ batch: WriteBatch
    ) throws -> [@Sendable () -> Void] {
        try db.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
        do {
            try checkSchema(db)
            let statements = SQLiteStatements(db)
            let transaction = SQLTransaction(statements, zone: zone, bootTime: bootTime)
            let answers = try batch.answers(in: transaction)
            let head = try AuditChain.head(transaction)
            try seals.seal(statements)
            try db.cachedStatement(sql: "COMMIT").execute()
            witness.note(head)
            return answers
        } catch {
            seals.forget()
            if db.isInsideTransaction { try db.rollback() }
            throw error
        }
    }

    /// What a newer version has brought forward meanwhile it seals in a way of its own.
    private func checkSchema(_ db: Database) throws {
        let found = try Self.schema(db)
        if found == schema.load(ordering: .relaxed) { return }
        if try migrations.hasBeenSuperseded(db) {
            throw LedgerFault(
                .newer, "A newer version of kiosk has changed the database. Start this again.")
        }
        schema.store(found, ordering: .relaxed)
    }

    private static func schema(_ db: Database) throws -> Int {
        try Int.fetchOne(db.cachedStatement(sql: "PRAGMA schema_version")) ?? 0
    }

    /// Writes everything back that readers of other processes let it.
    func finish() throws {
        if wal.pages == 0 { return }
        try lock.lock()
        defer { lock.unlock() }
        // Nobody waits for a reader of another process: the next who closes empties the WAL.
        writeBack(.truncate, patienceMilliseconds: 0)
    }

    /// Writes the WAL back into the file, under the lock, by the one connection that writes.
    private func writeBack(_ mode: Database.CheckpointMode, patienceMilliseconds: Int) {
        do {
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA busy_timeout = \(patienceMilliseconds)")
                _ = try db.checkpoint(mode)
            }
        } catch {
            // What was answered is safe in the WAL, and the next commit writes it back; a disk that
            // fails is told by that commit.
        }
    }
}
