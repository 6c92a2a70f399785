import Attendance
import Desk
import Foundation
import TestKit
import Testing

@testable import LedgerSQLite

@Suite struct DurabilityTests {
    @Test func fullIsReallyInForce() throws {
        let directory = try TemporaryDirectory()
        let ledger = try SQLiteLedger(
            directory: directory.url, creating: true, zone: TestSchool.zone)
        try ledger.checkDurability()
        let mode = try run("sqlite3", [directory.path + "/kiosk.sqlite", "PRAGMA journal_mode"])
        #expect(mode.text == "wal\n")
    }

    @Test(arguments: [
        "synchronous = NORMAL", "synchronous = OFF", "foreign_keys = OFF",
    ])
    func lessThanFullIsRefused(_ pragma: String) throws {
        let directory = try TemporaryDirectory()
        let ledger = try SQLiteLedger(
            directory: directory.url, creating: true, zone: TestSchool.zone)
        try ledger.weaken(pragma)
        let fault = #expect(throws: LedgerFault.self) { try ledger.checkDurability() }
        #expect(fault?.kind == .notDurable)
    }

    @Test func everythingIsReadableByThisAccountOnly() async throws {
        let school = try await TestSchool()
        try await school.open()
        for name in ["kiosk.sqlite", "kiosk.sqlite-wal", "kiosk.sqlite-shm", "write.lock"] {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: school.directory.path + "/" + name)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
    }

    @Test func closingLeavesEverythingInOneFile() async throws {
        let school = try await TestSchool()
        try await school.open()
        try school.ledger.close()
        let wal = school.directory.url.appendingPathComponent("kiosk.sqlite-wal").path
        #expect(FileManager.default.contents(atPath: wal)?.isEmpty ?? true)
        let reopened = try SQLiteLedger(
            directory: school.directory.url, creating: false, zone: TestSchool.zone)
        let filter = OccurrenceFilter(from: TestSchool.day, to: TestSchool.day)
        let open = try await reopened.read { try $0.daily(filter) }.compactMap(\.session)
        #expect(open.map(\.session.status) == [.open])
    }

    /// It would seal rows as its own version does.
    @Test func whatRanWhileANewerVersionCameKeepsNothingMore() async throws {
        let school = try await TestSchool()
        func sqlite(_ deed: String) throws {
            let done = try run("sqlite3", [school.directory.path + "/kiosk.sqlite", deed])
            #expect(done.status == 0, "\(done.errorText)")
        }
        try sqlite("VACUUM; ANALYZE")
        try await school.open()
        try sqlite(
            "ALTER TABLE year_group ADD COLUMN head TEXT; "
                + "INSERT INTO grdb_migrations VALUES ('99 of a later version')")
        let fault = await #expect(throws: LedgerFault.self) {
            try await school.present("2024123456")
        }
        #expect(fault?.kind == .newer)
    }

    @Test func theWALIsWrittenBackWhenItIsLong() async throws {
        let school = try await TestSchool()
        try await school.open()
        let limit = SQLiteCommitter.walPagesToCheckpoint
        var longest = 0
        var shortened = 0
        for _ in 0..<400 where shortened < 2 {
            try await school.present("2024888888")
            let pages = try school.file.walPages()
            if pages < longest / 2 {
                shortened += 1
                longest = 0
            }
            longest = max(longest, pages)
            #expect(pages < limit + 200)
        }
        #expect(shortened == 2, "it was filled and written back, and again: \(longest)")
    }
}
