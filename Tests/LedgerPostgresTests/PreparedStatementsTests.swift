import Desk
import LedgerSQL
import TestKit
import Testing

@testable import LedgerPostgres

/// A statement is planned once for a connection of its own, and again when tables may have grown.
@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
struct PreparedStatementsTests {
    private func number(_ connection: PostgresConnection, _ sql: String) throws -> Int {
        var number = -1
        _ = try connection.run(sql, []) { columns in
            number = try columns.take()
            return false
        }
        return number
    }

    @Test func whatIsAskedAgainIsPreparedOnce() throws {
        let connection = PostgresConnection(try PostgresServer.shared().schema())
        for value in 1...3 {
            var rows = 0
            _ = try connection.run("SELECT ? + 1", [value]) { _ in
                rows += 1
                return true
            }
            #expect(rows == 1)
        }
        let counted = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%+ 1'"
        #expect(try number(connection, counted) == 1)
    }

    @Test func anotherConnectionKnowsNothingOfIt() throws {
        let address = try PostgresServer.shared().schema()
        let connection = PostgresConnection(address)
        #expect(try number(connection, "SELECT 7") == 7)
        connection.close()
        #expect(try number(connection, "SELECT 7") == 7)
    }

    @Test func aPlanIsMadeAnewAfterAWhile() {
        var statements = PreparedStatements(isOwn: true)
        let start = ContinuousClock.now
        let stale = [1, 6, 7, 12].filter {
            statements.areStale(at: start + .seconds($0), isWriting: false)
        }
        #expect(stale == [6, 12])
    }

    @Test func aPlanIsMadeAnewAfterMuchWasWritten() {
        var statements = PreparedStatements(isOwn: true)
        let now = ContinuousClock.now
        let written = (1...400).filter { _ in statements.areStale(at: now, isWriting: true) }
        #expect(written == [128, 256, 384])
        let read = (1...100).filter { _ in statements.areStale(at: now, isWriting: false) }
        #expect(read == [])
    }

    @Test func everyKindOfTransactionBeginsThen() throws {
        let connection = PostgresConnection(try PostgresServer.shared().schema())
        for begin in ["BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"] {
            try connection.begin(begin)
            #expect(try number(connection, "SELECT 7") == 7)
            try connection.commit()
            try connection.begin(begin, at: .now + .seconds(60))
            #expect(try number(connection, "SELECT 7") == 7)
            try connection.commit()
        }
    }

    @Test func behindAPoolerNothingIsPrepared() {
        let statements = PreparedStatements(isOwn: false)
        guard case .never = statements.known("SELECT 1", []) else {
            Issue.record("it would be prepared")
            return
        }
    }

    @Test func statementsWithoutEndAreNotAllKept() {
        var statements = PreparedStatements(isOwn: true)
        for number in 0..<PreparedStatements.most {
            guard case .new(let name) = statements.known("SELECT \(number)", []) else {
                Issue.record("\(number) should be new")
                return
            }
            statements.note(name, for: "SELECT \(number)", [])
        }
        guard case .never = statements.known("SELECT -1", []) else {
            Issue.record("one too many")
            return
        }
    }
}
