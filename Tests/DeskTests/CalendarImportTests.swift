import Attendance
import Desk
import TestKit
import Testing

/// Lessons of calendars in a ledger on the disk, once and again.
@Suite struct CalendarImportTests {
    @Test func lessonsBecomeOccurrencesInTheirRooms() async throws {
        let school = try await TestSchool()
        let rooms = ["5a c317", "C318", "D9 101", "Aula", ""]
        var lessons: [DatedMeeting] = []
        for (place, room) in rooms.enumerated() {
            lessons.append(try await school.lesson(10 + place, name: room, room: room))
        }
        #expect(try await school.take(lessons) == [5, 0, 0, 0, 0])
        let held = try await school.imported()
        #expect(
            held.map { $0.drop { $0 != " " }.dropFirst() } == [
                "03-10 08:00-09:40 [1, 2] 5A C317 scheduled",
                "03-11 08:00-09:40 [1, 2] 5A C318 scheduled",
                "03-12 08:00-09:40 [1, 2] D9 101 scheduled",
                "03-13 08:00-09:40 [1, 2] Aula scheduled",
                "03-14 08:00-09:40 [1, 2] - scheduled",
            ])
        let known = try await school.ledger.read { try $0.classrooms() }
        #expect(known.map(\.building) == ["", "5A", "5A", "D9"], "two are new")
        #expect(known.map(\.roomNumber) == ["Aula", "C317", "C318", "101"])
        let day = try await school.desk.schedule(
            of: UserCode("2024123456")!, on: SchoolDate("2026-03-10")!)
        #expect(day?.rows.map(\.room) == ["5A C317"])
    }

    @Test func theSameAgainChangesNothing() async throws {
        let school = try await TestSchool()
        let lessons = [
            try await school.lesson(), try await school.lesson(11, name: "b", cancelled: true),
            try await school.lesson(12, "18:00-19:00", name: "c", planned: 11),
        ]
        #expect(try await school.take(lessons) == [3, 0, 0, 0, 0])
        let before = try await school.imported()
        #expect(
            before.map { $0.split(separator: " ").last } == ["scheduled", "cancelled", "moved"])
        #expect(try await school.take(lessons.reversed()) == [0, 0, 3, 0, 0])
        #expect(try await school.imported() == before)
    }

    @Test func anOccurrenceStaysTheSameOneWhenItsLessonMoves() async throws {
        let school = try await TestSchool()
        _ = try await school.take([try await school.lesson(planned: 10)])
        let id = try await school.firstImported()
        #expect(
            try await school.take([try await school.lesson(12, "10:00-10:45", planned: 10)])
                == [0, 1, 0, 0, 0])
        #expect(
            try await school.imported() == ["\(id.number): 03-12 10:00-10:45 [3] 5A C317 moved"])
        #expect(
            try await school.take([try await school.lesson(planned: 10, cancelled: true)])
                == [0, 1, 0, 0, 0])
        #expect(
            try await school.imported()
                == ["\(id.number): 03-10 08:00-09:40 [1, 2] 5A C317 cancelled"])
    }

    @Test func anOccurrenceCountsWhatTheCalendarChangesOfIt() async throws {
        let school = try await TestSchool()
        let (lesson, later) = (
            try await school.lesson(name: "a"), try await school.lesson(12, name: "a")
        )
        _ = try await school.take([lesson])
        let id = try await school.firstImported()
        func sequence() async throws -> Int? {
            try await school.ledger.read { try $0.occurrence(id)?.sequence }
        }
        _ = try await school.take([lesson])
        #expect(try await sequence() == 0)
        _ = try await school.take([later])
        #expect(try await sequence() == 1)
        // Under another name it is the same lesson.
        _ = try await school.take([try await school.lesson(12, name: "b")])
        #expect(try await sequence() == 1)
    }

    @Test func lessonsMayChangePlaces() async throws {
        let school = try await TestSchool()
        func swapped(_ isSwapped: Bool) async throws -> [DatedMeeting] {
            [
                try await school.lesson(isSwapped ? 11 : 10, name: "a"),
                try await school.lesson(isSwapped ? 10 : 11, name: "b"),
            ]
        }
        _ = try await school.take(try await swapped(false))
        let before = try await school.imported()
        #expect(try await school.take(try await swapped(true)) == [0, 2, 0, 0, 0])
        let after = try await school.imported()
        #expect(Set(after).isDisjoint(with: before) && after.count == 2)
        _ = try await school.take(try await swapped(false))
        #expect(try await school.imported() == before)
    }

    @Test func whatTheCalendarNoLongerHasGoesFromTodayOn() async throws {
        let school = try await TestSchool()
        let (past, next) = (
            try await school.lesson(3, name: "past"), try await school.lesson(name: "next")
        )
        _ = try await school.take([past, next])
        #expect(try await school.take([]) == [0, 0, 0, 1, 0])
        #expect(try await school.imported().count == 1)
        #expect(try await school.imported()[0].contains("03-03"))
    }

    @Test func whatHasASessionOrAMarkOrAHandOnItStays() async throws {
        let school = try await TestSchool()
        let days = [10, 11, 12]
        var lessons: [DatedMeeting] = []
        for day in days { lessons.append(try await school.lesson(day, name: "\(day)")) }
        _ = try await school.take(lessons)
        let before = try await school.imported()
        let ids = before.map { OccurrenceID(Int64($0.prefix { $0 != ":" })!) }
        _ = try await school.desk.createSession(on: ids[0], by: TestSchool.office).get()
        var move = OccurrenceChange()
        move.classroom = try await school.classroom("C318").id
        _ = try await school.desk.change(ids[1], to: move, by: TestSchool.office).get()
        let student = try await school.user("2024123456").id
        let mark = EvidenceEntry(
            id: school.desk.newID(at: school.clock.now), moment: school.clock.now,
            place: try await school.ledger.read { try $0.evidence(on: ids[2], about: student) }
                .place,
            kind: .mark(.init(value: .status(.leave), period: nil, remark: nil, method: .manual)))
        try await school.ledger.write { ledger in
            try ledger.append(mark, on: ids[2], about: student, by: TestSchool.office)
        }
        let fixed = try await school.imported()
        var changed: [DatedMeeting] = []
        for day in days {
            changed.append(
                try await school.lesson(day, "14:00-15:00", name: "\(day)", room: "D9 101"))
        }
        #expect(try await school.take(changed) == [0, 0, 3, 0, 0])
        #expect(try await school.take([]) == [0, 0, 0, 0, 0])
        #expect(try await school.imported() == fixed)
    }

    @Test func aCourseThatTheCalendarNoLongerNamesLosesItsLessons() async throws {
        let school = try await TestSchool()
        let drawing = try await school.lesson(name: "b", course: "ART1")
        _ = try await school.take([try await school.lesson(), drawing])
        #expect(try await school.take([drawing]) == [0, 0, 1, 1, 0])
    }

    @Test func mostOfACalendarDoesNotGoUnasked() async throws {
        let school = try await TestSchool()
        var lessons: [DatedMeeting] = []
        for day in 10...21 where day != 16 {
            lessons.append(try await school.lesson(day, name: "\(day)"))
        }
        _ = try await school.desk.apply(lessons, source: "calendar").get()
        let refused = try await school.desk.apply(Array(lessons.dropLast(2)), source: "calendar")
        #expect(
            throws: DeskRefusal.massRemoval(what: "occurrences", removed: 2, of: 11)
        ) { try refused.get() }
        #expect(try await school.imported().count == 11)
        _ = try await school.desk.apply(Array(lessons.dropLast()), source: "calendar").get()
        #expect(try await school.imported().count == 10)
    }

    @Test func aRehearsalWritesNothing() async throws {
        let school = try await TestSchool()
        let lessons = [try await school.lesson(room: "New 1")]
        #expect(try await school.take(lessons, rehearsing: true) == [1, 0, 0, 0, 0])
        #expect(try await school.imported() == [])
        #expect(try await school.ledger.read { try $0.classrooms() }.count == 2)
    }
}
