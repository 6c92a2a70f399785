import Attendance
import Desk
import TestKit
import Testing

/// Files of changes, and lists, on their way into a school.
@Suite struct PartialImportTests {
    private func changes(_ kinds: Set<SchoolRoster.Kind>) -> SchoolRoster {
        var roster = SchoolRoster()
        roster.terms = TestSchool.roster.terms
        roster.partial = kinds
        return roster
    }

    private func members(_ school: TestSchool, on date: String) async throws -> [String] {
        let course = try await school.occurrence().course.id
        return try await school.ledger.read {
            try $0.courseMembers(course, on: SchoolDate(date)!)
        }.map(\.code.text)
    }

    @Test func whatIsNotNamedStays() async throws {
        let school = try await TestSchool()
        let counts = try await school.desk.apply(
            changes([.people, .courses, .enrolments]), source: "test"
        ).get()
        #expect(counts.users.removed + counts.courses.removed + counts.enrolments.removed == 0)
        #expect(counts.users.unchanged == TestSchool.roster.people.count)
        #expect(counts.enrolments.unchanged == TestSchool.roster.enrolments.count)
        #expect(try await members(school, on: "2026-03-09").contains("2024123456"))
    }

    @Test func whoIsRemovedLeavesFromTodayAndKeepsThePast() async throws {
        let school = try await TestSchool()
        school.clock.now = TestSchool.zone.moment(SchoolDate("2026-03-12")!, TimeOfDay("08:00")!)
        var roster = changes([.people, .courses, .enrolments])
        roster.removed = [.people: ["s2024123456"]]
        let refused = try await school.desk.apply(roster, source: "test")
        #expect(
            throws: DeskRefusal.massRemoval(
                what: "enrolments", removed: 1, of: TestSchool.roster.enrolments.count)
        ) { try refused.get() }
        _ = try await school.desk.apply(roster, source: "test", allowMassRemoval: true).get()
        #expect(try await school.user("2024123456").isArchived)
        #expect(try await members(school, on: "2026-03-09").contains("2024123456"))
        #expect(try await !members(school, on: "2026-03-16").contains("2024123456"))
    }

    @Test func aChangeRefersToWhatTheSourceHad() async throws {
        let school = try await TestSchool()
        var roster = changes([.enrolments])
        roster.partial = [.people, .courses, .enrolments]
        roster.enrolments = [
            .init(
                id: "new", course: "c1", person: "s2024888888", isTeacher: false,
                isPrimary: false)
        ]
        let counts = try await school.desk.apply(roster, source: "test").get()
        #expect(counts.enrolments.created == 1)
        #expect(try await members(school, on: "2026-03-16").contains("2024888888"))
        // The teacher is who it was, though the changes do not name her.
        #expect(try await school.occurrence().course.teacherName == "Jane Miller")
        let known = try await school.desk.known(of: "test")
        #expect(known.roles["t1"] == .teacher && known.courses == ["c1", "c2"])
    }

    @Test func aCodeOfSomebodyWhomTheChangesDoNotNameIsTaken() async throws {
        let school = try await TestSchool()
        var roster = changes([.people, .courses, .enrolments])
        roster.people = [
            .init(id: "x", code: "2024888888", givenName: "A", familyName: "B", role: .student)
        ]
        let refused = try await school.desk.apply(roster, source: "test")
        #expect(throws: DeskRefusal.codesTaken(["2024888888"])) { try refused.get() }
    }

    @Test func aListEnrolsWhomTheSchoolHasAndChangesNobody() async throws {
        let school = try await TestSchool()
        var list = changes([.people, .courses, .enrolments])
        list.isAddition = true
        list.terms = []
        list.people = [
            .init(
                id: "2024888888", code: "2024888888", givenName: "X", familyName: "Y",
                role: .student),
            .init(id: "77", code: "77", givenName: "New", familyName: "One", role: .student),
        ]
        list.courses = [
            .init(id: "math101", title: "math101", code: "math101", className: "", terms: [])
        ]
        list.enrolments = list.people.map {
            .init(
                id: "math101/" + $0.id, course: "math101", person: $0.id, isTeacher: false,
                isPrimary: false)
        }
        let counts = try await school.desk.apply(list, source: "table").get()
        #expect(counts.users.created == 1 && counts.courses.created == 0)
        #expect(counts.enrolments.created == 2)
        #expect(try await school.user("2024888888").familyName == "2024888888")
        #expect(
            try await Set(members(school, on: "2026-03-16")).isSuperset(of: ["77", "2024888888"]))
        let again = try await school.desk.apply(list, source: "table").get()
        #expect(again.users.created + again.enrolments.created + again.enrolments.updated == 0)
    }
}
