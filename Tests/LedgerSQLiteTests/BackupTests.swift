import Attendance
import Desk
import Foundation
import GRDB
import TestKit
import Testing

@testable import LedgerSQLite

/// Copies, restores, and what looking at the whole of a database finds.
@Suite struct BackupTests {
    /// A school in which something was done, and its folder of backups.
    func school() async throws -> (TestSchool, URL) {
        let school = try await TestSchool()
        try await school.open()
        try await school.present("2024123456")
        return (school, school.directory.url.appendingPathComponent("backups"))
    }

    func sql(_ path: String, _ text: String) throws -> String {
        let done = try run("sqlite3", ["-cmd", ".timeout 60000", path, text])
        #expect(done.status == 0, "\(done.errorText)")
        return done.text
    }

    func database(_ directory: TemporaryDirectory) -> String { directory.path + "/kiosk.sqlite" }

    @Test func aBackupRestoredElsewhereIsTheSchool() async throws {
        let (school, folder) = try await school()
        let (backup, verified) = try Backup.make(
            of: school.file, in: folder, at: school.clock.now, keep: 3)
        #expect(backup.made == school.clock.now && verified.faults == [])
        #expect(try school.ledger.verify() == verified)
        let mode = try FileManager.default.attributesOfItem(atPath: backup.file.path)
        #expect((mode[.posixPermissions] as? Int) == 0o600)

        let other = try TemporaryDirectory()
        #expect(try SQLiteLedger.loss(restoring: backup.file.path, over: other.url) == nil)
        let former = try SQLiteLedger.restore(
            backup.file.path, into: other.url, at: school.clock.now, zone: TestSchool.zone)
        #expect(former == nil)
        let restored = try SQLiteLedger(
            directory: other.url, creating: false, zone: TestSchool.zone)
        #expect(try restored.verify() == verified)
        let session = try await school.ledger.read { try $0.sessions(SessionFilter()).items }
        #expect(try await restored.read { try $0.sessions(SessionFilter()).items } == session)
        let occurrence = session[0].occurrence.id
        let roster = try await school.ledger.read { try $0.roster(of: occurrence) }
        #expect(try await restored.read { try $0.roster(of: occurrence) } == roster)
        try restored.close()
    }

