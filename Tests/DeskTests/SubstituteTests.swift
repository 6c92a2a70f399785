import Attendance
import Desk
import LedgerSQLite
import TestKit
import Testing

/// Who teaches one lesson beside the course's own teachers, and what is held after all.
@Suite struct SubstituteTests {
    private func school() async throws -> (TestSchool, UserID, OccurrenceID) {
        let school = try await TestSchool()
        school.clock.set("07:50")
        let pat = try await school.ledger.write { ledger in
            try ledger.addUser(
                NewUser(code: UserCode("T-2")!, fullName: "Pat Hale", role: .teacher),
                at: school.clock.now, by: TestSchool.office)
        }
        return (school, pat.id, try await school.occurrence().id)
    }

    /// What they may do at the door of the lesson.
    private func deeds(_ school: TestSchool, _ user: UserID) async throws -> [StaffDeed] {
        let door = Attempt.Door(
            device: .own, classroom: try await school.classroom().id)
        return try await school.desk.choices(of: user, at: door, moment: school.clock.now)
            .map(\.deed)
    }

    private func audit(_ school: TestSchool) throws -> [String] {
        let rows = try school.query(
            """
            SELECT action, object_id, before, after, origin FROM audit
            WHERE object = 'occurrence' ORDER BY seq
            """)
        return rows.split(separator: "\n").map(String.init)
    }

