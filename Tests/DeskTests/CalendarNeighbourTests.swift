import Attendance
import Desk
import TestKit
import Testing

/// Calendars beside rosters, beside each other, and beside what else a school has.
@Suite struct CalendarNeighbourTests {
    @Test func rostersAndCalendarsLeaveEachOtherAlone() async throws {
        let school = try await TestSchool()
        let generated = OccurrenceFilter(from: TestSchool.day, to: TestSchool.day)
        func monday() async throws -> [String] {
            try await school.ledger.read { try $0.daily(generated) }.map {
                "\($0.occurrence.id.number) \($0.occurrence.start) \($0.occurrence.source)"
            }
        }
        let before = try await monday()
        // Monday at 08:30 Calculus is held already; in the afternoon it is not.
        let lessons = [
            try await school.lesson(9, "08:30-09:00", name: "taken"),
            try await school.lesson(9, "14:00-15:00", name: "free"), try await school.lesson(),
        ]
        #expect(try await school.take(lessons) == [2, 0, 0, 0, 1])
        #expect(try await monday().count == before.count + 1)
        let all = try await school.imported()
        let counts = try await school.desk.apply(TestSchool.roster, source: "test").get()
        #expect(
            counts.occurrences.created + counts.occurrences.updated + counts.occurrences.removed
                == 0)
        #expect(try await school.imported() == all)
        // A meeting where the calendar's lesson is: the lesson stays, and is no meeting.
        var roster = TestSchool.roster
        roster.meetings.append(
            .init(
                course: "c1", weekday: .tuesday, weeks: nil, sections: [1, 2], start: nil, end: nil,
                building: "5A", room: "C400"))
        let more = try await school.desk.apply(roster, source: "test").get()
        #expect(more.occurrences.created == 16, "the term's 17 Tuesdays but one")
        #expect(try await school.imported() == all)
        #expect(try await school.take([]) == [0, 0, 0, 2, 0])
        let left = try await monday()
        #expect(left == before)
        roster.meetings.removeAll()
        _ = try await school.desk.apply(roster, source: "test").get()
        #expect(try await monday() == before)
    }

    @Test func aCalendarOfTheSameSourceAsTheRosterIsAnother() async throws {
        let school = try await TestSchool()
        _ = try await school.take([try await school.lesson()], source: "test")
        let before = try await school.imported()
        _ = try await school.desk.apply(TestSchool.roster, source: "test").get()
        #expect(try await school.imported() == before)
        #expect(try await school.take([], source: "test") == [0, 0, 0, 1, 0])
    }

    @Test func calendarsOfTwoSourcesShareACourse() async throws {
        let school = try await TestSchool()
        let lectures = [try await school.lesson(name: "lecture")]
        let labs = [
            try await school.lesson(11, name: "lab"), try await school.lesson(name: "same"),
        ]
        _ = try await school.take(lectures, source: "lectures")
        #expect(try await school.take(labs, source: "labs") == [1, 0, 1, 0, 0])
        #expect(try await school.take(lectures, source: "lectures") == [0, 0, 1, 0, 0])
        #expect(try await school.take([], source: "lectures") == [0, 0, 0, 0, 0])
        #expect(try await school.imported().count == 2, "both are in the other one")
        #expect(try await school.take([], source: "labs") == [0, 0, 0, 2, 0])
    }

    @Test func whomTheCalendarNamesTeachesThatLesson() async throws {
        let school = try await TestSchool()
        let pat = try await school.ledger.write { ledger in
            try ledger.addUser(
                NewUser(code: UserCode("T-2")!, fullName: "Pat Hale", role: .teacher),
                at: school.clock.now, by: TestSchool.office)
        }
        _ = try await school.take([try await school.lesson(teachers: [pat.id])])
        let id = try await school.firstImported()
        func teaches() async throws -> Bool {
            try await school.ledger.read { try $0.teaches(pat.id, id, on: school.desk.today) }
        }
        #expect(try await teaches())
        #expect(try await school.take([try await school.lesson()]) == [0, 1, 0, 0, 0])
        #expect(try await !teaches(), "another does now")
    }

    @Test func itsLessonsArePlacesOfTheTimetable() async throws {
        let school = try await TestSchool()
        let course = try await school.occurrence("ART1").course.id
        _ = try await school.take([try await school.lesson(course: "ART1")])
        let slots = try await school.ledger.read {
            try $0.slots(of: course, includingDisabled: true)
        }
        #expect(slots.map { [$0.day, $0.period] } == [[1, 1], [2, 1], [1, 2], [2, 2]])
        #expect(slots.last?.location == "5A C317")
    }

    @Test func aSchoolTellsACalendarWhatItIs() async throws {
        let school = try await TestSchool()
        var roster = TestSchool.roster
        for (place, email) in [(0, "student@example.org"), (6, "Jane@Example.org")] {
            roster.people[place].email = email
        }
        roster.people.append(
            .init(id: "t2", code: "T-2", givenName: "A", familyName: "B", role: .teacher))
        roster.people.append(
            .init(id: "t3", code: "T-3", givenName: "A", familyName: "C", role: .teacher))
        for place in 7...8 { roster.people[place].email = "both@example.org" }
        _ = try await school.desk.apply(roster, source: "test").get()
        let facts = try await school.desk.timetableFacts()
        #expect(facts.courses.map(\.code) == ["ART1", "MATH101"])
        #expect(facts.terms == [SchoolDate("2026-03-02")!...SchoolDate("2026-06-28")!])
        #expect(facts.bell == TestSchool.roster.bell)
        #expect(
            facts.staff == ["jane@example.org": try await school.user("T-1").id],
            "no student, and nobody who shares an address")
    }
}
