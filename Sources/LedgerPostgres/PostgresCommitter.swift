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
    private typealias Answers = [@Sendable () -> Void]

    /// How long one statement of a batch may take: an import's are long.
    private static let statementSeconds = 60
    /// Ids of batches that are kept, of all programs together.
    private static let batchesKept: Int64 = 10_000

    private let connection: Mutex<PostgresConnection>
    /// How long a batch is tried again before its callers are told that it failed.
    private let patience: Duration
    private let zone: SchoolZone
    private let bells = Mutex<[@Sendable () -> Void]>([])

    init(_ address: String, zone: SchoolZone, patience: Duration) {
        connection = Mutex(PostgresConnection(address))
        self.patience = patience
        self.zone = zone
    }

    func whenCommitted(_ ring: @escaping @Sendable () -> Void) {
        bells.withLock { $0.append(ring) }
    }

    func commit(_ batch: WriteBatch) {
        let answers: Answers
        do {
            answers = try LedgerFault.ofPostgres {
                try connection.withLock { try patiently(batch, on: $0) }
            }
        } catch {
            batch.fail(error)
            return
        }
        for answer in answers { answer() }
        for bell in bells.withLock({ $0 }) { bell() }
    }

    private func patiently(
        _ batch: WriteBatch, on connection: PostgresConnection
    ) throws -> Answers {
        let id = Data.random(count: 16)
        var end: ContinuousClock.Instant?
        var pause = Duration.milliseconds(20)
        var doubtful: Answers?
        while true {
            do {
                return try transaction(batch, id, on: connection, doubtful: &doubtful)
            } catch let fault as PostgresFault where fault.isPassing {
                if fault.isOfServer { connection.close() }
                let last = end ?? .now + patience
                if .now > last { throw fault }
                end = last
                Thread.sleep(forTimeInterval: pause / .seconds(1))
                pause = min(pause * 2, .seconds(1))
            }
        }
    }

    /// Runs the batch, unless it is kept. `doubtful` is what is answered if a commit held of which
    /// nobody knows.
    private func transaction(
        _ batch: WriteBatch, _ id: Data, on connection: PostgresConnection,
        doubtful: inout Answers?
    ) throws -> Answers {
        connection.answersWithin = patience
        try connection.begin(
            "BEGIN; SET LOCAL statement_timeout = '\(Self.statementSeconds)s'; "
                + "SET LOCAL lock_timeout = '2s'", isWriting: true)
        do {
            let transaction = SQLTransaction(connection, zone: zone)
            // Whoever has the row writes; nobody else does until it is done.
            let turn = try transaction.first(
                "UPDATE turn SET number = number + 1 RETURNING number"
            ) { try $0.take(Int64.self) }
            guard let turn else { throw Columns.incomplete }
            // A commit that was still under way has ended before this turn. And this one is later:
            // where a standby must have it before it is answered, it has the other then as well.
            if let answers = doubtful, try isKept(id, transaction) {
                try connection.commit()
                return answers
            }
            doubtful = nil
            try transaction.run("INSERT INTO batch (id, turn) VALUES (?, ?)", [id, turn])
            try transaction.run("DELETE FROM batch WHERE turn < ?", [turn - Self.batchesKept])
            connection.answersWithin = .seconds(Self.statementSeconds) + patience
            let answers = try batch.answers(in: transaction)
            try connection.settle()
            doubtful = answers
            connection.answersWithin = patience
            try connection.commit()
            return answers
        } catch {
            connection.rollBack()
            throw error
        }
    }

    private func isKept(_ id: Data, _ transaction: SQLTransaction) throws -> Bool {
        try transaction.first("SELECT 1 FROM batch WHERE id = ?", [id]) {
            try $0.take(Int.self)
        } != nil
    }

    func finish() {
        connection.withLock { $0.close() }
    }
}
