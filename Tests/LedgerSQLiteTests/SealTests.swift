import Attendance
import Desk
import Foundation
import LedgerSQLite
import TestKit
import Testing

/// What stands, held against what the audit says was settled.
@Suite struct SealTests {
    /// A school in which something was done.
    func school() async throws -> TestSchool {
        let school = try await TestSchool()
        try await school.open()
        try await school.present("2024123456")
        return school
    }

    func sql(_ school: TestSchool, _ text: String) throws {
        let done = try run("sqlite3", [school.directory.path + "/kiosk.sqlite", text])
        #expect(done.status == 0, "\(done.errorText)")
    }

    /// What somebody does to what stands, without the program, and how it is named.
    static let changes = [
        ("UPDATE record SET number = 0", "Record 1 was changed"),
        ("UPDATE record SET checkin_time = checkin_time - 60000", "Record 1 was changed"),
        ("UPDATE record SET flags = 'unrostered'", "Record 1 was changed"),
        ("UPDATE record SET remark = 'was ill'", "Record 1 was changed"),
        ("DELETE FROM attempt; DELETE FROM record", "Record 1 was taken out"),
        (
            "INSERT INTO record SELECT 9, occurrence_id, 1 + user_id, 1, NULL, NULL, '', '', 1, 1, "
                + "1, NULL, 0 FROM record", "Record 9 was changed"
        ),
        ("UPDATE evidence SET moment = moment + 60000", "Evidence 1 was changed"),
        ("UPDATE record SET created_at = created_at + 1", "Record 1 was changed"),
        ("UPDATE record SET settled_row = 9", "Record 1 was changed"),
        ("UPDATE evidence SET seen = seen + 1", "Evidence 1 was changed"),
        ("UPDATE evidence SET method = 'phone'", "Evidence 1 was changed"),
        ("UPDATE evidence SET origin = 'door:9'", "Evidence 1 was changed"),
        ("UPDATE evidence SET revision = 9", "Evidence 1 was changed"),
        ("UPDATE evidence SET remark = 'was ill'", "Evidence 1 was changed"),
        ("UPDATE attempt SET user_id = user_id + 1", "Attempt 0"),
        ("UPDATE attempt SET byte_count = 11", "Attempt 0"),
        ("UPDATE attempt SET receipt = 'AAAAAA'", "Attempt 0"),
        ("UPDATE attempt SET repair = 'layout'", "Attempt 0"),
        ("UPDATE evidence SET seal = seal + 1", "Evidence 1 was changed"),
        (
            "UPDATE evidence SET seal = 0, moment = moment + 60000", "Evidence 1 was changed"
        ),
        ("UPDATE user SET given_name = 'A' WHERE id = 2", "User 2 was changed"),
        ("UPDATE user SET seal = 0 WHERE id = 2", "User 2 was changed"),
        ("UPDATE secret SET value = x'00'", "Secret "),
        ("UPDATE course SET grace_minutes = 60 WHERE id = 1", "Course 1 was changed"),
        ("UPDATE occurrence SET sections = '9' WHERE id = 1", "Occurrence 1 was changed"),
        ("UPDATE checkin_session SET grace_minutes = 60", "Checkin session 1 was changed"),
        ("UPDATE checkin_interval SET opened_at = 1", "Checkin interval 1 0 was changed"),
        (
            "INSERT INTO device (id, uid, name) VALUES (9, zeroblob(16), 'door')",
            "Device 9 was changed"
        ),
        (
            "UPDATE session_event SET moment = moment + 60000 WHERE kind = 'opened'",
            "Session event "
        ),
        ("INSERT INTO year_group (grade) VALUES ('9')", "Year group 1 was changed"),
        ("INSERT INTO walk_in (occurrence_id, user_id) VALUES (1, 1)", "Walk in 1 1 was changed"),
        (
            "INSERT INTO occurrence_teacher (occurrence_id, user_id) VALUES (1, 2)",
            "Occurrence teacher 1 2 was changed"
        ),
        ("DROP INDEX user_tail", "The index user_tail is not as kiosk made it"),
        (
            "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'parent', "
                + "'barent') WHERE name = 'user'", "The table user is not as kiosk made it"
        ),
    ]

    @Test(arguments: changes)
    func whatWasChangedPastTheProgramIsNamed(_ deed: String, _ named: String) async throws {
        let school = try await school()
        #expect(try school.ledger.verify().faults == [])
        try school.ledger.close()
        try sql(school, deed)
        let found = try SQLiteLedger.verify(file: school.directory.path + "/kiosk.sqlite").faults
        #expect(found.count == 1 && found[0].contains(named), "\(found)")
    }

