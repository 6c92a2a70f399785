import Attendance
import Desk
import HubSync
import LedgerSQL
import TestKit
import Testing
import Wire

/// What a hub makes of a door's journal, on a real ledger.
@Suite struct ReceivingTests {
    /// A class held at the door: two scans, one of them twice, a card of nobody, a mark, closed.
    private func hold(_ door: HubAndDoors.Door) async throws {
        let school = door.school
        let session = try await school.open()
        try await school.present("2024123456")
        school.clock.set("08:20")
        try await school.present("2023123456")
        try await school.present("2024123456")
        try await school.present("9999999999")
        let student = try await school.user("0024000006").id
        _ = try await school.desk.act(
            .mark(.init(value: .status(.leave), remark: "ill")), on: student,
            in: session.session.id, by: TestSchool.office
        ).get()
        _ = try await school.desk.close(session.session.id, by: TestSchool.office).get()
    }

    @Test func whatWasDoneAtADoorStandsAtTheHub() async throws {
        let campus = try await HubAndDoors()
        let door = try await campus.door(1)
        try await hold(door)
        let answer = try await campus.receive(try await campus.body(of: door), from: door)
        #expect(answer.results.count == 10 && answer.highWater == 10 && answer.nonce == "n")
        #expect(answer.results.allSatisfy { $0.disposition == .new })
        let there = try HubAndDoors.records(door.school)
        #expect(try HubAndDoors.records(campus.hub) == there)
        #expect(there.split(separator: "\n").count == 4)
        let occurrence = try await campus.hub.occurrence().id
        let (ours, theirs) = try await (
            campus.hub.ledger.read { try $0.session(of: occurrence)?.session },
            door.school.ledger.read { try $0.session(of: occurrence)?.session }
        )
        #expect(ours?.code == theirs?.code && ours?.intervals == theirs?.intervals)
        #expect(ours?.status == .closed)
        #expect(
            try campus.hub.query("SELECT outcome, count(*) FROM attempt GROUP BY 1 ORDER BY 1")
                == "accepted|2\nrefused|1\nrepeated|1\n")
        // The hub is who numbers: without a gap, in the order of the journal.
        #expect(
            try campus.hub.query("SELECT kind, revision FROM evidence ORDER BY revision")
                == "scan|1\nscan|2\nmark|3\n")
    }

    @Test func theSameAgainIsADuplicateAndNothingIsDoubled() async throws {
        let campus = try await HubAndDoors()
        let door = try await campus.door(1)
        try await hold(door)
        let body = try await campus.body(of: door)
        _ = try await campus.receive(body, from: door)
        let before = try HubAndDoors.records(campus.hub)
        let again = try await campus.receive(body, from: door)
        #expect(again.results.count == 10 && again.highWater == 10)
        #expect(again.results.allSatisfy { $0.disposition == .duplicate })
        // Another epoch: the same deeds under other numbers.
        var copy = door
        copy.upload = DoorUpload(
            HubLink(
                address: "", device: UniqueID(high: 3, low: 1), token: "",
                epoch: UniqueID(high: 1, low: 99)))
        let whole = try await campus.receive(try await campus.body(of: copy), from: copy)
        #expect(whole.results.allSatisfy { $0.disposition == .new } && whole.highWater == 10)
        #expect(try HubAndDoors.records(campus.hub) == before)
        #expect(try HubAndDoors.count("evidence", campus.hub) == 3)
        #expect(try HubAndDoors.count("attempt", campus.hub) == 4)
        #expect(try HubAndDoors.count("session_event", campus.hub) == 3)
    }

    @Test func linesAfterAGapAreLeftAndAskedForAgain() async throws {
        let campus = try await HubAndDoors()
        let door = try await campus.door(1)
        try await hold(door)
        _ = try await campus.receive(try await campus.body(of: door, most: 3), from: door)
        let late = try await campus.receive(try await campus.body(of: door, after: 6), from: door)
        #expect(late.results.isEmpty && late.highWater == 3)
        // What went by age at the door cannot be asked for: it goes on from there.
        let aged = try await campus.receive(
            try await campus.body(of: door, after: 6, oldest: 7), from: door)
        #expect(aged.results.count == 4 && aged.highWater == 10)
    }

    @Test func anotherLineUnderTheSameNumberIsAFork() async throws {
        let campus = try await HubAndDoors()
        let door = try await campus.door(1)
        try await hold(door)
        _ = try await campus.receive(try await campus.body(of: door, most: 4), from: door)
        var other = try await campus.door(2)
        other.upload = door.upload
        other.school.clock.set("08:05")
        try await hold(other)
        let before = try HubAndDoors.records(campus.hub)
        let answer = try await campus.receive(
            try await campus.body(of: other),
            from: HubAndDoors.Door(school: other.school, place: door.place, upload: door.upload))
        #expect(answer.results.map(\.disposition) == [.fork] && answer.highWater == 4)
        #expect(try HubAndDoors.records(campus.hub) == before)
    }

    @Test func whatCannotBeTakenIsKeptAsideAndTheRestIsTaken() async throws {
        let campus = try await HubAndDoors()
        let door = try await campus.door(1)
        try await hold(door)
        let student = try await campus.hub.writing { transaction in
            let user = try transaction.user(code: UserCode("2023123456")!)!
            return try transaction.uid(of: .user, user.id.number)
        }
        // Somebody of whom this hub never heard.
        let body = String(decoding: try await campus.body(of: door), as: UTF8.self)
            .replacing("\(student)", with: "\(UniqueID(high: 7, low: 7))")
        var lines = Array(body.utf8).split(separator: UInt8(ascii: "\n"))
        lines.insert(Array("{\"kind\":\"of_tomorrow\",\"seq\":11}".utf8)[...], at: lines.count)
        let answer = try await campus.receive(
            Array(lines.joined(separator: [UInt8(ascii: "\n")])), from: door)
        let aside = answer.results.filter { $0.disposition == .quarantined }
        try #require(aside.map(\.seq) == [5, 6, 11] && answer.highWater == 11)
        #expect(aside[0].reason?.contains("nobody here is called") == true)
        #expect(aside[2].reason?.contains("of_tomorrow") == true)
        #expect(
            try campus.hub.query("SELECT seq FROM quarantine ORDER BY seq") == "5\n6\n11\n")
        #expect(try HubAndDoors.count("record", campus.hub) == 4)
        #expect(try HubAndDoors.count("evidence", campus.hub) == 2)
    }

    @Test func oneCodeIsNeverThatOfTwoLessonsNotEvenOfOneBatch() async throws {
        let campus = try await HubAndDoors()
        let door = try await campus.door(1)
        var lessons: [UniqueID] = []
        for section in [1, 3] {
            let lesson = try await campus.hub.occurrence(section: section).id
            lessons.append(
                try await campus.hub.writing { try $0.uid(of: .occurrence, lesson.number) })
        }
        let head = SyncRequest(
            epoch: door.upload.link.epoch, nonce: "n", after: 0, oldest: 1, newest: 3,
            fixes: ClockFixes())
        let code = SessionCode("ABCDEF")!
        let lines = [lessons[0], lessons[1], lessons[0]].enumerated().map { place, lesson in
            JournalLine(
                id: UniqueID(high: 8, low: UInt64(place)), seq: Int64(place) + 1,
                moment: TestSchool.time("08:00"), time: .unknown, roster: 0,
                deed: .session(
                    JournalSession(
                        occurrence: lesson, kind: .opened(code: code, graceMinutes: 10), saw: [],
                        doer: JournalDoer(origin: "door:1")))
            ).bytes
        }
        let answer = try await campus.receive(
            Array(([head.bytes] + lines).joined(separator: [UInt8(ascii: "\n")])), from: door)
        #expect(answer.results.map(\.disposition) == [.new, .quarantined, .new])
        #expect(answer.results[1].reason?.contains("another lesson's session") == true)
        #expect(try HubAndDoors.count("checkin_session", campus.hub) == 1)
    }

    @Test func aDoorDoesNothingInAnothersRoom() async throws {
        let campus = try await HubAndDoors()
        let door = try await campus.door(1, room: "C318")
        try await hold(door)
        let answer = try await campus.receive(try await campus.body(of: door), from: door)
        let aside = answer.results.filter { $0.disposition == .quarantined }
        #expect(aside.count == 6 && aside[0].reason?.contains("not of this door's room") == true)
        #expect(try HubAndDoors.count("evidence", campus.hub) == 0)
        #expect(try HubAndDoors.count("checkin_session", campus.hub) == 0)
    }

    @Test func twoDoorsThatOpenTheSameLessonHaveOneSession() async throws {
        let campus = try await HubAndDoors()
        let (first, second) = (try await campus.door(1), try await campus.door(2))
        second.school.clock.set("08:03")
        try await hold(second)
        try await first.school.open()
        try await first.school.present("2024123456")
        _ = try await campus.receive(try await campus.body(of: second), from: second)
        _ = try await campus.receive(try await campus.body(of: first), from: first)
        let occurrence = try await campus.hub.occurrence().id
        let session = try await campus.hub.ledger.read { try $0.session(of: occurrence)?.session }
        var codes: [SessionCode] = []
        for door in [first, second] {
            let own = try await door.school.ledger.read { try $0.session(of: occurrence)?.session }
            codes.append(try #require(own?.code))
        }
        #expect(session?.code == codes[0] && session?.openedAt == TestSchool.time("08:00"))
        for code in codes {
            let found = try await campus.hub.ledger.read { try $0.session(code: code)?.session.id }
            #expect(found == session?.id)
        }
        // The first scan of both counts; the closing that one door did stands.
        #expect(session?.status == .closed)
        let student = try await campus.hub.user("2024123456").id
        let record = try await campus.hub.ledger.read { try $0.record(of: student, on: occurrence) }
        #expect(record?.checkinTime == TestSchool.time("08:00"))
    }

    @Test func whatStudentsWereToldOtherwiseIsFlagged() async throws {
        let campus = try await HubAndDoors()
        let door = try await campus.door(1)
        // At the hub it was opened earlier, with fewer minutes of grace.
        let opened = try await campus.hub.open()
        campus.hub.clock.set("08:09")
        door.school.clock.set("08:09")
        try await door.school.open()
        door.school.clock.set("08:15")
        try await door.school.present("2024123456")
        _ = try await campus.receive(try await campus.body(of: door), from: door)
        let student = try await campus.hub.user("2024123456").id
        let record = try await campus.hub.ledger.read {
            try $0.record(of: student, on: opened.occurrence.id)
        }
        #expect(record?.number == .late && record?.flags == [.doorDisagrees])
    }

    @Test func aWrongClockIsPutRightByTheHubsTime() async throws {
        let campus = try await HubAndDoors()
        let door = try await campus.door(1)
        // An hour slow: it is 08:05 when the door writes down 07:05.
        door.school.clock.set("07:00")
        try await door.school.open()
        door.school.clock.set("07:05")
        try await door.school.present("2024123456")
        let fixes = ClockFixes([
            ClockFix(
                at: .unknown, hubTime: TestSchool.time("08:05"), within: 10)
        ])
        _ = try await campus.receive(
            try await campus.body(of: door, fixes: fixes), from: door)
        let (student, occurrence) = (
            try await campus.hub.user("2024123456").id, try await campus.hub.occurrence().id
        )
        let record = try await campus.hub.ledger.read {
            try $0.record(of: student, on: occurrence)
        }
        #expect(record?.number == .present && record?.checkinTime == TestSchool.time("08:05"))
    }
}
