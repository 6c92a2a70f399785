import Desk
import Foundation
import GRDB

/// Group commit: whatever waits when a transaction starts shares its one sync to the disk, and is
/// answered after it, in the order it came.
final class WriteQueue: Sendable {
    /// Writers that may wait at once.
    static let mostWaiting = 8_192
    /// Writers that share one commit.
    static let mostInOneCommit = 512
    /// The WAL is written back into the file when it has grown to this many pages.
    static let walPagesToCheckpoint = 1_000

    /// A writer that waits. `run` does its work and gives what tells its caller, once it is known
    /// whether the commit held: nil is success.
    private struct Job: Sendable {
        let run: @Sendable (Database) throws -> @Sendable ((any Error)?) -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private struct Waiting {
        var jobs: [Job] = []
        var isStopping = false
        var hasStopped = false
        var hasWork: Bool { !jobs.isEmpty || isStopping }
    }

    private let waiting = Guarded(Waiting())
    private let pool: DatabasePool
    private let lock: FileLock
    private let witness: AuditWitness
    let wal: WALGauge

    init(pool: DatabasePool, lock: FileLock, witness: AuditWitness) {
        self.pool = pool
        self.lock = lock
        self.witness = witness
        wal = WALGauge()
        pool.writeWithoutTransaction { [wal] in wal.watch($0) }
        let thread = Thread { [self] in work() }
        thread.name = "ledger writer"
        thread.start()
    }

    func add<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        let job = Job(
            run: { db in
                let value = try body(db)
                return { error in then(error.map { .failure($0) } ?? .success(value)) }
            },
            fail: { then(.failure($0)) })
        let isTaken = waiting.change { waiting in
            if waiting.isStopping || waiting.jobs.count >= Self.mostWaiting { return false }
            waiting.jobs.append(job)
            return true
        }
        if !isTaken {
            job.fail(LedgerFault(.tooMany, "Too many are waiting to be saved. Try again."))
        }
    }

    /// Commits whatever waits, until it is told to stop and nothing waits any more.
    private func work() {
        while true {
            let batch = waiting.change(when: \.hasWork) { waiting in
                let batch = Array(waiting.jobs.prefix(Self.mostInOneCommit))
                waiting.jobs.removeFirst(batch.count)
                waiting.hasStopped = batch.isEmpty
                return batch
            }
            if batch.isEmpty { return }
            commit(batch)
        }
    }

    private func commit(_ batch: [Job]) {
        do {
            try lock.lock()
        } catch {
            for job in batch { job.fail(error) }
            return
        }
        defer { lock.unlock() }
        let answers: [@Sendable () -> Void]
        do {
            answers = try pool.writeWithoutTransaction { try transaction($0, batch) }
        } catch {
            let fault = Self.fault(error)
            for job in batch { job.fail(fault) }
            return
        }
        for answer in answers { answer() }
        wal.ring()
        if wal.pages >= Self.walPagesToCheckpoint {
            writeBack(.passive, patienceMilliseconds: FileLock.patienceMilliseconds)
        }
    }

    /// Runs the jobs in one transaction, each in a savepoint where there are several, so that what
    /// one throws leaves the others standing. Throws only where nothing at all was kept.
    private func transaction(
        _ db: Database, _ batch: [Job]
    ) throws -> [@Sendable () -> Void] {
        try db.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
        do {
            if batch.count == 1 {
                let finish = try batch[0].run(db)
                try commit(db)
                return [{ finish(nil) }]
            }
            let answers = try batch.map { try Self.answer($0, in: db) }
            try commit(db)
            return answers
        } catch {
            if db.isInsideTransaction { try db.rollback() }
            throw error
        }
    }

    private func commit(_ db: Database) throws {
        let head = try AuditChain.head(SQLiteTransaction(db))
        try db.cachedStatement(sql: "COMMIT").execute()
        witness.note(head)
    }

    /// Runs a job in a savepoint and gives what tells its caller once the commit has held. Throws
    /// where the job's failure ended the whole transaction, as a full or failing disk does.
    private static func answer(_ job: Job, in db: Database) throws -> @Sendable () -> Void {
        var finish: (@Sendable ((any Error)?) -> Void)?
        var failure: (any Error)?
        try db.inSavepoint {
            do {
                finish = try job.run(db)
                return .commit
            } catch {
                failure = error
                return .rollback
            }
        }
        if let finish { return { finish(nil) } }
        guard let failure, db.isInsideTransaction else {
            throw failure ?? DatabaseError(resultCode: .SQLITE_ABORT)
        }
        let fault = Self.fault(failure)
        return { job.fail(fault) }
    }

    private static func fault(_ error: any Error) -> any Error {
        (error as? DatabaseError).map { LedgerFault($0) } ?? error
    }

    /// Takes no more, and lets its thread go when nothing waits.
    func stop() {
        waiting.change { $0.isStopping = true }
    }

    /// Waits for everything added so far, takes no more, and writes the WAL back as far as readers
    /// of other processes let it.
    func finish() throws {
        stop()
        waiting.change(when: \.hasStopped) { _ in }
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
