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
    private let patience: Duration

    init(_ address: String, count: Int, zone: SchoolZone, patience: Duration) {
        self.zone = zone
        self.patience = patience
        for number in 1...count {
            let thread = Thread { [self] in
                work(PostgresConnection(address, answersWithin: patience))
            }
            thread.name = "ledger reader \(number)"
            thread.start()
        }
    }

    private func work(_ connection: PostgresConnection) {
        while true {
            let job = waiting.change(when: \.hasWork, waking: .nobody) { waiting in
                waiting.jobs.isEmpty ? nil : waiting.jobs.removeFirst()
            }
            guard let job else { return }
            job(connection)
        }
    }

    /// Calls `then` on the thread of a connection. Where there is no server it is waited for, so
    /// long as `patience` says from now on.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        let zone = zone
        let end = ContinuousClock.now + patience
        let isTaken = waiting.change(waking: .one) { waiting in
            if waiting.isStopping || waiting.jobs.count >= Self.mostWaiting { return false }
            waiting.jobs.append { connection in
                then(
                    Result {
                        try LedgerFault.ofPostgres {
                            try Self.snapshot(connection, until: end) {
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

    /// Everything that `body` reads is of one moment. It is begun again where there is no server,
    /// or one that has just gone; `body` runs once, for it may have told somebody already.
    private static func snapshot<Value>(
        _ connection: PostgresConnection, until end: ContinuousClock.Instant,
        _ body: () throws -> Value
    ) throws -> Value {
        var pause = Duration.milliseconds(20)
        while true {
            do {
                try connection.begin(
                    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; "
                        + "SET LOCAL statement_timeout = '5s'")
                break
            } catch let fault as PostgresFault where fault.isPassing {
                connection.close()
                if .now > end { throw fault }
                Thread.sleep(forTimeInterval: pause / .seconds(1))
                pause = min(pause * 2, .seconds(1))
            }
        }
        defer { connection.rollBack() }
        return try body()
    }

    func stop() {
        waiting.change { $0.isStopping = true }
    }
}