    @Test func whatARestoreWouldTakeAwayIsCountedAndKept() async throws {
        let (school, folder) = try await school()
        let directory = school.directory
        let backup = try Backup.make(
            of: school.file, in: folder, at: school.clock.now, keep: 3
        ).backup.file.path
        #expect(try SQLiteLedger.loss(restoring: backup, over: directory.url) == nil)
        let rows = try school.ledger.verify().auditRows
        try await school.present("0024000006")
        let lost = try school.ledger.verify().auditRows - rows
        #expect(lost > 0)
        #expect(
            try SQLiteLedger.loss(restoring: backup, over: directory.url)
                == .rows(lost))
        let (stranger, _) = try await self.school()
        try stranger.ledger.close()
        #expect(
            try SQLiteLedger.loss(restoring: backup, over: stranger.directory.url)
                == .anotherStory, "another school")

        let records = try sql(database(directory), "SELECT count(*) FROM record")
        try school.ledger.close()
        let former = try SQLiteLedger.restore(
            backup, into: directory.url, at: school.clock.now, zone: TestSchool.zone)
        #expect(try sql(database(directory), "SELECT count(*) FROM record") == "1\n")
        #expect(try sql(try #require(former).path, "SELECT count(*) FROM record") == records)
        #expect(try SQLiteLedger.verify(file: try #require(former).path).faults == [])
    }

    @Test func aDatabaseThatIsInUseIsNotReplaced() async throws {
        let (school, folder) = try await school()
        let backup = try Backup.make(
            of: school.file, in: folder, at: school.clock.now, keep: 3
        ).backup.file.path
        #expect(throws: LedgerFault.self) {
            try SQLiteLedger.restore(
                backup, into: school.directory.url, at: school.clock.now, zone: TestSchool.zone)
        }
        try await school.present("0024000006")
        #expect(try school.ledger.verify().faults == [])
    }

    @Test func theNewestAreKeptAndNothingElseIsTouched() async throws {
        let (school, folder) = try await school()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let others = ["kiosk-old.sqlite", "notes.txt", "kiosk-2026.sqlite"]
        for name in others { try Data().write(to: folder.appendingPathComponent(name)) }
        let cutOff = folder.appendingPathComponent("kiosk-20200101T000000Z.sqlite.partial")
        try Data("x".utf8).write(to: cutOff)
        let start = school.clock.now
        for day in 0..<4 {
            let moment = start.adding(seconds: Int64(day) * 86_400)
            _ = try Backup.make(of: school.file, in: folder, at: moment, keep: 2)
        }
        let kept = Backup.all(in: folder)
        #expect(kept.map(\.made) == [3, 2].map { start.adding(seconds: $0 * 86_400) })
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(names) == Set(others + kept.map(\.file.lastPathComponent)))
    }

    @Test func aBackupThatCannotBeWrittenLeavesNothing() async throws {
        let (school, folder) = try await school()
        try Data().write(to: folder)
        #expect(throws: LedgerFault.self) {
            try Backup.make(of: school.file, in: folder, at: school.clock.now, keep: 2)
        }
        let noDatabase = school.directory.path + "/text"
        try Data("no database at all, but long enough to be one".utf8).write(
            to: URL(fileURLWithPath: noDatabase))
        #expect(throws: (any Error).self) { try SQLiteLedger.verify(file: noDatabase) }
    }

    /// What somebody with the file does to its audit, and the first row that does not hold.
    static let tampering: [(String, Int64)] = [
        ("UPDATE audit SET action = 'x' WHERE seq = 4", 4),
        ("UPDATE audit SET actor_id = 7 WHERE seq = 1", 1),
        ("UPDATE audit SET digest = randomblob(32) WHERE seq = 3", 3),
        ("DELETE FROM audit WHERE seq = 2", 3),
        ("DELETE FROM audit WHERE seq = 1", 2),
        ("UPDATE audit SET after = coalesce(before, ''), before = NULL WHERE seq = 5", 5),
        ("UPDATE audit SET action = action || object, object = '' WHERE seq = 2", 2),
    ]

    @Test(arguments: tampering)
    func theFirstBrokenRowOfTheAuditIsNamed(_ deed: String, _ row: Int64) async throws {
        let (school, _) = try await school()
        for code in ["0024000006", "2023123456"] { try await school.present(code) }
        let whole = try school.ledger.verify()
        #expect(whole.faults == [] && whole.auditRows > 5)
        try school.ledger.close()
        let path = database(school.directory)
        let guards = try sql(
            path, "SELECT sql || ';' FROM sqlite_master WHERE name LIKE 'audit_is%'")
        _ = try sql(
            path,
            "DROP TRIGGER audit_is_kept; DROP TRIGGER audit_is_unchanged; \(deed); \(guards)")
        let found = try SQLiteLedger.verify(file: path)
        #expect(found.faults.count == 1)
        #expect(found.faults.first?.contains("from row \(row) on") == true, "\(found.faults)")
    }

    @Test func whatIsCutOffTheEndShowsInTheLastDigest() async throws {
        let (school, _) = try await school()
        let user = try await school.user("2024123456")
        try await school.ledger.write {
            try $0.set(
                LegalHold(until: nil, reason: "court"), on: user.id, at: TestSchool.time("09:00"),
                by: TestSchool.office)
        }
        let whole = try school.ledger.verify()
        try school.ledger.close()
        let path = database(school.directory)
        let guarding = try sql(
            path, "SELECT sql || ';' FROM sqlite_master WHERE name = 'audit_is_kept'")
        _ = try sql(
            path,
            "DROP TRIGGER audit_is_kept; DELETE FROM audit WHERE seq = (SELECT max(seq) FROM "
                + "audit); \(guarding)")
        let cut = try SQLiteLedger.verify(file: path)
        #expect(cut.faults == [] && cut.auditRows == whole.auditRows - 1)
        #expect(cut.auditHead != whole.auditHead)
    }

    @Test func anAuditOfBeforeTheChainIsSealedWhenItIsBroughtForward() async throws {
        let (school, _) = try await school()
        let whole = try school.ledger.verify()
        try school.ledger.close()
        let path = database(school.directory)
        // As the version before had it.
        _ = try sql(
            path,
            """
            DROP TRIGGER audit_is_kept; DROP TRIGGER audit_is_unchanged;
            ALTER TABLE audit DROP COLUMN digest; DROP TABLE audit_anchor;
            CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN SELECT 1; END;
            CREATE TRIGGER audit_is_unchanged BEFORE UPDATE ON audit BEGIN SELECT 1; END;
            DROP TABLE legal_hold; ALTER TABLE user DROP COLUMN erased_at;
            ALTER TABLE occurrence DROP COLUMN sequence;
            ALTER TABLE occurrence DROP COLUMN modified_at;
            DELETE FROM grdb_migrations WHERE identifier >= '7';
            """)
        let again = try SQLiteLedger(
            directory: school.directory.url, creating: false, zone: TestSchool.zone)
        // Columns that were taken out come back behind those of later steps.
        let found = try again.verify()
        #expect(found.auditRows == whole.auditRows)
        #expect(found.auditHead == whole.auditHead, "the same rows make the same chain")
        try again.close()
    }
}
