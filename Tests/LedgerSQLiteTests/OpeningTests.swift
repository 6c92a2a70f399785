import Attendance
import Desk
import Foundation
import LedgerSQLite
import TestKit
import Testing

@Suite struct OpeningTests {
    func fault(_ directory: URL, creating: Bool = false) -> LedgerFault? {
        do {
            _ = try SQLiteLedger(directory: directory, creating: creating, zone: TestSchool.zone)
            return nil
        } catch {
            return error as? LedgerFault
        }
    }

    @Test func aMissingSchoolIsSaidWithItsCure() throws {
        let directory = try TemporaryDirectory()
        let found = try #require(fault(directory.url))
        #expect(found.kind == .missing && found.message.contains("kiosk import"))
    }

    @Test func aDatabaseOfANewerVersionIsLeftAlone() async throws {
        let school = try await TestSchool()
        try school.ledger.close()
        let database = school.directory.path + "/kiosk.sqlite"
        _ = try run(
            "sqlite3", [database, "INSERT INTO grdb_migrations VALUES ('999 of the future')"])
        let before = try Data(contentsOf: URL(fileURLWithPath: database))
        #expect(fault(school.directory.url)?.kind == .newer)
        #expect(try Data(contentsOf: URL(fileURLWithPath: database)) == before)
    }

    @Test func whatIsNoDatabaseIsBroken() throws {
        let directory = try TemporaryDirectory()
        let file = directory.url.appendingPathComponent("kiosk.sqlite")
        try Data(repeating: 0x41, count: 8_192).write(to: file)
        #expect(fault(directory.url)?.kind == .broken)
    }

    @Test func aDirectoryThatCannotBeMadeIsSaid() throws {
        let directory = try TemporaryDirectory()
        let file = directory.url.appendingPathComponent("file")
        try Data().write(to: file)
        let found = try #require(
            fault(file.appendingPathComponent("school"), creating: true))
        #expect(found.kind == .readOnly && found.message.contains("--data"))
    }

    @Test func theMigrationsAreFrozen() async throws {
        let school = try await TestSchool()
        let applied = try run(
            "sqlite3",
            [
                school.directory.path + "/kiosk.sqlite",
                "SELECT identifier FROM grdb_migrations ORDER BY rowid",
            ])
        #expect(applied.text == "1 school\n2 attendance\n3 callers\n4 attendance API\n")
        let schema = try run("sqlite3", [school.directory.path + "/kiosk.sqlite", ".schema"])
        let golden = Self.schema(4)
        #expect(
            try String(contentsOf: golden, encoding: .utf8) == schema.text,
            "a released migration is never edited: add another, and its own golden")
    }

    static func schema(_ version: Int) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("schema-\(version).sql")
    }

    @Test func aDatabaseOfAnOlderVersionIsBroughtForwardWithAllThatItHolds() throws {
        let directory = try TemporaryDirectory()
        let database = directory.path + "/kiosk.sqlite"
        let released = try String(contentsOf: Self.schema(2), encoding: .utf8)
        let held = """
            INSERT INTO grdb_migrations VALUES ('1 school'), ('2 attendance');
            INSERT INTO device VALUES (1, randomblob(16), 'this database');
            INSERT INTO classroom VALUES (1, '5A', 'C317', NULL);
            INSERT INTO attempt (id, device_id, classroom_id, moment, kind, byte_count,
              from_reader, outcome)
            VALUES (x'00112233445566778899aabbccddeeff', 1, 1, 5, 'token', 10, 0, 'staff');
            """
        let sql = released.split(separator: ";\n").filter { !$0.contains("sqlite_sequence") }
            .joined(separator: ";\n")
        _ = try run("sqlite3", [database, sql + ";\n" + held])
        let ledger = try SQLiteLedger(
            directory: directory.url, creating: false, zone: TestSchool.zone)
        try ledger.close()
        let kept = try run(
            "sqlite3",
            [database, "SELECT hex(id), device_id, classroom_id, moment, outcome FROM attempt"])
        #expect(kept.text == "00112233445566778899AABBCCDDEEFF|1|1|5|staff\n")
    }
}
