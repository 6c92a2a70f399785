import Attendance
import Desk
import Foundation
import LedgerSQL

/// Connections for reading, each with a thread of its own, and what waits for them.
final class PostgresReaders: Sendable {
    /// Reads that may wait at once.
    static let mostWaiting = 4_096

    private typealias Job = @Sendable (PostgresConnection) -> Void

    private struct Waiting {
        var jobs: [Job] = []
        var isStopping = false
        var hasWork: Bool { !jobs.isEmpty || isStopping }
    }

    private let waiting = Guarded(Waiting())
    private let zone: SchoolZone

    init(_ address: String, count: Int, zone: SchoolZone) {
        self.zone = zone
        for number in 1...count {
            let thread = Thread { [self] in work(PostgresConnection(address)) }
            thread.name = "ledger reader \(number)"
            thread.start()
        }
    }

    private func work(_ connection: PostgresConnection) {
        while true {
            let job = waiting.change(when: \.hasWork) { waiting in
                waiting.jobs.isEmpty ? nil : waiting.jobs.removeFirst()
            }
            guard let job else { return }
            job(connection)
        }
    }

    /// Calls `then` on the thread of a connection.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        let zone = zone
        let isTaken = waiting.change { waiting in
            if waiting.isStopping || waiting.jobs.count >= Self.mostWaiting { return false }
            waiting.jobs.append { connection in
                then(
                    Result {
                        try LedgerFault.ofPostgres {
                            try Self.snapshot(connection) {
                                try body(SQLTransaction(connection, zone: zone))
                            }
                        }
                    })
            }
            return true
        }
        if !isTaken {
            then(.failure(LedgerFault(.tooMany, "Too many are waiting to be read. Try again.")))
        }
    }

    /// Everything that `body` reads is of one moment. A connection that broke while nobody used it
    /// is opened again.
    private static func snapshot<Value>(
        _ connection: PostgresConnection, _ body: () throws -> Value
    ) throws -> Value {
        let begin =
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = '5s'"
        do {
            try connection.script(begin)
        } catch let fault as PostgresFault where fault.isPassing {
            connection.close()
            try connection.script(begin)
        }
        do {
            let value = try body()
            try connection.script("COMMIT")
            return value
        } catch {
            do {
                try connection.script("ROLLBACK")
            } catch is PostgresFault {
                // A connection that broke has rolled back already; the next use opens another.
                connection.close()
            }
            throw error
        }
    }

    func stop() {
        waiting.change { $0.isStopping = true }
    }
}
