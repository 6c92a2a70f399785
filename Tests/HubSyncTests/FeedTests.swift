import Attendance
import Desk
import LedgerSQL
import TestKit
import Testing
import Wire

/// What a hub says of a room, from its database to the door's.
@Suite struct FeedTests {
    private static let office = TestSchool.office

    private func both() async throws -> (FeedHub, RoomDoor) {
        let hub = try await FeedHub()
        try await hub.workOut()
        let door = try await RoomDoor(hub)
        try await door.swap()
        return (hub, door)
    }

    @Test func aDoorHasTheRoomsLessonsAndWhoIsExpected() async throws {
        let (hub, door) = try await both()
        #expect(door.refused.isEmpty)
        let day = try await door.day()
        // Two lessons today, and two in a week.
        #expect(
            day.map(\.occurrence.date.description) == [
                "2026-03-09", "2026-03-09", "2026-03-16", "2026-03-16",
            ])
        #expect(day.allSatisfy { $0.occurrence.classroom?.name == "5A C317" })
        #expect(day.map(\.occurrence.course.name) == Array(repeating: "Calculus", count: 4))
        let lesson = try await hub.school.occurrence()
        let here = try #require(try await door.lesson(lesson.id))
        let codes = try await door.ledger.read { ledger in
            try ledger.roster(of: here).map(\.student.code.text).sorted()
        }
        #expect(codes == ["0024000006", "2023123456", "2024123456", "202412345X"])
    }

    @Test func lastFoursAndCardsAreFound() async throws {
        let (hub, door) = try await both()
        let lesson = try await hub.school.occurrence()
        let here = try #require(try await door.lesson(lesson.id))
        let (tail, card) = try await door.ledger.read { ledger in
            (
                try ledger.lookups(UserCode("0006")!, on: here),
                try ledger.lookups(UserCode("0040856634")!, on: here)
            )
        }
        #expect(tail.sameLast4.map(\.code.text) == ["0024000006"])
        #expect(card.aliasHolder?.isOnRoster == true)
    }

    /// Nothing that a door need not know: nobody of another room, no e-mail, no student's PIN.
    @Test func nobodyElseIsTold() async throws {
        let hub = try await FeedHub()
        let student = try await hub.school.user("2024123456").id
        let teacher = try await hub.school.user("T-1").id
        for user in [student, teacher] {
            try await hub.school.desk.setPIN(PIN("2580")!, of: user, cost: 4, by: Self.office)
        }
        try await hub.workOut()
        let door = try await RoomDoor(hub)
        try await door.swap()
        let (users, teachers) = try await door.ledger.read { ledger in
            (
                try ledger.users(role: .student, matching: nil).map(\.code.text),
                try ledger.users(role: .teacher, matching: nil)
            )
        }
        #expect(users == ["0024000006", "2023123456", "2024123456", "202412345X"])
        let pins = try await door.ledger.read { ledger in
            try (teachers.map(\.id), teachers.map { try ledger.pin(of: $0.id) })
        }
        let kept = try await hub.school.ledger.read { try $0.pin(of: teacher) }
        #expect(pins.1 == [kept])
        let items = try await hub.snapshot().items
        #expect(items.filter { $0.kind == .pin }.count == 1)
    }

    @Test func aSessionIsOpenAtTheDoorUnderItsCode() async throws {
        let (hub, door) = try await both()
        let session = try await hub.school.open()
        try await hub.workOut(.lesson(session.occurrence.id))
        try await door.follow()
        let here = try #require(try await door.lesson(session.occurrence.id))
        let code = try #require(session.session.code)
        let found = try await door.ledger.read { try $0.session(code: code) }
        #expect(found?.occurrence.id == here)
        #expect(found?.session.intervals == session.session.intervals)
        #expect(found?.session.graceMinutes == session.session.graceMinutes)
        let (hubKey, doorKey) = (
            try await hub.school.ledger.read { try $0.proofKey(of: session.session.id) },
            try await door.ledger.read { try $0.proofKey(of: found!.session.id) }
        )
        #expect(hubKey == doorKey)
    }

    @Test func aMarkAtTheHubStandsAtTheDoor() async throws {
        let (hub, door) = try await both()
        let session = try await hub.school.open()
        try await hub.school.present("2024123456")
        let other = try await hub.school.user("0024000006").id
        _ = try await hub.school.desk.act(
            .mark(.init(value: .status(.leave), remark: "ill")), on: other,
            in: session.session.id, by: Self.office
        ).get()
        try await hub.workOut(.lesson(session.occurrence.id))
        try await door.follow()
        let here = try #require(try await door.lesson(session.occurrence.id))
        let rows = try await door.ledger.read { try $0.roster(of: here) }
        let statuses = Dictionary(
            uniqueKeysWithValues: rows.map { ($0.student.code.text, $0.record?.status) })
        #expect(statuses["2024123456"] == .present && statuses["0024000006"] == .leave)
        #expect(rows.first { $0.student.code.text == "0024000006" }?.record?.remark == "ill")
        #expect(statuses["2023123456"] == .some(nil))
        _ = try await hub.school.desk.close(session.session.id, by: Self.office).get()
        try await hub.workOut(.lesson(session.occurrence.id))
        try await door.follow()
        let row = try await door.ledger.read { try $0.roster(of: here) }
            .first { $0.student.code.text == "2023123456" }
        #expect(row?.record?.status == .absent)
    }

    /// The hub has it already: the door's journal is of its own deeds.
    @Test func whatComesDownDoesNotGoUpAgain() async throws {
        let (hub, door) = try await both()
        let session = try await hub.school.open()
        try await hub.school.present("2024123456")
        try await hub.workOut()
        try await door.follow()
        let lines = try await transaction(door.ledger) {
            try $0.journal(after: 0, most: 100, bytes: 1 << 20)
        }
        #expect(lines.isEmpty)
        #expect(try await door.lesson(session.occurrence.id) != nil)
    }

    @Test func onlyWhatDiffersIsTold() async throws {
        let (hub, _) = try await both()
        #expect(try await hub.workOut() == false)
        let session = try await hub.school.open()
        #expect(try await hub.workOut(.lesson(session.occurrence.id)))
        let before = try await hub.head()
        try await hub.school.present("2024123456")
        #expect(try await hub.workOut(.lesson(session.occurrence.id)))
        let new = try await hub.page(after: before)
        #expect(new.items.map(\.kind) == [.evidence])
        #expect(new.items.map(\.revision) == [before + 1] && new.head == before + 1)
    }

    @Test func revisionsHaveNoGaps() async throws {
        let (hub, _) = try await both()
        let session = try await hub.school.open()
        try await hub.school.present("2024123456")
        _ = try await hub.school.desk.close(session.session.id, by: Self.office).get()
        let before = try await hub.head()
        try await hub.workOut()
        let new = try await hub.page(after: before)
        #expect(new.items.map(\.revision) == Array(before + 1...new.head))
        #expect(Set(new.items.map(\.kind)) == [.session, .evidence])
    }

    @Test func aLessonThatIsMovedAwayLeavesTheRoomAndWhatWasDoneStays() async throws {
        let (hub, door) = try await both()
        let session = try await hub.school.open()
        try await hub.school.present("2024123456")
        try await hub.workOut()
        try await door.follow()
        let here = try #require(try await door.lesson(session.occurrence.id))
        try await hub.move(session.occurrence.id, to: "C318")
        try await hub.workOut()
        try await door.follow()
        let (occurrence, count, day) = try await door.ledger.read { ledger in
            (
                try ledger.occurrence(here), try ledger.counts(of: here).present,
                try ledger.roomDay(
                    ledger.classrooms()[0].id, at: TestSchool.time("08:00"), device: .own)
            )
        }
        #expect(occurrence != nil && occurrence?.classroom == nil)
        #expect(count == 1)
        #expect(day.slots.allSatisfy { $0.occurrence != here } && day.slots.count == 1)
    }

    @Test func whoLeavesIsForgottenAndWhoComesBackIsThereAgain() async throws {
        let (hub, door) = try await both()
        let lesson = try await hub.school.occurrence()
        let student = try await hub.school.user("0024000006").id
        let session = try await hub.school.open()
        try await hub.school.present("0024000006")
        _ = try await hub.school.desk.close(session.session.id, by: Self.office).get()
        try await hub.workOut()
        try await door.follow()
        let drop: @Sendable (any LedgerWriting) throws -> Void = { ledger in
            _ = try ledger.drop(
                student, from: lesson.course.id, lastDay: SchoolDate("2026-03-01")!,
                at: TestSchool.time("08:00"), by: Self.office)
        }
        try await hub.school.ledger.write(.inOrder, drop)
        // Evidence is about them, so that they stay as long as it does.
        hub.school.clock.now = hub.school.clock.now.adding(seconds: 3 * 86_400)
        try await hub.workOut()
        try await door.follow()
        let gone = try await door.ledger.read { try $0.user(code: UserCode("0024000006")!) }
        #expect(gone == nil)
        let names = try await door.ledger.read { try $0.users(role: .student, matching: nil) }
        #expect(names.count == 3)
        try await hub.school.ledger.write { ledger in
            try ledger.enrol(
                student, in: lesson.course.id, asTeacher: false, from: TestSchool.day,
                at: TestSchool.time("08:00"), by: Self.office)
        }
        try await hub.workOut()
        try await door.follow()
        let back = try await door.ledger.read { try $0.user(code: UserCode("0024000006")!) }
        #expect(back?.isArchived == false && back?.fullName == "Given 0024000006")
    }

    @Test func aTombstoneIsForgottenInTheEndAndWhoWasAwayMustBeToldWhole() async throws {
        let (hub, _) = try await both()
        let before = try await hub.head()
        let lesson = try await hub.school.occurrence(section: 3)
        try await hub.move(lesson.id, to: "C318")
        try await hub.workOut()
        let gone = try await hub.page(after: before)
        #expect(gone.items.map(\.kind) == [.lesson] && gone.items[0].body == nil)
        #expect(try await hub.part(after: 0).keptAfter == 0)
        hub.school.clock.now = hub.school.clock.now.adding(seconds: 61 * 86_400)
        try await hub.workOut()
        #expect(try await hub.part(after: 0).keptAfter == gone.head)
    }
}
