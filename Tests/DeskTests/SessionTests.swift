import Attendance
import Desk
import TestKit
import Testing

@Suite struct SessionTests {
    let office = TestSchool.office

    @Test func anOccurrenceHasOneSession() async throws {
        let school = try await TestSchool()
        let occurrence = try await school.occurrence()
        let first = try await school.desk.createSession(on: occurrence.id, by: office).get()
        let second = try await school.desk.createSession(on: occurrence.id, by: office).get()
        #expect(first.created && !second.created)
        #expect(first.session == second.session && first.session.session.status == .draft)
        #expect(first.session.session.code == nil)
    }

    @Test func closingMakesAbsentOrLeaveAndReopeningRestores() async throws {
        let school = try await TestSchool()
        let session = try await school.open()
        try await school.present("2024123456")
        try await school.excuse("0024000006")
        let rehearsed = try await school.desk.rehearseClosing(session.session.id).get()
        #expect(rehearsed.count == 3)
        _ = try await school.desk.close(session.session.id, by: office).get()
        #expect(try await school.statuses(of: session) == [.present, .absent, .leave, .absent])
        let closed = try await school.records(of: session)

        _ = try await school.desk.open(session.session.id, reopening: true, by: office).get()
        #expect(try await school.statuses(of: session) == [.present, nil, nil, nil])
        #expect(try await school.records(of: session) == closed, "rows and ids stay")

        _ = try await school.desk.close(session.session.id, by: office).get()
        #expect(try await school.statuses(of: session) == [.present, .absent, .leave, .absent])
        #expect(try await school.records(of: session) == closed)
    }

    @Test func rehearsingWritesNothing() async throws {
        let school = try await TestSchool()
        let session = try await school.open()
        let before = try await school.auditLength()
        _ = try await school.desk.rehearseClosing(session.session.id).get()
        #expect(try await school.auditLength() == before)
    }

    @Test func aCancelledOccurrenceClosesWithoutMakingAnyoneAbsent() async throws {
        let school = try await TestSchool()
        let session = try await school.open()
        try await school.present("2024123456")
        var change = OccurrenceChange()
        change.status = .cancelled
        _ = try await school.desk.change(session.occurrence.id, to: change, by: office).get()
        let after = try await school.ledger.read { try $0.session(session.session.id) }
        #expect(after?.session.status == .closed)
        #expect(try await school.statuses(of: session) == [.present, nil, nil, nil])
        let reopened = try await school.desk.open(session.session.id, reopening: true, by: office)
        #expect(reopened == .failure(.sessionIs(.cancelled)))
    }

    @Test func whoIsNotOnTheRosterNeverBecomesAbsent() async throws {
        let school = try await TestSchool()
        let session = try await school.open()
        try await school.present("2024888888")
        try await school.present("T-1")
        _ = try await school.desk.close(session.session.id, by: office).get()
        let absent = try school.asking(
            "SELECT count(*) FROM record r JOIN user u ON u.id = r.user_id "
                + "WHERE u.code = '2024888888' AND r.number IS NOT NULL")
        #expect(absent.text == "0\n")
    }

    @Test func aCancelledOccurrenceIsNotMovedBackToLife() async throws {
        let school = try await TestSchool()
        let occurrence = try await school.occurrence()
        var cancel = OccurrenceChange()
        cancel.status = .cancelled
        _ = try await school.desk.change(occurrence.id, to: cancel, by: office).get()
        var move = OccurrenceChange()
        move.date = TestSchool.day.adding(days: 1)
        move.status = .moved
        let moved = try await school.desk.change(occurrence.id, to: move, by: office)
        #expect(moved == .failure(.sessionIs(.cancelled)))
    }

    @Test func anOccurrenceIsNotMovedOntoAnother() async throws {
        let school = try await TestSchool()
        let occurrence = try await school.occurrence()
        var move = OccurrenceChange()
        move.date = TestSchool.day.adding(days: 7)
        let moved = try await school.desk.change(occurrence.id, to: move, by: office)
        guard case .failure(.alreadyThere) = moved else {
            Issue.record("not \(moved)")
            return
        }
    }

    @Test func graceIsFixedWhenTheSessionOpens() async throws {
        let school = try await TestSchool()
        school.clock.set("08:20")
        let session = try await school.open()
        #expect(session.session.graceMinutes == 10)
        school.clock.set("08:30", seconds: 59)
        #expect(try await school.present("2024123456").decision.accepted?.status == .late)
        school.clock.set("08:30")
        #expect(try await school.present("0006").decision.accepted?.status == .present)
    }

    @Test func whatIsNotThereIsSaid() async throws {
        let school = try await TestSchool()
        let open = try await school.desk.open(CheckinSessionID(99), by: office)
        #expect(open == .failure(.notFound("session 99")))
        let created = try await school.desk.createSession(on: OccurrenceID(99), by: office)
        #expect(throws: DeskRefusal.notFound("occurrence 99")) { try created.get() }
    }

    @Test func everyChangeIsAuditedWithoutNames() async throws {
        let school = try await TestSchool()
        let session = try await school.open()
        try await school.present("2024123456")
        _ = try await school.desk.close(session.session.id, by: office).get()
        let audit = try school.asking("SELECT * FROM audit").text
        for action in ["create|session", "open|session", "settle|record", "closed|session"] {
            #expect(audit.contains("|\(action)|"), "\(action)")
        }
        #expect(!audit.contains("John") && !audit.contains("2024123456"))
    }
}

extension TestSchool {
    /// In the order of the fixture's codes, sorted as a roster is.
    func statuses(of session: SessionDetail) async throws -> [CheckinStatus?] {
        var statuses: [CheckinStatus?] = []
        for code in ["2024123456", "2023123456", "0024000006", "202412345X"] {
            statuses.append(try await row(code, of: session).record?.status)
        }
        return statuses
    }

    func records(of session: SessionDetail) async throws -> [RecordID?] {
        try await ledger.read { try $0.roster(of: session.occurrence.id) }.map(\.record?.id)
    }

    /// An excusal of the fixture's day.
    func excuse(_ code: String) async throws {
        let user = try await user(code)
        let day = TestSchool.day
        let days = try #require(Excusal(start: day.adding(days: -1), end: day.adding(days: 1)))
        _ = try await ledger.write {
            try $0.createExcusal(
                days, of: user.id, by: nil, comment: "", at: Moment(milliseconds: 0),
                by: TestSchool.office)
        }
    }
}
