import Attendance
import Desk
import Foundation
import TestKit
import Testing

/// What is known of a person, and what is left of one who was erased.
@Suite struct PrivacyTests {
    static let code = "2024123456"

    /// A school where something of everything is known of one student.
    func school() async throws -> (TestSchool, User, SessionDetail) {
        let school = try await TestSchool()
        let session = try await school.open()
        try await school.present(Self.code)
        let user = try await school.user(Self.code)
        _ = try await school.desk.act(
            .mark(.init(value: .status(.late), remark: "missed the bus with Smith")), on: user.id,
            in: session.session.id, by: TestSchool.office
        ).get()
        try await school.excuse("0024000006")
        _ = try await school.desk.createToken(
            for: .user(user.id, .student), by: TestSchool.office)
        return (school, user, session)
    }

    func file(_ school: TestSchool) -> String { school.directory.path + "/kiosk.sqlite" }

    @Test func allThatIsKnownOfAPersonIsTold() async throws {
        let (school, user, _) = try await school()
        let tables = try await school.ledger.read { try $0.everything(about: user.id) }
        let names = Set(tables.map(\.name))
        #expect(
            names.isSuperset(of: [
                "person", "card_numbers", "courses", "attendance", "evidence", "attempts",
                "tokens", "changes",
            ]))
        let person = try #require(tables.first { $0.name == "person" })
        #expect(person.rows[0].contains(.text("John Smith")))
        let attendance = try #require(tables.first { $0.name == "attendance" })
        #expect(attendance.rows[0].contains(.text("missed the bus with Smith")))
        for table in tables { #expect(table.rows.allSatisfy { $0.count == table.columns.count }) }
    }

    /// A new table that knows of people must be told of, or named here with why not.
    @Test func everyTableThatKnowsOfPeopleIsToldOf() async throws {
        let (school, _, _) = try await school()
        let references =
            TestSchool.isFile
            ? """
            SELECT DISTINCT m.name FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
            WHERE m.type = 'table' AND f."table" = 'user' ORDER BY 1
            """
            : """
            SELECT DISTINCT conrelid::regclass FROM pg_constraint
            WHERE contype = 'f' AND confrelid = '"user"'::regclass AND conparentid = 0
            ORDER BY 1
            """
        let knows = try school.query(references).split(separator: "\n").map(String.init)
        let told = [
            "parent_link", "alias", "enrolment", "record", "evidence", "attempt", "excusal",
            "homeroom", "adjustment", "token", "legal_hold",
        ]
        // Counts of what is told; who teaches; what stands in the audit; a PIN's digest is nobody's
        // to see.
        let not = [
            "course", "occurrence_teacher", "checkin_session", "walk_in", "pin",
        ]
        // On a server they are held by the records that they count.
        let tallies = TestSchool.isFile ? ["tally", "homeroom_tally"] : []
        #expect(Set(knows) == Set(told + not + tallies))
    }

    @Test(.enabled(if: TestSchool.isFile, "a server's files are its own"))
    func whoWasErasedIsNowhereInTheFileAndNoCountChanges() async throws {
        let (school, user, session) = try await school()
        let counts = try await school.ledger.read { try $0.counts(of: session.occurrence.id) }
        let receipts = try school.asking("SELECT count(*) FROM attempt WHERE receipt IS NOT NULL")
        #expect(receipts.text == "1\n")
        try await school.desk.erase(user.id, by: TestSchool.office).get()
        let after = try await school.ledger.read { ledger in
            (
                try ledger.counts(of: session.occurrence.id), try ledger.user(user.id),
                try ledger.user(code: UserCode(Self.code)!), try ledger.tokens()
            )
        }
        #expect(after.0 == counts)
        #expect(after.1?.fullName == "Erased" && after.1?.isArchived == true)
        #expect(after.2 == nil && after.3.isEmpty)
        let faults = try school.ledger.verify().faults
        #expect(faults == [])
        try school.ledger.close()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: file(school)))
        for gone in ["John", "Smith", Self.code, "0040856634", "missed the bus"] {
            #expect(bytes.range(of: Data(gone.utf8)) == nil, "\(gone)")
        }
        #expect(bytes.range(of: Data("Erased".utf8)) != nil)
    }

    @Test func aHoldKeepsThemUntilItIsOver() async throws {
        let (school, user, _) = try await school()
        let hold = LegalHold(until: TestSchool.day.adding(days: 1), reason: "a complaint")
        func set(_ hold: LegalHold?) async throws {
            try await school.ledger.write {
                try $0.set(hold, on: user.id, at: school.clock.now, by: TestSchool.office)
            }
        }
        try await set(hold)
        let refused = try await school.desk.erase(user.id, by: TestSchool.office)
        guard case .failure(.onHold(hold)) = refused else {
            Issue.record("\(refused)")
            return
        }
        #expect(try await school.user(Self.code).fullName == "John Smith")
        school.clock.now = school.clock.now.adding(seconds: 2 * 86_400)
        try await school.desk.erase(user.id, by: TestSchool.office).get()
        let other = try await school.user("0024000006")
        try await school.ledger.write {
            try $0.set(
                LegalHold(until: nil, reason: "x"), on: other.id, at: school.clock.now,
                by: TestSchool.office)
            try $0.set(nil, on: other.id, at: school.clock.now, by: TestSchool.office)
        }
        try await school.desk.erase(other.id, by: TestSchool.office).get()
    }

    @Test func anImportBringsNobodyBackAsTheyWere() async throws {
        let (school, user, session) = try await school()
        try await school.desk.erase(user.id, by: TestSchool.office).get()
        _ = try await school.desk.apply(TestSchool.roster, source: "test").get()
        let again = try await school.user(Self.code)
        #expect(again.id != user.id, "a new person: the file says so")
        let row = try await school.row(Self.code, of: session)
        #expect(row.record == nil)
    }
}