    /// A database of a released version that holds what `rows` insert.
    private func released(_ version: Int, _ rows: String = "") async throws -> TemporaryDirectory {
        let school = try await TestSchool()
        try school.ledger.close()
        let directory = try TemporaryDirectory()
        let schema = try String(contentsOf: OpeningTests.schema(version), encoding: .utf8)
            .split(separator: ";\n").filter { !$0.contains("sqlite_sequence") }
        // Since then each row says what it is.
        let device =
            version < 15
            ? "INSERT INTO device (uid, name) SELECT uid, name FROM today.device"
            : "INSERT INTO device SELECT * FROM today.device"
        let made = try run(
            "sqlite3",
            [
                directory.path + "/kiosk.sqlite",
                schema.joined(separator: ";\n") + """
                    ;
                    ATTACH '\(school.directory.path)/kiosk.sqlite' AS today;
                    INSERT INTO grdb_migrations SELECT identifier FROM today.grdb_migrations
                      ORDER BY today.grdb_migrations.rowid LIMIT \(version);
                    \(device);
                    \(rows)
                    """,
            ])
        #expect(made.status == 0, "\(made.errorText)")
        return directory
    }

    /// Else a school that came from an older version would be told to restore a backup.
    @Test(arguments: [2, 3, 5, 8, 9, 10, 11, 12, 14, 15])
    func aDatabaseThatWasBroughtForwardIsWhole(_ version: Int) async throws {
        let directory = try await released(version)
        let ledger = try SQLiteLedger(
            directory: directory.url, creating: false, zone: TestSchool.zone)
        #expect(try ledger.verify().faults == [])
        try ledger.close()
    }

    /// Before step 15 a seal was of some columns, or there was none.
    @Test func aBackupOfAnOlderVersionIsWholeAndIsSealedAnew() async throws {
        let directory = try await released(
            14,
            """
            INSERT INTO attempt
              (id, device_id, moment, kind, byte_count, from_reader, outcome, seal) VALUES (randomblob(16), 1, 1, 'token', 7, 0, 'staff', 7),
              (randomblob(16), 1, 1, 'token', 7, 0, 'staff', NULL);
            """)
        let file = directory.path + "/kiosk.sqlite"
        #expect(try SQLiteLedger.verify(file: file).faults == [])
        let ledger = try SQLiteLedger(
            directory: directory.url, creating: false, zone: TestSchool.zone)
        #expect(try ledger.verify().faults == [])
        try ledger.close()
        let seals = try run("sqlite3", [file, "SELECT count(DISTINCT seal) FROM attempt"])
        #expect(seals.text == "2\n")
    }

    @Test func aSessionThatWasChangedIsNamedByItselfAndByItsLesson() async throws {
        let school = try await school()
        try school.ledger.close()
        try sql(school, "UPDATE checkin_session SET status = 'closed'")
        let found = try SQLiteLedger.verify(file: school.directory.path + "/kiosk.sqlite").faults
        let named = ["Session 1 was", "Session 1 was", "Checkin session 1 was"]
        #expect(found.count == 3 && zip(found, named).allSatisfy(hasPrefix), "\(found)")
    }

    @Test func aLessonThatWasChangedIsNamedByItselfAndByItsSession() async throws {
        let school = try await school()
        try school.ledger.close()
        try sql(school, "UPDATE occurrence SET is_open = 0")
        let found = try SQLiteLedger.verify(file: school.directory.path + "/kiosk.sqlite").faults
        let named = ["Session 1 was", "Occurrence "]
        #expect(found.count == 2 && zip(found, named).allSatisfy(hasPrefix), "\(found)")
    }

    private func hasPrefix(_ pair: (String, String)) -> Bool { pair.0.hasPrefix(pair.1) }

    @Test func whatWasMarkedErasedOrRemovedByRightIsNoChange() async throws {
        let school = try await school()
        let session = try await school.ledger.read { try $0.sessions(SessionFilter()).items }[0]
        let user = try await school.user("2024123456")
        _ = try await school.desk.act(
            .mark(.init(value: .status(.late), remark: "bus")), on: user.id,
            in: session.session.id, by: TestSchool.office
        ).get()
        #expect(try school.ledger.verify().faults == [])
        let moment = school.clock.now
        try await school.ledger.write {
            try $0.erase(user.id, at: moment, by: TestSchool.office)
        }
        #expect(try school.ledger.verify().faults == [])
        let outdated = Outdated(
            refusedBefore: nil, recordsTo: TestSchool.day, auditBefore: nil)
        let removed = try await school.ledger.write {
            try $0.remove(outdated, at: moment, by: TestSchool.office)
        }
        #expect(removed.contains { $0.what == "records" })
        #expect(try school.ledger.verify().faults == [])
    }
}
