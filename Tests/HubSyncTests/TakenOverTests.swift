import Attendance
import Desk
import LedgerSQL
import LedgerSQLite
import TestKit
import Testing
import Wire

/// What a door's file may hold before the hub says what it must, and what the hub may get wrong.
@Suite struct TakenOverTests {
    private static let office = TestSchool.office

    private func page(_ items: [FeedItem]) -> FeedPage {
        let last = items.map(\.revision).max() ?? 0
        return FeedPage(items: items, next: last, head: last)
    }

    private func user(_ code: String, archived: Bool = false) -> FedUser {
        FedUser(
            code: UserCode(code)!, givenName: "Ann", familyName: "Lee", fullName: "Ann Lee",
            role: .student, studentClass: "", aliases: [], isArchived: archived)
    }

    private func item(
        _ revision: Int64, _ kind: FeedItem.Kind, _ key: UniqueID, _ body: JSON?
    ) -> FeedItem {
        FeedItem(revision: revision, kind: kind, key: "\(key)", body: body)
    }

    private func uid(_ number: UInt64) -> UniqueID { UniqueID(high: 0x8000, low: number) }

    /// A door that was a school of its own, of the same files.
    @Test func theSameFilesAreTheSameRows() async throws {
        let hub = try await FeedHub()
        try await hub.workOut()
        let directory = try TemporaryDirectory()
        let before = try SQLiteLedger(
            directory: directory.url, creating: true, zone: TestSchool.zone)
        let clock = hub.school.clock
        let desk = Desk(
            ledger: before, zone: TestSchool.zone, graceMinutes: 10, now: { clock.now })
        let result = try await desk.apply(TestSchool.roster, source: "test")
        _ = try result.get()
        let counts = try await before.read { ledger in
            (try ledger.users(role: nil, matching: nil).count, try ledger.courses().count)
        }
        try before.close()
        let door = try await RoomDoor(hub, joining: directory)
        try await door.swap()
        #expect(door.refused.isEmpty)
        let after = try await door.ledger.read { ledger in
            (try ledger.users(role: nil, matching: nil).count, try ledger.courses().count)
        }
        #expect(after == counts)
        let fresh = try await RoomDoor(hub, device: 5)
        try await fresh.swap()
        let lessons = try await HeldRoom.lessonNames(fresh.ledger)
        #expect(try await HeldRoom.lessonNames(door.ledger).sorted() == lessons.sorted())
    }

    @Test func aCodeThatStandsUnderAnotherNameIsTakenOver() async throws {
        let hub = try await FeedHub()
        let door = try await RoomDoor(hub)
        let old = try await door.ledger.write { ledger in
            try ledger.addUser(
                NewUser(code: UserCode("123456")!, fullName: "Old", role: .student),
                at: TestSchool.time("08:00"), by: Self.office)
        }
        let taken = try await door.desk.take(page([item(1, .user, uid(1), user("123456").body)]))
        #expect(taken.refused.isEmpty && taken.waiting.isEmpty)
        let found = try await door.ledger.read { try $0.user(code: UserCode("123456")!) }
        #expect(found?.id == old.id && found?.fullName == "Ann Lee")
    }

    @Test func twoMayHaveChangedTheirCodes() async throws {
        let hub = try await FeedHub()
        let door = try await RoomDoor(hub)
        _ = try await door.desk.take(
            page([
                item(1, .user, uid(1), user("111111").body),
                item(2, .user, uid(2), user("222222").body),
            ]))
        let before = try await door.ledger.read { try $0.user(code: UserCode("111111")!)!.id }
        _ = try await door.desk.take(
            page([
                item(3, .user, uid(1), user("222222").body),
                item(4, .user, uid(2), user("111111").body),
            ]))
        let after = try await door.ledger.read { try $0.user(code: UserCode("222222")!) }
        #expect(after?.id == before && after?.isArchived == false)
        // One whose code another has by now, and who is gone, has it no more.
        _ = try await door.desk.take(
            page([item(5, .user, uid(3), user("222222", archived: true).body)]))
        let last = try await door.ledger.read { try $0.user(code: UserCode("222222")!) }
        #expect(last?.id == before)
    }

