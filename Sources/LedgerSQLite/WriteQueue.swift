import Desk
import Dispatch
import Foundation
import GRDB
import Synchronization

/// Group commit: whatever waits when a transaction starts shares its one sync to the disk, and is
/// answered after it, in the order it came.
final class WriteQueue: Sendable {
    /// Writers that may wait at once.
    static let mostWaiting = 8_192
    /// Writers that share one commit.
    static let mostInOneCommit = 512
    /// The WAL is written back into the file when it has grown to this.
    static let walBytesToCheckpoint: Int64 = 4 << 20

    /// A writer that waits. `run` does its work and gives what tells its caller, once it is known
    /// whether the commit held: nil is success.
    private struct Job: Sendable {
        let run: @Sendable (Database) throws -> @Sendable ((any Error)?) -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private struct Waiting {
        var jobs: [Job] = []
        var isDraining = false
    }

    private let waiting = Mutex(Waiting())
    private let queue = DispatchQueue(label: "ledger.writer", qos: .userInitiated)
    private let pool: DatabasePool
    private let lock: FileLock
    private let walPath: String

    init(pool: DatabasePool, lock: FileLock, walPath: String) {
        self.pool = pool
        self.lock = lock
        self.walPath = walPath
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
        let (isFull, mustDrain) = waiting.withLock { waiting in
            if waiting.jobs.count >= Self.mostWaiting { return (true, false) }
            waiting.jobs.append(job)
            defer { waiting.isDraining = true }
            return (false, !waiting.isDraining)
        }
        if isFull {
            job.fail(LedgerFault(.tooMany, "Too many are waiting to be saved. Try again."))
        } else if mustDrain {
            queue.async { self.drain() }
        }
    }

    private func drain() {
        while true {
            let batch = waiting.withLock { waiting in
                let batch = Array(waiting.jobs.prefix(Self.mostInOneCommit))
                waiting.jobs.removeFirst(batch.count)
                waiting.isDraining = !batch.isEmpty
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
            answers = try pool.writeWithoutTransaction { try Self.transaction($0, batch) }
        } catch {
            let fault: any Error = (error as? DatabaseError).map { LedgerFault($0) } ?? error
            for job in batch { job.fail(fault) }
            return
        }
        for answer in answers { answer() }
        checkpointIfLong()
    }

    /// Each job in a savepoint of its own; what one throws leaves the others standing. Throws only
    /// where nothing at all was kept.
    private static func transaction(
        _ db: Database, _ batch: [Job]
    ) throws -> [@Sendable () -> Void] {
        var answers: [@Sendable () -> Void] = []
        try db.beginTransaction(.immediate)
        do {
            for job in batch {
                var failure: (any Error)?
                try db.inSavepoint {
                    do {
                        let finish = try job.run(db)
                        answers.append { finish(nil) }
                        return .commit
                    } catch {
                        failure = error
                        return .rollback
                    }
                }
                guard let failure else { continue }
                // A full or failing disk has ended the whole transaction.
                if !db.isInsideTransaction { throw failure }
                let fault: any Error =
                    (failure as? DatabaseError).map { LedgerFault($0) } ?? failure
                answers.append { job.fail(fault) }
            }
            try db.commit()
        } catch {
            if db.isInsideTransaction { try db.rollback() }
            throw error
        }
        return answers
    }

    /// Writes the WAL back into the file, under the lock, by the one connection that writes.
    private func checkpointIfLong() {
        var status = stat()
        guard stat(walPath, &status) == 0, Int64(status.st_size) > Self.walBytesToCheckpoint else {
            return
        }
        do {
            try pool.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
        } catch {
            // What was answered is safe in the WAL; the next commit tries again.
            FileHandle.standardError.write(Data("kiosk: checkpoint put off: \(error)\n".utf8))
        }
    }

    /// Waits for everything added so far, then truncates the WAL.
    func finish() throws {
        try queue.sync {
            drain()
            try lock.lock()
            defer { lock.unlock() }
            try LedgerFault.mapping {
                try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            }
        }
    }
}
