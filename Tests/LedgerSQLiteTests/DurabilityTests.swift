import Attendance
import Desk
import Foundation
import LedgerSQLite
import TestKit
import Testing

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

    @Test func theWALIsWrittenBackWhenItIsLong() async throws {
        let school = try await TestSchool()
        let wal = school.directory.path + "/kiosk.sqlite-wal"
        func walBytes() -> Int {
            (try? FileManager.default.attributesOfItem(atPath: wal)[.size] as? Int) ?? 0
        }
        let limit = 4 << 20
        for _ in 0..<1_500 {
            try await school.present("2024888888")
            if walBytes() > 2 * limit { break }
        }
        #expect(walBytes() > limit / 2, "the test writes enough")
        #expect(walBytes() < 2 * limit)
    }
}