    @Test func oneThatCannotBeReadStopsNoOther() async throws {
        let hub = try await FeedHub()
        let door = try await RoomDoor(hub)
        let taken = try await door.desk.take(
            page([
                item(1, .user, uid(1), ["code": "no code"]),
                item(2, .user, uid(2), user("222222").body),
                FeedItem(revision: 3, kind: .user, key: "x", body: user("333333").body),
                item(4, .pin, uid(9), ["salt": "00", "hash": "00", "cost": 99]),
                item(5, .course, uid(2), ["name": "Calculus", "grace_minutes": 5]),
            ]))
        #expect(Set(taken.refused.map(\.key)) == ["\(uid(1))", "x", "\(uid(9))", "\(uid(2))"])
        let users = try await door.ledger.read {
            try $0.users(role: .student, matching: nil).map(\.code.text)
        }
        #expect(users == ["222222"])
        #expect(try await door.revision() == 5)
    }

    /// A page may name what comes with the next: it waits, and after a cut of the power it comes
    /// again.
    @Test func whatNamesWhatIsStillToComeWaits() async throws {
        let hub = try await FeedHub()
        let door = try await RoomDoor(hub)
        let course = FedCourse(
            name: "Calculus", code: "M", className: "", teacher: nil, graceMinutes: 5,
            isArchived: false)
        let enrolment = FedEnrolment(
            course: uid(7), user: uid(8),
            spans: [.init(isTeacher: false, begin: nil, end: nil)])
        let early = FeedItem(
            revision: 2, kind: .enrolment, key: enrolment.key, body: enrolment.body)
        let first = FeedPage(
            items: [item(1, .course, uid(7), course.body), early], next: 2, head: 3)
        let taken = try await door.desk.take(first)
        #expect(taken.waiting == [early] && taken.refused.isEmpty)
        #expect(try await door.revision() == 1, "what waits is asked for again")
        let second = FeedPage(
            items: [item(3, .user, uid(8), user("123456").body)], next: 3, head: 3)
        let after = try await door.desk.take(second, waiting: taken.waiting)
        #expect(after.waiting.isEmpty && after.refused.isEmpty)
        #expect(try await door.revision() == 3)
        let members = try await door.ledger.read { ledger in
            try ledger.courseMembers(ledger.courses()[0].id, on: TestSchool.day)
        }
        #expect(members.map(\.code.text) == ["123456"])
    }

    @Test func aPINsTriesCountUntilItIsAnother() async throws {
        let hub = try await FeedHub()
        let teacher = try await hub.school.user("T-1").id
        try await hub.school.desk.setPIN(PIN("2580")!, of: teacher, cost: 1, by: Self.office)
        try await hub.workOut()
        let door = try await RoomDoor(hub)
        try await door.swap()
        let here = try await door.ledger.read { try $0.user(code: UserCode("T-1")!)!.id }
        try await door.ledger.write {
            try $0.setTries(4, ofPINOf: here, at: TestSchool.time("08:00"), by: Self.office)
        }
        try await door.swap()
        #expect(try await door.ledger.read { try $0.pin(of: here)?.tries } == 4)
        try await hub.school.desk.setPIN(PIN("1470")!, of: teacher, cost: 1, by: Self.office)
        try await hub.workOut()
        try await door.follow()
        #expect(try await door.ledger.read { try $0.pin(of: here)?.tries } == 0)
    }

    /// The hub's word on a lesson may be older than what the door did meanwhile.
    @Test func whomTheDoorLetInStays() async throws {
        let hub = try await FeedHub()
        let session = try await hub.school.open()
        try await hub.school.ledger.write { [school = hub.school] ledger in
            try ledger.enrol(
                ledger.user(code: UserCode("2024777777")!)!.id, in: session.occurrence.course.id,
                asTeacher: false, from: SchoolDate("2026-03-16")!, at: school.clock.now,
                by: Self.office)
        }
        try await hub.workOut()
        let door = try await RoomDoor(hub)
        try await door.swap()
        let here = try #require(try await door.lesson(session.occurrence.id))
        let walked = try await door.ledger.write { [desk = door.desk] ledger in
            let student = try ledger.user(code: UserCode("2024777777")!)!.id
            let session = try ledger.session(of: here)!.session.id
            return try desk.walkIn(student, to: session, by: Self.office, in: ledger).get().isNew
        }
        #expect(walked)
        var change = OccurrenceChange()
        change.end = TimeOfDay("09:30")
        _ = try await hub.school.desk.change(
            session.occurrence.id, to: change, by: Self.office
        ).get()
        try await hub.workOut()
        try await door.follow()
        let (roster, end) = try await door.ledger.read { ledger in
            (
                try ledger.roster(of: here).map(\.student.code.text),
                try ledger.occurrence(here)?.end
            )
        }
        #expect(roster.contains("2024777777") && end == TimeOfDay("09:30"))
    }
}
