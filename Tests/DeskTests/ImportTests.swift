import Attendance
import Desk
import TestKit
import Testing

@Suite struct ImportTests {
    @Test func theSameRosterAgainChangesNothing() async throws {
        let school = try await TestSchool()
        let counts = try await school.desk.apply(TestSchool.roster, source: "test").get()
        for change in [
            counts.users, counts.courses, counts.classrooms, counts.enrolments, counts.terms,
            counts.occurrences,
        ] {
            #expect(change.created + change.updated + change.removed == 0)
            #expect(change.unchanged > 0)
        }
    }

    @Test func aRehearsalWritesNothing() async throws {
        let school = try await TestSchool()
        var roster = TestSchool.roster
        roster.people.append(
            .init(id: "new", code: "77", givenName: "New", familyName: "One", role: .student))
        let counts = try await school.desk.apply(
            roster, source: "test", isRehearsal: true
        ).get()
        #expect(counts.users.created == 1)
        #expect(try await school.ledger.read { try $0.user(code: UserCode("77")!) } == nil)
    }

    @Test func removingMoreThanATenthNeedsToBeMeant() async throws {
        let school = try await TestSchool()
        var roster = TestSchool.roster
        roster.people.removeAll { $0.code == "2024888888" }
        let refused = try await school.desk.apply(roster, source: "test")
        #expect(
            throws: DeskRefusal.massRemoval(what: "users", removed: 1, of: 7)
        ) { try refused.get() }
        #expect(try await school.user("2024888888").isArchived == false)
        _ = try await school.desk.apply(roster, source: "test", allowMassRemoval: true).get()
        #expect(try await school.user("2024888888").isArchived)
    }

    @Test func anotherSourcesRowsAreNotTouched() async throws {
        let school = try await TestSchool()
        let counts = try await school.desk.apply(SchoolRoster(), source: "other").get()
        #expect(counts.users.removed == 0)
        #expect(try await school.user("2024123456").isArchived == false)
    }

    @Test func droppingAStudentLeavesThePastAsItWas() async throws {
        let school = try await TestSchool()
        let session = try await school.open()
        try await school.present("2024123456")
        var roster = TestSchool.roster
        roster.enrolments.removeAll { $0.person == "s2024123456" }
        school.clock.now = TestSchool.zone.moment(
            SchoolDate("2026-03-12")!, TimeOfDay("08:00")!)
        _ = try await school.desk.apply(roster, source: "test", allowMassRemoval: true).get()
        #expect(try await school.row("2024123456", of: session).record?.status == .present)
        let members = try await school.ledger.read {
            try $0.courseMembers(session.occurrence.course.id, on: SchoolDate("2026-03-16")!)
        }
        #expect(!members.contains { $0.code.text == "2024123456" })
    }

    @Test func whomStaffDroppedStaysDroppedAndMayBeEnrolledAgain() async throws {
        let school = try await TestSchool()
        let john = try await school.user("2024123456")
        let course = try await school.occurrence().course.id
        func isEnrolled() async throws -> Bool {
            try await school.ledger.read { try $0.courseMembers(course, on: TestSchool.day) }
                .contains { $0.id == john.id }
        }
        let dropped = try await school.ledger.write { ledger in
            try ledger.drop(
                john.id, from: course, lastDay: TestSchool.day.adding(days: -1),
                at: school.clock.now, by: TestSchool.office)
        }
        #expect(dropped)
        _ = try await school.desk.apply(TestSchool.roster, source: "test").get()
        #expect(try await !isEnrolled())
        try await school.ledger.write { ledger in
            try ledger.enrol(
                john.id, in: course, asTeacher: false, from: TestSchool.day,
                at: school.clock.now, by: TestSchool.office)
        }
        _ = try await school.desk.apply(TestSchool.roster, source: "test").get()
        #expect(try await isEnrolled())
    }

    @Test func aChangedTimetableChangesInPlaceAndKeepsWhatHasASession() async throws {
        let school = try await TestSchool()
        let session = try await school.open()
        var roster = TestSchool.roster
        for position in roster.meetings.indices { roster.meetings[position].room = "C400" }
        roster.meetings.removeLast()
        let counts = try await school.desk.apply(
            roster, source: "test", allowMassRemoval: true
        ).get()
        #expect(counts.occurrences.updated > 0 && counts.occurrences.removed > 0)
        let kept = try await school.ledger.read { try $0.occurrence(session.occurrence.id) }
        #expect(kept?.classroom?.roomNumber == "C317")
        #expect(try await school.occurrence("ART1").classroom?.roomNumber == "C400")
    }

    @Test func whatAHandChangedOfTheTimetableStays() async throws {
        let school = try await TestSchool()
        let (calculus, drawing) = (
            try await school.occurrence(), try await school.occurrence("ART1")
        )
        var cancel = OccurrenceChange()
        cancel.status = .cancelled
        _ = try await school.desk.change(drawing.id, to: cancel, by: TestSchool.office).get()
        var move = OccurrenceChange()
        move.date = TestSchool.day.adding(days: 2)
        move.status = .moved
        _ = try await school.desk.change(calculus.id, to: move, by: TestSchool.office).get()
        let counts = try await school.desk.apply(TestSchool.roster, source: "test").get()
        #expect(counts.occurrences.created + counts.occurrences.removed == 0)
        let after = try await school.ledger.read { ledger in
            (try ledger.occurrence(calculus.id), try ledger.occurrence(drawing.id))
        }
        #expect(after.0?.date == TestSchool.day.adding(days: 2) && after.0?.status == .moved)
        #expect(after.1?.status == .cancelled)
    }

    @Test func filesWithoutATimetableLeaveTheOneThereIs() async throws {
        let school = try await TestSchool()
        var roster = TestSchool.roster
        roster.meetings = []
        let counts = try await school.desk.apply(roster, source: "test").get()
        #expect(counts.occurrences.removed == 0)
        roster.meetings = [TestSchool.roster.meetings[0]]
        let refused = try await school.desk.apply(roster, source: "test")
        guard case .failure(.massRemoval(what: "occurrences", removed: _, of: _)) = refused else {
            Issue.record("most of a timetable does not go unasked: \(refused)")
            return
        }
    }

    @Test func aPersonAddedByHandBecomesTheRostersOwn() async throws {
        let school = try await TestSchool()
        let added = try await school.ledger.write { ledger in
            try ledger.addUser(
                NewUser(code: UserCode("77")!, fullName: "By Hand", role: .student),
                at: school.clock.now, by: TestSchool.office)
        }
        var roster = TestSchool.roster
        roster.people.append(
            .init(id: "s77", code: "77", givenName: "By", familyName: "Hand", role: .student))
        _ = try await school.desk.apply(roster, source: "test").get()
        #expect(try await school.user("77").id == added.id)
    }

    @Test func twoStudentsMaySwapTheirCodes() async throws {
        let school = try await TestSchool()
        let before = try await school.user("2024777777").id
        var roster = TestSchool.roster
        for position in roster.people.indices {
            switch roster.people[position].code {
            case "2024777777": roster.people[position].code = "2024888888"
            case "2024888888": roster.people[position].code = "2024777777"
            default: break
            }
        }
        _ = try await school.desk.apply(roster, source: "test").get()
        #expect(try await school.user("2024888888").id == before)
    }

    @Test func aCodeOfAnotherSourceIsRefusedByItsName() async throws {
        let school = try await TestSchool()
        var roster = SchoolRoster()
        roster.people = [
            .init(id: "x", code: "2024123456", givenName: "X", familyName: "Y", role: .student)
        ]
        let refused = try await school.desk.apply(roster, source: "other")
        #expect(throws: DeskRefusal.codesTaken(["2024123456"])) { try refused.get() }
    }

    @Test func anArchivedCodeMayNotCheckIn() async throws {
        let school = try await TestSchool()
        try await school.open()
        var roster = TestSchool.roster
        roster.people.removeAll { $0.code == "2024888888" }
        _ = try await school.desk.apply(roster, source: "test", allowMassRemoval: true).get()
        #expect(
            try await school.present("2024888888").decision
                == .refused(.notOnRoster(.unknownCode)))
    }

    @Test func theScheduleShowsTheDayInTimeOrder() async throws {
        let school = try await TestSchool()
        try await school.open()
        school.clock.set("08:05")
        try await school.present("2024123456")
        let day = try await school.desk.schedule(
            of: UserCode("2024123456")!, on: TestSchool.day)
        #expect(day?.rows.map(\.sections) == [[1, 2], [3, 4]])
        #expect(day?.rows.map(\.status) == [.present, nil])
        #expect(day?.rows.map(\.sessionStatus) == [.open, nil])
        let nobody = try await school.desk.schedule(of: UserCode("T-1")!, on: TestSchool.day)
        #expect(nobody == nil, "a teacher has no student's day")
    }
}
