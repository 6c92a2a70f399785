import Attendance
import Desk
import Foundation
import LedgerSQL
import Synchronization

/// Commits batches in a transaction each, one after another over all programs that write to the
/// database, and again where the server went away meanwhile.
///
/// A batch has an id that is kept with it. Where nobody knows whether its commit held, the id tells
/// once there is a server again, so that nothing is done twice and nothing is answered that is not.
final class PostgresCommitter: Committer {
    /// How long a batch is tried again before its callers are told that it failed.
    static let patience = Duration.seconds(10)
    /// Ids of batches that are kept, of all programs together.
    private static let batchesKept: Int64 = 10_000

    private let connection: Mutex<PostgresConnection>
    private let zone: SchoolZone
    private let bells = Mutex<[@Sendable () -> Void]>([])

    init(_ address: String, zone: SchoolZone) {
        connection = Mutex(PostgresConnection(address))
        self.zone = zone
    }

    func whenCommitted(_ ring: @escaping @Sendable () -> Void) {
        bells.withLock { $0.append(ring) }
    }

    func commit(_ batch: [WriteJob]) {
        let answers: [@Sendable () -> Void]
        do {
            answers = try LedgerFault.ofPostgres {
                try connection.withLock { try patiently(batch, on: $0) }
            }
        } catch {
            for job in batch { job.fail(error) }
            return
        }
        for answer in answers { answer() }
        for bell in bells.withLock({ $0 }) { bell() }
    }

    private func patiently(
        _ batch: [WriteJob], on connection: PostgresConnection
    ) throws -> [@Sendable () -> Void] {
        let id = Data.random(count: 16)
        let end = ContinuousClock.now + Self.patience
        var pause = Duration.milliseconds(20)
        /// What is answered if the last commit held after all.
        var doubtful: [@Sendable () -> Void]?
        while true {
            do {
                if let answers = doubtful, try isKept(id, connection) { return answers }
                doubtful = nil
                return try transaction(batch, id, on: connection) { doubtful = $0 }
            } catch let fault as PostgresFault where fault.isPassing {
                if ContinuousClock.now > end { throw fault }
                Thread.sleep(forTimeInterval: pause / .seconds(1))
                pause = min(pause * 2, .seconds(1))
            }
        }
    }

    private func isKept(_ id: Data, _ connection: PostgresConnection) throws -> Bool {
        let transaction = SQLTransaction(connection)
        return try transaction.first("SELECT 1 FROM batch WHERE id = ?", [id]) {
            try $0.take(Int.self)
        } != nil
    }

    /// Runs the batch; `committing` is told what is answered just before the commit is sent.
    private func transaction(
        _ batch: [WriteJob], _ id: Data, on connection: PostgresConnection,
        committing: ([@Sendable () -> Void]) -> Void
    ) throws -> [@Sendable () -> Void] {
        try connection.script(
            "BEGIN; SET LOCAL statement_timeout = '60s'; SET LOCAL lock_timeout = '2s'")
        do {
            let transaction = SQLTransaction(connection, zone: zone)
            // Whoever has the row writes; nobody else does until it is done.
            let turn = try transaction.first(
                "UPDATE turn SET number = number + 1 RETURNING number"
            ) { try $0.take(Int64.self) }
            guard let turn else { throw Columns.incomplete }
            try transaction.run("INSERT INTO batch (id, turn) VALUES (?, ?)", [id, turn])
            try transaction.run("DELETE FROM batch WHERE turn < ?", [turn - Self.batchesKept])
            let answers = try batch.answers(in: transaction)
            committing(answers)
            try connection.script("COMMIT")
            return answers
        } catch {
            try rollBack(connection)
            throw error
        }
    }

    private func rollBack(_ connection: PostgresConnection) throws {
        do {
            try connection.script("ROLLBACK")
        } catch is PostgresFault {
            // A connection that broke has rolled back already; the next use opens another.
            connection.close()
        }
    }

    func finish() {
        connection.withLock { $0.close() }
    }
}
