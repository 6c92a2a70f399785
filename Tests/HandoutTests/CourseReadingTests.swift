import Attendance
import Desk
import Handout
import TestKit
import Testing

/// What stands of a course, out of a ledger.
@Suite struct CourseReadingTests {
    private func marks(_ school: TestSchool, days: Int = 7) async throws -> CourseMarks {
        let course = try await school.occurrence().course
        let now = school.clock.now
        return try await school.ledger.readLong { ledger in
            try ledger.marks(
                of: course, from: TestSchool.day, to: TestSchool.day.adding(days: days),
                zone: TestSchool.zone, now: now)
        }
    }

    private func codes(_ marks: CourseMarks) -> [String] { marks.students.map(\.code.text) }

    @Test func lessonsComeInTimeOrderAndMembersAreThereWithoutMarks() async throws {
        let school = try await TestSchool()
        try await school.open()
        try await school.present("2024123456")
        let marks = try await marks(school)
        // Calculus is on Mondays at 8 and at 10.
        #expect(
            marks.lessons.map { "\($0.occurrence.date) \($0.occurrence.start)" } == [
                "2026-03-09 08:00", "2026-03-09 10:00", "2026-03-16 08:00", "2026-03-16 10:00",
            ])
        #expect(marks.lessons.map(\.state) == [.open, .toCome, .toCome, .toCome])
        #expect(marks.lessons.allSatisfy { $0.teachers == ["Jane Miller"] })
        #expect(
            codes(marks) == ["0024000006", "2023123456", "202412345X", "2024123456"],
            "by name; John Smith comes last")
        let john = try await school.user("2024123456").id
        #expect(marks.mark(of: john, in: 0) == .present && marks.mark(of: john, in: 1) == nil)
        let other = try await school.user("2023123456").id
        #expect((0..<4).allSatisfy { marks.mark(of: other, in: $0) == nil })
    }

    @Test func whoHasLeftKeepsTheirMarksAndWhoNeverCameIsGone() async throws {
        let school = try await TestSchool()
        try await school.open()
        try await school.present("2024123456")
        let course = try await school.occurrence().course.id
        for code in ["2024123456", "2023123456"] {
            let user = try await school.user(code).id
            let moment = school.clock.now
            let isDropped = try await school.ledger.write { ledger in
                try ledger.drop(
                    user, from: course, lastDay: TestSchool.day, at: moment,
                    by: TestSchool.office)
            }
            #expect(isDropped)
        }
        #expect(
            codes(try await marks(school)) == ["0024000006", "202412345X", "2024123456"])
    }

    @Test func onlyWhatIsHeldInThoseDaysIsACourseOfThem() async throws {
        let school = try await TestSchool()
        let held = try await school.ledger.read { ledger in
            try [0, 1].map { day in
                let date = TestSchool.day.adding(days: day)
                return try ledger.courses(holdingFrom: date, to: date).map(\.code)
            }
        }
        #expect(held == [["ART1", "MATH101"], []])
    }
}
