import Attendance
import Desk
import TestKit
import Testing

/// An occurrence counts its changes, so that whoever keeps a copy knows the newer one.
@Suite struct SequenceTests {
    private func importing(
        _ school: TestSchool, _ change: (inout SchoolRoster) -> Void = { _ in }
    ) async throws {
        var roster = TestSchool.roster
        change(&roster)
        _ = try await school.desk.apply(roster, source: "test").get()
    }

    private func numbers(_ school: TestSchool, section: Int = 1) async throws -> [Int] {
        var filter = OccurrenceFilter()
        filter.course = try await school.occurrence().course.id
        return try await school.ledger.read { [filter] in try $0.occurrences(filter) }
            .filter { $0.sections[0] == section }.map(\.sequence)
    }

    @Test func whatIsNewHasNotBeenChanged() async throws {
        let school = try await TestSchool()
        let occurrence = try await school.occurrence()
        #expect(occurrence.sequence == 0 && occurrence.modifiedAt == TestSchool.time("08:00"))
    }

    @Test func everyChangeByHandCounts() async throws {
        let school = try await TestSchool()
        let id = try await school.occurrence().id
        var change = OccurrenceChange()
        change.classroom = try await school.classroom("C318").id
        school.clock.set("08:01")
        let moved = try await school.desk.change(id, to: change, by: TestSchool.office).get()
        #expect(moved.sequence == 1 && moved.modifiedAt == TestSchool.time("08:01"))
        change.classroom = nil
        change.status = .cancelled
        school.clock.set("08:02")
        let cancelled = try await school.desk.change(id, to: change, by: TestSchool.office).get()
        #expect(cancelled.sequence == 2 && cancelled.modifiedAt == TestSchool.time("08:02"))
    }

    @Test func filesThatChangeNothingAreNoChange() async throws {
        let school = try await TestSchool()
        school.clock.set("09:00")
        try await importing(school)
        #expect(Set(try await numbers(school)) == [0])
        #expect(try await school.occurrence().modifiedAt == TestSchool.time("08:00"))
    }

    @Test func anotherRoomInTheFilesIsAChangeOfEveryLessonThere() async throws {
        let school = try await TestSchool()
        school.clock.set("09:00")
        try await importing(school) { $0.meetings[0].room = "C400" }
        let numbers = try await numbers(school)
        #expect(numbers.count > 10 && Set(numbers) == [1])
        #expect(Set(try await self.numbers(school, section: 3)) == [0])
        let changed = try await school.occurrence()
        #expect(changed.modifiedAt == TestSchool.time("09:00"))
        #expect(changed.classroom?.name == "5A C400")
    }

    @Test func somebodyMoreWhoTeachesIsAChangeAndTheSameAgainIsNone() async throws {
        let school = try await TestSchool()
        for _ in 0..<2 {
            try await importing(school) { $0.meetings[0].teachers = ["t1"] }
            #expect(Set(try await numbers(school)) == [1])
        }
        let id = try await school.occurrence().id
        let named = try await school.ledger.read { try $0.teachers(on: id) }
        #expect(named.map(\.fullName) == ["Jane Miller"])
    }
}
