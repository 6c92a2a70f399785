import Attendance
import Desk
import TestKit
import Testing

/// What has been kept long enough goes, and nothing else does.
@Suite struct RetentionTests {
    static let day: Int64 = 86_400

    /// A school year that has ended, with a lesson that was taken, and an attempt that was refused.
    func school() async throws -> (TestSchool, SessionDetail) {
        let school = try await TestSchool()
        let session = try await school.open()
        try await school.present("2024123456")
        try await school.present("9999")
        _ = try await school.desk.close(session.session.id, by: TestSchool.office).get()
        return (school, session)
    }

    func retain(
        _ school: TestSchool, _ rule: RetentionRule, after days: Int64, dryRun: Bool = false
    ) async throws -> [Removal] {
        school.clock.now = TestSchool.time("08:00").adding(seconds: days * Self.day)
        return try await school.desk.retain(rule, dryRun: dryRun, by: TestSchool.office)
    }

    func count(_ school: TestSchool, _ table: String) throws -> String {
        try school.query("SELECT count(*) FROM \(table)")
    }

    @Test func refusedAttemptsGoAfterTheirDaysAndSuccessesStay() async throws {
        let (school, _) = try await school()
        let rule = RetentionRule(refusedDays: 7, recordsDays: nil, auditDays: nil)
        #expect(try await retain(school, rule, after: 7) == [])
        let gone = [Removal(what: "refused_attempts", count: 1)]
        #expect(try await retain(school, rule, after: 8, dryRun: true) == gone)
        #expect(try count(school, "attempt") == "2\n", "counting removes nothing")
        #expect(try await retain(school, rule, after: 8) == gone)
        #expect(try await retain(school, rule, after: 8) == [])
        #expect(try count(school, "attempt") == "1\n")
        #expect(try count(school, "record") == "4\n")
    }

    @Test func aSchoolYearGoesWholeAndNoEarlier() async throws {
        let (school, session) = try await school()
        let rule = RetentionRule(refusedDays: nil, recordsDays: 30, auditDays: nil)
        // The year ends on 2026-06-28, which is 111 days after the lesson.
        #expect(try await retain(school, rule, after: 111 + 30) == [])
        #expect(try count(school, "record") == "4\n")
        let gone = try await retain(school, rule, after: 111 + 31)
        #expect(gone.first { $0.what == "records" }?.count == 4)
        for table in ["record", "evidence", "checkin_session", "tally", "occurrence"] {
            #expect(try count(school, table) == "0\n", "\(table)")
        }
        #expect(try count(school, "user") == "7\n", "people stay")
        #expect(try await school.ledger.read { try $0.session(session.session.id) } == nil)
        #expect(try school.ledger.verify().faults == [])
    }

    @Test func whatIsHeldStays() async throws {
        let (school, session) = try await school()
        let held = try await school.user("2024123456")
        try await school.ledger.write {
            try $0.set(
                LegalHold(until: nil, reason: "a complaint"), on: held.id, at: school.clock.now,
                by: TestSchool.office)
        }
        let rule = RetentionRule(refusedDays: 1, recordsDays: 1, auditDays: nil)
        _ = try await retain(school, rule, after: 365)
        #expect(try count(school, "record") == "1\n")
        #expect(try count(school, "evidence") == "1\n")
        let record = try await school.ledger.read {
            try $0.record(of: held.id, on: session.occurrence.id)
        }
        #expect(record?.status == .present)
        #expect(try school.ledger.verify().faults == [])
    }

    @Test func theAuditGoesOnFromWhatWasTakenAway() async throws {
        let (school, session) = try await school()
        let before = try school.ledger.verify()
        let rule = RetentionRule(refusedDays: nil, recordsDays: nil, auditDays: 10)
        #expect(try await retain(school, rule, after: 10) == [])
        let gone = try await retain(school, rule, after: 11)
        #expect(gone == [Removal(what: "audit", count: Int(before.auditRows) - 1)])
        let after = try school.ledger.verify()
        #expect(after.faults == [] && after.auditRows == before.auditRows + 1)
        #expect(try count(school, "audit") == "2\n", "the last, and that the others went")
        let lost = try await school.ledger.read {
            try $0.changes(on: session.occurrence.id, since: 1)
        }
        #expect(lost == nil, "whoever asks for what is gone is told to read anew")
        // The hub's engine has no triggers: there only the chain tells.
        guard TestSchool.isFile else { return }
        let refused = try school.asking("DELETE FROM audit")
        #expect(refused.errorText.contains("append-only"))
    }

    @Test func nothingGoesWhereNothingIsSet() async throws {
        let (school, _) = try await school()
        let rule = RetentionRule(refusedDays: nil, recordsDays: nil, auditDays: nil)
        #expect(try await retain(school, rule, after: 36_500) == [])
    }
}
