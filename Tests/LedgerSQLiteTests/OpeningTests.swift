import Attendance
import Desk
import Foundation
import GRDB
import LedgerSQL
import TestKit
import Testing

@testable import LedgerSQLite

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

    /// A page of the steps that were taken is spoilt, and each of its values still reads as one.
    @Test func aStepThatIsNoneIsBrokenAndRestoredFromABackup() async throws {
        let school = try await TestSchool()
        try school.ledger.close()
        let directory = school.directory
        let database = directory.path + "/kiosk.sqlite"
        let backup = directory.path + "/backup.sqlite"
        _ = try run("sqlite3", [database, ".backup '\(backup)'"])
        for sql in [
            "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', "
                + "'') WHERE name = 'grdb_migrations'",
            "UPDATE grdb_migrations SET identifier = NULL WHERE rowid = 1",
        ] {
            let done = try run("sqlite3", [database, sql])
            try #require(done.status == 0, "\(done.errorText)")
        }
        let found = try #require(fault(directory.url))
        #expect(found.kind == .broken && found.message.contains("kiosk restore latest"))
        _ = try SQLiteLedger.restore(
            backup, into: directory.url, at: Moment(seconds: 1_800_000_000), zone: TestSchool.zone)
        #expect(fault(directory.url) == nil)
    }

    @Test func aDirectoryThatCannotBeMadeIsSaid() throws {
        let directory = try TemporaryDirectory()
        let file = directory.url.appendingPathComponent("file")
        try Data().write(to: file)
        let found = try #require(
            fault(file.appendingPathComponent("school"), creating: true))
        #expect(found.kind == .readOnly && found.message.contains("--data"))
    }

    @Test(arguments: [EIO, EROFS, ENOSPC, EACCES, EMFILE])
    func whyNothingCanBeOpenedIsSaidWithWhatToDo(_ code: Int32) {
        let found = LedgerFault.opening("/data/write.lock", code)
        let cures = ["Check the disk", "Give this account", "Free some space"]
        #expect(cures.contains { found.message.contains($0) }, "\(found.message)")
    }

    @Test func aDatabaseThatCannotBeOpenedIsSaidWithWhatToDo() {
        let found = LedgerFault(DatabaseError(resultCode: .SQLITE_CANTOPEN))
        #expect(found.message.contains("Check that it is there"), "\(found.message)")
    }

    @Test func theMigrationsAreFrozen() async throws {
        let school = try await TestSchool()
        let applied = try run(
            "sqlite3",
            [
                school.directory.path + "/kiosk.sqlite",
                "SELECT identifier FROM grdb_migrations ORDER BY rowid",
            ])
        #expect(
            applied.text
                == "1 school\n2 attendance\n3 callers\n4 attendance API\n5 receipts and readers\n"
                + "6 staff at the door\n7 audit chain\n8 privacy\n9 occurrence sequence\n"
                + "10 room calendars\n11 journal\n12 hub\n13 seals\n"
                + "14 open lessons\n15 sealed tables\n16 sealed lists\n")
        let schema = try run("sqlite3", [school.directory.path + "/kiosk.sqlite", ".schema"])
        let golden = Self.schema(16)
        #expect(
            try String(contentsOf: golden, encoding: .utf8) == schema.text,
            "a released migration is never edited: add another, and its own golden")
    }

    static func schema(_ version: Int) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("schema-\(version).sql")
    }

    /// A database of a released version that holds `rows`, opened by this one: what `query` finds.
    private func broughtForward(
        _ version: Int, holding rows: String, _ query: String
    ) throws -> String {
        let directory = try broughtForward(version, holding: rows)
        return try run("sqlite3", [directory.path + "/kiosk.sqlite", query]).text
    }

    private func broughtForward(_ version: Int, holding rows: String) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        let database = directory.path + "/kiosk.sqlite"
        let released = try String(contentsOf: Self.schema(version), encoding: .utf8)
        let sql = released.split(separator: ";\n").filter { !$0.contains("sqlite_sequence") }
            .joined(separator: ";\n")
        let made = try run("sqlite3", [database, sql + ";\n" + rows])
        #expect(made.status == 0, "\(made.errorText)")
        let ledger = try SQLiteLedger(
            directory: directory.url, creating: false, zone: TestSchool.zone)
        try ledger.close()
        return directory
    }

    @Test func aDatabaseOfAnOlderVersionIsBroughtForwardWithAllThatItHolds() throws {
        let held = """
            INSERT INTO grdb_migrations VALUES ('1 school'), ('2 attendance');
            INSERT INTO device VALUES (1, randomblob(16), 'this database');
            INSERT INTO classroom VALUES (1, '5A', 'C317', NULL);
            INSERT INTO attempt (id, device_id, classroom_id, moment, kind, byte_count,
              from_reader, outcome)
            VALUES (x'00112233445566778899aabbccddeeff', 1, 1, 5, 'token', 10, 0, 'staff');
            """
        let kept = try broughtForward(
            2, holding: held,
            "SELECT hex(id), device_id, classroom_id, moment, outcome FROM attempt")
        #expect(kept == "00112233445566778899AABBCCDDEEFF|1|1|5|staff\n")
    }

    @Test func whatSessionsWereBeforeTheirEventsStillTell() async throws {
        let held = """
            INSERT INTO grdb_migrations VALUES ('1 school'), ('2 attendance'), ('3 callers'),
              ('4 attendance API'), ('5 receipts and readers'), ('6 staff at the door'),
              ('7 audit chain'), ('8 privacy'), ('9 occurrence sequence'), ('10 room calendars');
            INSERT INTO course (id, name, course_code, class_name, created_at, updated_at)
              VALUES (1, 'Calculus', 'M', '', 0, 0);
            INSERT INTO occurrence (id, course_id, date, sections, first_section, start_minute,
              end_minute, status, source_type)
            VALUES (1, 1, '2026-03-09', '1', 1, 480, 525, 'scheduled', 'generated'),
              (2, 1, '2026-03-10', '1', 1, 480, 525, 'scheduled', 'generated');
            INSERT INTO checkin_session (id, occurrence_id, code, status, grace_minutes,
              created_at, updated_at)
            VALUES (1, 1, 'ABC234', 'open', 7, 1000, 5000), (2, 2, NULL, 'draft', 10, 1500, 1500);
            INSERT INTO checkin_interval VALUES (1, 0, 2000, 3000), (1, 1, 4000, NULL);
            """
        let directory = try broughtForward(10, holding: held)
        let ledger = try SQLiteLedger(
            directory: directory.url, creating: false, zone: TestSchool.zone)
        for id in [CheckinSessionID(1), CheckinSessionID(2)] {
            let (session, history) = try await ledger.read { ledger in
                (try ledger.session(id)?.session, try (ledger as! SQLTransaction).history(of: id))
            }
            #expect(history.session(id, on: OccurrenceID(id.number)) == session)
        }
        try ledger.close()
        let open = "SELECT id, is_open FROM occurrence"
        let found = try run("sqlite3", [directory.path + "/kiosk.sqlite", open])
        #expect(found.text == "1|1\n2|0\n", "its room finds the lesson that is open")
    }

    @Test func whatReceiptsAreSignedWithStaysThroughAnUpgrade() throws {
        let held = """
            INSERT INTO grdb_migrations VALUES ('1 school'), ('2 attendance'), ('3 callers'),
              ('4 attendance API'), ('5 receipts and readers');
            INSERT INTO device VALUES (1, randomblob(16), 'this database', NULL);
            INSERT INTO secret VALUES ('receipt', x'00112233');
            """
        let kept = try broughtForward(
            5, holding: held, "SELECT name, hex(value), (SELECT count(*) FROM pin) FROM secret")
        #expect(kept == "receipt|00112233|0\n")
    }

    @Test func whatWasChangedByHandBeforeIsAChangeInACalendar() throws {
        let held = """
            INSERT INTO grdb_migrations VALUES ('1 school'), ('2 attendance'), ('3 callers'),
              ('4 attendance API'), ('5 receipts and readers'), ('6 staff at the door'),
              ('7 audit chain'), ('8 privacy');
            INSERT INTO course (id, name, course_code, class_name, created_at, updated_at)
              VALUES (1, 'Calculus', 'M', '', 0, 0);
            INSERT INTO occurrence (id, course_id, date, sections, first_section, start_minute,
              end_minute, status, source_type, changed_at) VALUES
              (1, 1, '2026-03-09', '1', 1, 480, 580, 'scheduled', 'generated', NULL),
              (2, 1, '2026-04-09', '3', 3, 480, 580, 'moved', 'generated', 1773014400000);
            """
        let kept = try broughtForward(
            8, holding: held, "SELECT id, sequence, modified_at, changed_at FROM occurrence")
        #expect(kept == "1|0||\n2|1|1773014400000|1773014400000\n")
    }

    @Test func tokensOfBeforeHoldOnAndARoomMayHaveOne() throws {
        let steps = [
            "1 school", "2 attendance", "3 callers", "4 attendance API",
            "5 receipts and readers", "6 staff at the door", "7 audit chain", "8 privacy",
            "9 occurrence sequence",
        ]
        let held = """
            INSERT INTO grdb_migrations VALUES \(steps.map { "('\($0)')" }.joined(separator: ","));
            INSERT INTO user (id, code, code_key, tail_key, code_length, given_name, family_name,
              full_name, role, created_at, updated_at) VALUES
              (1, 'A1', 'A1', 'A1', 2, 'A', 'B', 'A B', 'student', 0, 0);
            INSERT INTO token (id, digest, kind, user_id, created_at, revoked_at, last_used_at)
              VALUES (7, zeroblob(32), 'calendar', 1, 5, 8, 6);
            INSERT INTO reply VALUES (7, 'r', 'k', zeroblob(32), 200, 'text/plain', x'01', 9);
            """
        let kept = try broughtForward(
            9, holding: held,
            """
            SELECT id, hex(digest), kind, user_id, created_at, revoked_at, last_used_at,
              classroom_id FROM token;
            SELECT token_id, status FROM reply; PRAGMA foreign_key_check;
            INSERT INTO classroom (id, building, room_number) VALUES (1, '5A', 'C317');
            INSERT INTO token (digest, kind, classroom_id, created_at)
              VALUES (x'\(String(repeating: "11", count: 32))', 'room_calendar', 1, 0);
            SELECT id, classroom_id FROM token WHERE kind = 'room_calendar';
            """)
        let digest = String(repeating: "00", count: 32)
        #expect(kept == "7|\(digest)|calendar|1|5|8|6|\n7|200\n8|1\n")
    }

    @Test func whatAnOlderVersionRecordedIsCountedByTermAndDay() throws {
        let held = """
            INSERT INTO grdb_migrations VALUES ('1 school'), ('2 attendance'), ('3 callers');
            INSERT INTO user (id, code, code_key, tail_key, code_length, given_name, family_name,
              full_name, role, student_class, created_at, updated_at) VALUES
              (1, 'A1', 'A1', 'A1', 2, 'A', 'B', 'A B', 'student', '09, 10', 0, 0),
              (2, 'A2', 'A2', 'A2', 2, 'C', 'D', 'C D', 'teacher', '', 0, 0);
            INSERT INTO term (id, source, source_id, title, kind, start_date, end_date, school_year)
              VALUES (1, 's', 't', 'Spring', 'term', '2026-03-01', '2026-06-30', 2026),
              (2, 's', 'g', 'Part', 'gradingPeriod', '2026-04-01', '2026-04-30', NULL);
            UPDATE term SET parent_id = 1 WHERE id = 2;
            INSERT INTO course (id, name, course_code, class_name, created_at, updated_at)
              VALUES (1, 'Calculus', 'M', '', 0, 0);
            INSERT INTO course_term VALUES (1, 1);
            INSERT INTO meeting (source, course_id, weekday, sections, is_enabled)
              VALUES ('s', 1, 3, '1,2', 1);
            INSERT INTO occurrence (id, course_id, date, sections, first_section, start_minute,
              end_minute, status, source_type) VALUES
              (1, 1, '2026-03-09', '1,2', 1, 480, 580, 'scheduled', 'generated'),
              (2, 1, '2026-04-09', '3', 3, 480, 580, 'scheduled', 'generated');
            INSERT INTO record (occurrence_id, user_id, number, settled_row, created_at, updated_at)
              VALUES (1, 1, 2, 4, 0, 0), (2, 1, 0, 2, 0, 0);
            """
        let kept = try broughtForward(
            3, holding: held,
            """
            SELECT 'tally', * FROM tally; SELECT 'homeroom', * FROM homeroom_tally;
            SELECT 'day', user_id, date, attended FROM homeroom;
            SELECT 'group', g.grade, u.id FROM user u JOIN year_group g ON g.id = u.year_group_id;
            SELECT 'year', y.title, y.start_date, y.end_date, t.id, t.is_term FROM term t
              JOIN term y ON y.id = t.year_id ORDER BY t.id;
            SELECT 'held in', course_id, term_id FROM course_term; SELECT 'meets', day, is_rotation FROM meeting;
            """)
        #expect(
            kept == """
                tally|1|1|1|0|1
                tally|1|1|1|2|2
                tally|1|2|1|0|1
                homeroom|1|1|-1|1
                day|1|2026-03-09|1
                group|09|1
                year|2025/2026|2026-03-01|2026-06-30|1|1
                year|2025/2026|2026-03-01|2026-06-30|2|1
                year|2025/2026|2026-03-01|2026-06-30|3|0
                held in|1|1
                held in|1|2
                meets|3|0

                """)
    }
}
