import Attendance
import Desk
import TestKit
import Testing

/// What an import leaves of the one before it, and of what staff did in between.
@Suite struct SecondImportTests {
    private func importing(
        _ school: TestSchool, _ change: (inout SchoolRoster) -> Void = { _ in }
    ) async throws {
        var roster = Self.roster
        change(&roster)
        let result = try await school.desk.apply(
            roster, source: "test", allowMassRemoval: true)
        _ = try result.get()
    }

    private static let roster: SchoolRoster = {
        var roster = TestSchool.roster
        var parent = SchoolRoster.Person(
            id: "p1", code: "P-1", givenName: "Mary", familyName: "Smith", role: .parent)
        parent.agents = ["s2024123456", "s2023123456"]
        roster.people.append(parent)
        for index in roster.people.indices where roster.people[index].role == .student {
            roster.people[index].grades = ["09"]
        }
        roster.adjustments = [
            .init(person: "s2024123456", term: "t", label: "Absent", days: -2)
        ]
        return roster
    }()

    private func children(_ school: TestSchool) async throws -> [String] {
        let parent = try await school.user("P-1")
        return try await school.ledger.read { ledger in
            let linked = try ledger.person(parent.id)?.linked ?? []
            return try linked.compactMap { try ledger.user($0)?.code.text }
        }
    }

    private func days(_ school: TestSchool) async throws -> [Int] {
        try await school.ledger.read { ledger in
            let terms = try ledger.academicYears().flatMap(\.terms)
            return try terms.flatMap { term in
                try ledger.adjustments(of: YearGroupID(1), in: term.id, StudentFilter())
                    .map(\.days)
            }
        }
    }