    @Test func aSubstituteOpensThatSessionAndNoOther() async throws {
        let (school, pat, id) = try await school()
        #expect(try await deeds(school, pat).isEmpty)
        _ = try await school.desk.teach(id, by: pat, as: TestSchool.office).get()
        #expect(try await deeds(school, pat) == [.open(id)])
        #expect(try await school.occurrence().sequence == 1, "calendars of it are out of date")
        let door = Attempt.Door(
            device: .own, classroom: try await school.classroom().id)
        let opened = try await school.desk.carryOut(.open(id), by: pat, at: door).get()
        #expect(opened.session.status == .open)
        let other = try await school.occurrence(section: 3).id
        let refused = try await school.desk.carryOut(.open(other), by: pat, at: door)
        #expect(refused == .failure(.notFound("session")))
        #expect(
            try await deeds(school, try await school.user("T-1").id).contains(
                .close(opened.session.id)))
    }

    @Test func theCourseIsTheirsForThatLessonOnly() async throws {
        let (school, pat, id) = try await school()
        _ = try await school.desk.teach(id, by: pat, as: TestSchool.office).get()
        var filter = OccurrenceFilter(from: TestSchool.day, to: TestSchool.day.adding(days: 14))
        filter.teacher = Teacher(user: pat, today: TestSchool.day)
        let theirs = try await school.ledger.read { [filter] in try $0.daily(filter) }
        #expect(theirs.map(\.occurrence.id) == [id])
    }

    @Test func aSubstituteIsTakenBack() async throws {
        let (school, pat, id) = try await school()
        let third = try await school.ledger.write { ledger in
            try ledger.addUser(
                NewUser(code: UserCode("T-3")!, fullName: "A B", role: .teacher),
                at: school.clock.now, by: TestSchool.office)
        }.id
        for user in [pat, third] {
            _ = try await school.desk.teach(id, by: user, as: TestSchool.office).get()
        }
        _ = try await school.desk.stopTeaching(id, by: pat, as: TestSchool.office).get()
        #expect(try await deeds(school, pat).isEmpty)
        #expect(try await deeds(school, third) == [.open(id)])
        _ = try await school.desk.stopTeaching(id, by: nil, as: TestSchool.office).get()
        #expect(try await deeds(school, third).isEmpty)
        let nobody = try await school.desk.stopTeaching(id, by: nil, as: TestSchool.office)
        #expect(nobody == .failure(.notFound("substitute on that occurrence")))
        let own = try await school.user("T-1").id
        #expect(try await deeds(school, own).contains(.open(id)), "the course's own teacher stays")
        #expect(
            try audit(school) == [
                "teach|\(id.number)||user=\(pat.number)|local:0",
                "teach|\(id.number)||user=\(third.number)|local:0",
                "stop teaching|\(id.number)|user=\(pat.number)||local:0",
                "stop teaching|\(id.number)|user=\(third.number)||local:0",
            ])
    }

    @Test func onlyStaffTeachAndNobodyTwice() async throws {
        let (school, pat, id) = try await school()
        func teach(_ user: UserID, _ occurrence: OccurrenceID) async throws -> DeskRefusal? {
            switch try await school.desk.teach(occurrence, by: user, as: TestSchool.office) {
            case .success: nil
            case .failure(let refusal): refusal
            }
        }
        let student = try await school.user("2024123456")
        #expect(try await teach(student.id, id) == .notStaff("2024123456"))
        #expect(try await teach(pat, OccurrenceID(9_999)) == .notFound("occurrence 9999"))
        #expect(try await teach(UserID(9_999), id) == .notFound("user 9999"))
        let there = DeskRefusal.alreadyThere("that teacher on the occurrence")
        #expect(try await teach(try await school.user("T-1").id, id) == there)
        #expect(try await teach(pat, id) == nil)
        #expect(try await teach(pat, id) == there)
        #expect(try audit(school).count == 1)
    }

    @Test func importsLeaveASubstituteAndWhomStaffTookOff() async throws {
        let (school, pat, id) = try await school()
        var roster = TestSchool.roster
        roster.people.append(
            .init(id: "t9", code: "T-9", givenName: "A", familyName: "B", role: .teacher))
        roster.meetings[0].teachers = ["t9"]
        _ = try await school.desk.apply(roster, source: "test").get()
        let planned = try await school.user("T-9").id
        #expect(try await deeds(school, planned) == [.open(id)])
        _ = try await school.desk.stopTeaching(id, by: planned, as: TestSchool.office).get()
        _ = try await school.desk.teach(id, by: pat, as: TestSchool.office).get()
        _ = try await school.desk.apply(roster, source: "test").get()
        #expect(try await deeds(school, planned).isEmpty)
        #expect(try await deeds(school, pat) == [.open(id)])
    }

    @Test func anExtraLessonMayHaveItsTeacher() async throws {
        let (school, pat, _) = try await school()
        let held = try await school.occurrence()
        var extra = NewOccurrence(
            course: held.course.id, classroom: held.classroom?.id,
            date: TestSchool.day.adding(days: 1), sections: [1], start: TimeOfDay("08:00")!,
            end: TimeOfDay("08:45")!, teacher: pat)
        let made = try await school.desk.create(extra, by: TestSchool.office).get()
        let teaches = try await school.ledger.read {
            try $0.teaches(pat, made.id, on: TestSchool.day)
        }
        #expect(teaches)
        #expect(try audit(school).last?.contains("teacher=\(pat.number)") == true)
        extra.date = TestSchool.day.adding(days: 2)
        extra.teacher = try await school.user("2024123456").id
        let refused = try await school.desk.create(extra, by: TestSchool.office)
        #expect(refused == .failure(.notStaff("2024123456")))
    }

    @Test func whatWasCancelledIsHeldAfterAll() async throws {
        let (school, _, id) = try await school()
        let office = TestSchool.office
        #expect(try await school.desk.restore(id, by: office) == .failure(.notCancelled))
        #expect(
            try await school.desk.restore(OccurrenceID(9_999), by: office)
                == .failure(.notFound("occurrence 9999")))
        var move = OccurrenceChange()
        move.date = TestSchool.day.adding(days: 1)
        move.status = .moved
        var cancel = OccurrenceChange()
        cancel.status = .cancelled
        let later = try await school.occurrence(section: 3).id
        _ = try await school.desk.change(later, to: move, by: office).get()
        for occurrence in [id, later] {
            _ = try await school.desk.change(occurrence, to: cancel, by: office).get()
        }
        #expect(try await school.desk.restore(id, by: office).get().status == .scheduled)
        #expect(try await school.desk.restore(later, by: office).get().status == .moved)
        #expect(try audit(school).last?.contains("status=cancelled|") == true)
        _ = try await school.desk.apply(TestSchool.roster, source: "test").get()
        #expect(try await school.occurrence().status == .scheduled)
        let made = try await school.desk.createSession(on: id, by: office).get().session
        #expect(
            try await school.desk.open(made.session.id, by: office).get().session.status == .open)
    }

    @Test func aPlaceThatIsTakenStaysTaken() async throws {
        let (school, _, id) = try await school()
        let held = try await school.occurrence()
        var cancel = OccurrenceChange()
        cancel.status = .cancelled
        _ = try await school.desk.change(id, to: cancel, by: TestSchool.office).get()
        let extra = NewOccurrence(
            course: held.course.id, classroom: nil, date: held.date, sections: [2],
            start: TimeOfDay("08:55")!, end: TimeOfDay("09:40")!)
        _ = try await school.desk.create(extra, by: TestSchool.office).get()
        guard
            case .failure(.alreadyThere) = try await school.desk.restore(id, by: TestSchool.office)
        else {
            Issue.record("another lesson has the second section now")
            return
        }
    }

    @Test func recordsOfASessionThatWasCancelledCountAgain() async throws {
        let (school, _, id) = try await school()
        school.clock.set("08:00")
        let session = try await school.open()
        try await school.present("2024123456")
        var cancel = OccurrenceChange()
        cancel.status = .cancelled
        _ = try await school.desk.change(id, to: cancel, by: TestSchool.office).get()
        #expect(try await school.row("2023123456", of: session).record?.status == nil)
        _ = try await school.desk.restore(id, by: TestSchool.office).get()
        #expect(try await school.row("2024123456", of: session).record?.status == .present)
        #expect(try await school.row("2023123456", of: session).record?.status == .absent)
        let again = try await school.desk.open(
            session.session.id, reopening: true, by: TestSchool.office
        ).get()
        #expect(again.session.status == .open)
        #expect(try await school.row("2023123456", of: session).record?.status == nil)
    }
}
