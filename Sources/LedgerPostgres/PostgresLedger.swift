import Attendance
import Desk
import Foundation
import LedgerSQL

/// The hub's ledger: a PostgreSQL database, or one of several that follow each other.
///
/// What is answered is on the server's disk, and on its synchronous standby's where there is one.
package final class PostgresLedger: OpenedLedger {
    /// How long a server that went away is waited for, and one that is silent.
    package static let patience = Duration.seconds(10)
    /// How long a statement may take that looks at everything.
    private static let wholeWithin = Duration.seconds(600)

    private let address: String
    private let zone: SchoolZone
    private let readers: PostgresReaders
    private let lister: PostgresReaders
    private let committer: PostgresCommitter
    private let writer: WriteQueue
    private let watcher: PostgresWatcher

    /// `address` is a connection string of libpq: `postgres://hub:5432,standby:5432/school`.
    ///
    /// So many `connections` read; one more reads what is long, and one writes. With `creating` the
    /// schema is made. What waits for a server that went away is told so after `patience`. Throws
    /// `LedgerFault`: `away`, `missing`, `newer`, `notDurable`.
    package init(
        address: String, creating: Bool, zone: SchoolZone, connections: Int = 8,
        patience: Duration = PostgresLedger.patience
    ) throws {
        try LedgerFault.ofPostgres {
            let connection = PostgresConnection(address)
            try Self.checkDurability(connection)
            try PostgresSchema.migrate(connection, creating: creating)
        }
        self.address = address
        self.zone = zone
        readers = PostgresReaders(address, count: connections, zone: zone, patience: patience)
        lister = PostgresReaders(address, count: 1, zone: zone, patience: patience)
        committer = PostgresCommitter(address, zone: zone, patience: patience)
        writer = WriteQueue(committer)
        watcher = PostgresWatcher(readers)
    }

    /// Throws `notDurable` unless a commit is on the server's disk when it is answered.
    private static func checkDurability(_ connection: PostgresConnection) throws {
        let off = try SQLTransaction(connection).all(
            """
            SELECT name, setting FROM pg_settings
            WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'
            """
        ) { try $0.take(String.self) }
        if let setting = off.first {
            throw LedgerFault(
                .notDurable,
                "The database would lose check-ins at a power cut: its server has \(setting) "
                    + "off. Set it on.")
        }
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            readers.read(body) { continuation.resume(with: $0) }
        }
    }

    package func readSoon<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        try await read(body)
    }

    package func readNow<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) throws -> Value {
        let answer = Guarded<Result<Value, any Error>?>(nil)
        readers.read(body) { result in answer.change { $0 = result } }
        return try answer.change(when: { $0 != nil }) { $0! }.get()
    }

    package func readLong<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            lister.read(body) { continuation.resume(with: $0) }
        }
    }

    package func write<Value: Sendable>(
        _ turn: WriteTurn, _ body: @escaping @Sendable (any LedgerWriting) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        writer.add(WriteJob(body, then: then), turn)
    }

    package func version() throws -> Int64 { try watcher.turn() }

    package func whenChanged(_ ring: @escaping @Sendable () -> Void) {
        committer.whenCommitted(ring)
    }

    deinit {
        writer.stop()
        readers.stop()
        lister.stop()
    }

    /// The chain of the audit and whatever it seals, as of one moment. Pages and references are the
    /// server's business.
    package func verify(progress: (String, Int, Int) -> Void) throws -> Verification {
        let connection = PostgresConnection(address, answersWithin: Self.wholeWithin)
        let zone = zone
        return try LedgerFault.ofPostgres {
            try connection.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            defer { connection.rollBack() }
            var found = Verification(faults: [])
            try SQLTransaction(connection, zone: zone).verifyAudit(&found, progress)
            return found
        }
    }

    package func damage() throws -> String? {
        _ = try readNow { try $0.lastChange() }
        return nil
    }

    package func lost() -> String? { nil }

    /// Waits for what is being written, and lets the connections go.
    package func close() throws {
        writer.finish()
        committer.finish()
        readers.stop()
        lister.stop()
    }
}