    @Test func aLinkThatStaffTookAwayStaysAwayAndOneTheFilesDropGoes() async throws {
        let school = try await TestSchool()
        try await importing(school)
        #expect(try await children(school) == ["2024123456", "2023123456"])
        let (parent, child) = (
            try await school.user("P-1"), try await school.user("2024123456")
        )
        let isUnlinked = try await school.ledger.write { ledger in
            try ledger.unlink(
                parent: parent.id, from: child.id, at: school.clock.now, by: TestSchool.office)
        }
        #expect(isUnlinked)
        try await importing(school)
        #expect(try await children(school) == ["2023123456"])
        try await school.ledger.write { ledger in
            try ledger.link(
                parent: parent.id, to: child.id, at: school.clock.now, by: TestSchool.office)
        }
        try await importing(school) { $0.people[$0.people.count - 1].agents = ["s0024000006"] }
        #expect(
            try await children(school) == ["2024123456", "0024000006"],
            "what staff linked stays, what the files dropped is gone")
    }

    @Test func aParentWhoIsArchivedExcusesNobody() async throws {
        let school = try await TestSchool()
        try await importing(school)
        let (parent, child) = (
            try await school.user("P-1"), try await school.user("2024123456")
        )
        try await importing(school) { $0.people.removeLast() }
        #expect(try await !school.ledger.read { try $0.isLinked(parent: parent.id, to: child.id) })
    }

    @Test func whatStaffAdjustedNoImportChanges() async throws {
        let school = try await TestSchool()
        try await importing(school)
        #expect(try await days(school) == [-2])
        try await importing(school) { $0.adjustments?[0].days = -3 }
        #expect(try await days(school) == [-3], "the files may correct what is theirs")
        let student = try await school.user("2024123456")
        let term = try #require(
            try await school.ledger.read { try $0.academicYears().first?.terms.first })
        for wanted in [-5, 0] {
            try await school.ledger.write { ledger in
                try ledger.adjust(
                    "Absent", by: wanted, of: student.id, in: term.id, at: school.clock.now,
                    by: TestSchool.office)
            }
            try await importing(school)
            #expect(try await days(school) == (wanted == 0 ? [] : [wanted]))
        }
    }

    @Test func aFileWithoutRowsTakesAdjustmentsAwayAndNoFileLeavesThem() async throws {
        let school = try await TestSchool()
        try await importing(school)
        try await importing(school) { $0.adjustments = nil }
        #expect(try await days(school) == [-2])
        try await importing(school) { $0.adjustments = [] }
        #expect(try await days(school) == [])
    }

    @Test func filesWithoutATimetableLeaveTheOneThereIs() async throws {
        let school = try await TestSchool()
        let course = try await school.occurrence().course.id
        let before = try await school.ledger.read {
            try $0.slots(of: course, includingDisabled: true)
        }
        try await importing(school) { $0.meetings = [] }
        let after = try await school.ledger.read {
            try $0.slots(of: course, includingDisabled: true)
        }
        #expect(before.count == 4 && after == before)
    }

    @Test func aYearThatWasMadeGoesWhenTheFilesHaveOne() async throws {
        let school = try await TestSchool()
        try await importing(school) { $0 = $0.yeared() }
        #expect(
            try await school.ledger.read { try $0.academicYears().map(\.year.name) }
                == ["March 2026 – June 2026"])
        try await importing(school) { roster in
            roster.terms.append(
                .init(
                    id: "y", title: "The year", kind: .schoolYear,
                    start: SchoolDate("2025-08-01")!, end: SchoolDate("2026-07-31")!))
            roster.terms[0].parent = "y"
            roster = roster.yeared()
        }
        let years = try await school.ledger.read { try $0.academicYears() }
        #expect(years.map(\.year.name) == ["The year"])
        #expect(years.map { $0.terms.map(\.name) } == [["Spring"]])
    }

    @Test func aTimetableThatMovedDoesNotHoldTheSameHourTwice() async throws {
        let school = try await TestSchool()
        try await school.open()
        try await importing(school) { $0.meetings[0].sections = [2, 3] }
        let course = try await school.occurrence().course.id
        let held = try await school.ledger.read {
            try $0.lessons(of: course, from: TestSchool.day, to: TestSchool.day)
        }
        #expect(held.map(\.sections) == [[1, 2], [3, 4]])
        let next = TestSchool.day.adding(days: 7)
        let later = try await school.ledger.read {
            try $0.lessons(of: course, from: next, to: next)
        }
        #expect(later.map(\.sections) == [[2, 3], [3, 4]], "as the files say")
    }

    @Test func anExtraLessonTakesNoSectionThatIsTaken() async throws {
        let school = try await TestSchool()
        let held = try await school.occurrence()
        let extra = NewOccurrence(
            course: held.course.id, classroom: nil, date: held.date, sections: [2],
            start: TimeOfDay("20:00")!, end: TimeOfDay("21:00")!)
        guard
            case .failure(.alreadyThere) = try await school.desk.create(
                extra, by: TestSchool.office)
        else {
            Issue.record("the second section is held already")
            return
        }
    }

    @Test func rotationDaysAreTheSameInAYearAndInItsTerms() async throws {
        let school = try await TestSchool()
        try await importing(school) { roster in
            roster.terms = [
                .init(
                    id: "y", title: "Year", kind: .schoolYear, start: SchoolDate("2026-02-23")!,
                    end: SchoolDate("2026-07-31")!),
                .init(
                    id: "t", title: "Spring", kind: .term, start: SchoolDate("2026-03-04")!,
                    end: SchoolDate("2026-06-28")!, parent: "y"),
            ]
            roster.courses[1].terms = ["y"]
            roster.meetings = ["c1", "c2"].flatMap { course in
                [2, 5].map { day in
                    .init(
                        course: course, day: .rotation(day), weeks: nil, sections: [1], start: nil,
                        end: nil, building: "", room: course)
                }
            }
        }
        func dates(_ code: String) async throws -> [String] {
            let filter = OccurrenceFilter(
                from: SchoolDate("2026-03-01")!, to: SchoolDate("2026-03-15")!)
            return try await school.ledger.read { try $0.daily(filter) }.map(\.occurrence)
                .filter { $0.course.code == code }.map(\.date.description)
        }
        // Day 1 is Wednesday the 4th: day 2 the 5th, day 5 the 10th, and again the 12th.
        #expect(try await dates("MATH101") == ["2026-03-05", "2026-03-10", "2026-03-12"])
        #expect(try await dates("ART1") == (try await dates("MATH101")))
    }
}
