import Attendance
import Desk
import TestKit
import Testing

/// Whose calendar shows what, on a Monday with Calculus at 8 and 10 and Drawing at 8.
@Suite struct CalendarSubjectTests {
    private func titles(
        _ school: TestSchool, _ subject: CalendarSubject, days: Int = 0
    ) async throws -> [String] {
        try await school.ledger.read { ledger in
            try ledger.calendar(
                of: subject, from: TestSchool.day, to: TestSchool.day.adding(days: days))
        }.map { "\($0.occurrence.course.code) \($0.occurrence.start)" }
    }

    @Test func aStudentsIsOfTheirCourses() async throws {
        let school = try await TestSchool()
        let john = try await school.user("2024123456").id
        #expect(try await titles(school, .student(john)) == ["MATH101 08:00", "MATH101 10:00"])
        let other = try await school.user("2024777777").id
        #expect(try await titles(school, .student(other)) == ["ART1 08:00"])
        let none = try await school.user("2024888888").id
        #expect(try await titles(school, .student(none)) == [])
    }

    @Test func aRoomsIsOfWhatIsHeldThereNow() async throws {
        let school = try await TestSchool()
        let room = try await school.classroom("C318")
        #expect(try await titles(school, .room(room.id)) == ["ART1 08:00"])
        var change = OccurrenceChange()
        change.classroom = room.id
        let late = try await school.occurrence(section: 3).id
        _ = try await school.desk.change(late, to: change, by: TestSchool.office).get()
        #expect(try await titles(school, .room(room.id)) == ["ART1 08:00", "MATH101 10:00"])
    }

    @Test func aCoursesIsOfItsLessonsAndATeachersOfTheirCourses() async throws {
        let school = try await TestSchool()
        let course = try await school.occurrence("ART1").course.id
        #expect(try await titles(school, .course(course), days: 7).count == 2)
        let teacher = Teacher(user: try await school.user("T-1").id, today: TestSchool.day)
        #expect(try await titles(school, .teacher(teacher)) == ["MATH101 08:00", "MATH101 10:00"])
    }

    @Test func whoIsNamedOnALessonTeachesItBeforeWhoIsNamedOnItsCourse() async throws {
        let school = try await TestSchool()
        var roster = TestSchool.roster
        roster.people.append(
            .init(id: "t2", code: "T-2", givenName: "Lucio", familyName: "M", role: .teacher))
        roster.meetings[2].teachers = ["t2"]
        _ = try await school.desk.apply(roster, source: "test").get()
        let room = try await school.classroom().id
        let teachers = try await school.ledger.read { ledger in
            try ledger.calendar(of: .room(room), from: TestSchool.day, to: TestSchool.day)
        }.map(\.teachers)
        #expect(teachers == [["Jane Miller"], ["Lucio M"]])
    }

    @Test func aCancelledLessonStays() async throws {
        let school = try await TestSchool()
        var change = OccurrenceChange()
        change.status = .cancelled
        let id = try await school.occurrence().id
        _ = try await school.desk.change(id, to: change, by: TestSchool.office).get()
        let course = try await school.occurrence().course.id
        let held = try await school.ledger.read { ledger in
            try ledger.calendar(of: .course(course), from: TestSchool.day, to: TestSchool.day)
        }
        #expect(held.map(\.occurrence.status) == [.cancelled, .scheduled])
    }
}
