import GRDB
import Synchronization

@testable import LedgerSQLite

/// What only tests do with the ledger's own connections.
extension SQLiteLedger {
    /// Undoes, on the connection that writes, what makes commits durable.
    func weaken(_ pragma: String) throws {
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA \(pragma)") }
    }

    /// Pages in the WAL now.
    func walPages() throws -> Int { committer.wal.pages }

    /// The statements that `body` runs on the connection that writes, without their arguments.
    func statements(_ body: () async throws -> Void) async throws -> Set<String> {
        let seen = SeenStatements()
        try await pool.writeWithoutTransaction { db in
            db.trace { event in
                if case .statement(let statement) = event { seen.add(statement.sql) }
            }
        }
        try await body()
        try await pool.writeWithoutTransaction { db in db.trace(options: []) }
        return seen.all
    }

    /// How many statements `body` runs there.
    func statementCount(_ body: () async throws -> Void) async throws -> Int {
        let count = Mutex(0)
        try await pool.writeWithoutTransaction { db in
            db.trace { event in
                if case .statement = event { count.withLock { $0 += 1 } }
            }
        }
        try await body()
        try await pool.writeWithoutTransaction { db in db.trace(options: []) }
        return count.withLock { $0 }
    }

    /// How SQLite would run a statement, a line a step.
    func plan(of sql: String) async throws -> [String] {
        try await pool.writeWithoutTransaction { db in
            let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
            statement.setUncheckedArguments(StatementArguments())
            return try Row.fetchAll(statement).map { $0["detail"] }
        }
    }
}

private final class SeenStatements: Sendable {
    private let statements = Mutex<Set<String>>([])

    func add(_ sql: String) {
        let isQuery = ["SELECT", "INSERT", "UPDATE", "DELETE"].contains { sql.hasPrefix($0) }
        if isQuery { statements.withLock { _ = $0.insert(sql) } }
    }

    var all: Set<String> { statements.withLock { $0 } }
}
