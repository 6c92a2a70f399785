import LedgerSQL
import TestKit
import Testing

@testable import LedgerPostgres

/// What is sent without waiting for its answer fails where it belongs.
@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
struct PostedStatementsTests {
    private static let rows = BulkInsert("one", [("id", .integer), ("note", .text)])

    private func connection() throws -> PostgresConnection {
        let connection = try PostgresConnection(PostgresServer.shared().schema())
        try connection.script("CREATE TABLE one (id bigint PRIMARY KEY, note text)")
        return connection
    }

    private func ids(_ connection: PostgresConnection) throws -> [Int64] {
        var ids: [Int64] = []
        try connection.run("SELECT id FROM one ORDER BY id", []) { columns in
            ids.append(try columns.take())
            return true
        }
        return ids
    }

    @Test func aFailureIsThrownAtTheEndOfItsSavepointAndTheOthersStand() throws {
        let connection = try connection()
        try connection.begin("BEGIN")
        try connection.insert([[1, "a"], [2, "b"]], Self.rows)
        try connection.script("SAVEPOINT job")
        try connection.insert([[3, "c"], [2, "again"]], Self.rows)
        #expect(throws: PostgresFault.self) { try connection.script("RELEASE SAVEPOINT job") }
        try connection.script("ROLLBACK TO SAVEPOINT job")
        try connection.insert([[4, "d"], [5, "e"]], Self.rows)
        #expect(try ids(connection) == [1, 2, 4, 5])
        try connection.commit()
        #expect(try ids(connection) == [1, 2, 4, 5])
    }

    @Test func aFailureIsThrownByTheCommitThatFollowsIt() throws {
        let connection = try connection()
        try connection.begin("BEGIN")
        try connection.insert([[1, "a"], [1, "again"]], Self.rows)
        #expect(throws: PostgresFault.self) { try connection.commit() }
        connection.rollBack()
        #expect(try ids(connection) == [])
    }

    @Test func whatIsUnderWayIsRolledBackWithTheRest() throws {
        let connection = try connection()
        try connection.begin("BEGIN")
        try connection.insert([[1, "a"], [1, "again"]], Self.rows)
        connection.rollBack()
        #expect(try ids(connection) == [])
    }
}
