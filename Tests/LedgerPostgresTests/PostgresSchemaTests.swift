import Desk
import Foundation
import LedgerSQLite
import TestKit
import Testing

@testable import LedgerPostgres

@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
struct PostgresSchemaTests {
    /// The engines' own tables.
    private static let own: Set = [
        "grdb_migrations", "sqlite_sequence", "schema_step", "turn", "batch",
    ]

    private func open(_ address: String) throws -> PostgresLedger {
        try PostgresLedger(address: address, creating: true, zone: TestSchool.zone, connections: 1)
    }

    private func ask(_ address: String, _ sql: String) throws -> String {
        let asked = try run(PostgresServer.program("psql"), ["-qAtX", "-d", address, "-c", sql])
        try #require(asked.status == 0, "\(asked.errorText)")
        return asked.text
    }

    @Test func bothEnginesKeepTheSameTablesAndColumns() throws {
        let address = try PostgresServer.shared().schema()
        try open(address).close()
        let onServer = try ask(
            address,
            """
            SELECT c.table_name || '.' || c.column_name || ' ' || c.is_nullable
              || CASE c.data_type WHEN 'bigint' THEN ' INTEGER' WHEN 'bytea' THEN ' BLOB'
                WHEN 'text' THEN ' TEXT' ELSE c.data_type END
            FROM information_schema.columns c
            JOIN pg_class t ON t.relname = c.table_name AND t.relnamespace =
              current_schema()::regnamespace AND NOT t.relispartition
            WHERE c.table_schema = current_schema()
            """)
        let directory = try TemporaryDirectory()
        try SQLiteLedger(directory: directory.url, creating: true, zone: TestSchool.zone).close()
        // A key of a table without row ids cannot be null, nor can an integer that is the key.
        let inFile = try run(
            "sqlite3",
            [
                directory.path + "/kiosk.sqlite",
                """
                SELECT m.name || '.' || c.name || CASE WHEN c."notnull" = 1 OR c.pk > 0
                  THEN ' NO ' ELSE ' YES ' END || c.type
                FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'
                """,
            ]
        ).text
        // Seals are the file's alone: a server has checksums of its pages.
        let kept = columns(inFile).filter { !$0.contains(".seal ") }
        #expect(columns(onServer) == kept)
        #expect(columns(inFile).count > 150)
    }

    private func columns(_ text: String) -> [String] {
        text.split(separator: "\n").map(String.init).filter { line in
            !Self.own.contains { line.hasPrefix($0 + ".") }
        }.sorted()
    }

    /// Other references are left out where they were looked up just before.
    @Test func bothEnginesHoldRowsToTheirPeople() throws {
        let address = try PostgresServer.shared().schema()
        try open(address).close()
        let onServer = try ask(
            address,
            """
            SELECT t.relname || '.' || a.attname FROM pg_constraint c
            JOIN pg_class t ON t.oid = c.conrelid AND NOT t.relispartition
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
            WHERE c.contype = 'f' AND c.confrelid = '"user"'::regclass
              AND c.connamespace = current_schema()::regnamespace
            """)
        let directory = try TemporaryDirectory()
        try SQLiteLedger(directory: directory.url, creating: true, zone: TestSchool.zone).close()
        let inFile = try run(
            "sqlite3",
            [
                directory.path + "/kiosk.sqlite",
                """
                SELECT m.name || '.' || f."from" FROM sqlite_master m
                JOIN pragma_foreign_key_list(m.name) f ON f."table" = 'user' WHERE m.type = 'table'
                """,
            ]
        ).text
        // A tally counts records, and each of those is held.
        let held = columns(inFile).filter { !$0.contains("tally.") }
        #expect(columns(onServer) == held)
        #expect(columns(inFile).contains("evidence.user_id"))
    }

    @Test func textsAreOrderedByTheirBytes() throws {
        let address = try PostgresServer.shared().schema()
        try open(address).close()
        let others = try ask(
            address,
            """
            SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = current_schema() AND data_type = 'text'
              AND collation_name IS DISTINCT FROM 'C'
            """)
        #expect(others == "")
    }

    @Test func aSchemaThatIsThereStaysAndAMissingOneIsSaid() throws {
        let address = try PostgresServer.shared().schema()
        let missing = #expect(throws: LedgerFault.self) {
            try PostgresLedger(address: address, creating: false, zone: TestSchool.zone)
        }
        #expect(missing?.kind == .missing && missing?.message.contains("kiosk import") == true)
        try open(address).close()
        let key = try ask(address, "SELECT encode(value, 'hex') FROM secret")
        try PostgresLedger(address: address, creating: false, zone: TestSchool.zone).close()
        #expect(try ask(address, "SELECT encode(value, 'hex') FROM secret") == key)
    }

    @Test func aNewerVersionsSchemaIsRefused() throws {
        let address = try PostgresServer.shared().schema()
        try open(address).close()
        _ = try ask(address, "INSERT INTO schema_step VALUES ('999 later')")
        let newer = #expect(throws: LedgerFault.self) { try open(address) }
        #expect(newer?.kind == .newer)
    }

    @Test func aServerThatWouldLoseIsRefused() throws {
        let address = try PostgresServer.shared().schema()
        let weak = address.replacing(
            "options='", with: "options='-c synchronous_commit=off ")
        let refused = #expect(throws: LedgerFault.self) { try open(weak) }
        #expect(refused?.kind == .notDurable)
        #expect(refused?.message.contains("synchronous_commit") == true)
    }

    @Test func whatCannotBeReachedIsSaid() throws {
        let gone = #expect(throws: LedgerFault.self) {
            try open("host=/nonexistent user=kiosk dbname=x")
        }
        #expect(gone?.kind == .away && gone?.message.contains("does not answer") == true)
    }
}
