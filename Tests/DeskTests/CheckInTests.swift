import Attendance
import Desk
import TestKit
import Testing

/// Check-ins through the desk into a ledger on the disk.
@Suite struct CheckInTests {
    @Test func aCardIsCheckedInAndKept() async throws {
        let school = try await TestSchool()
        let session = try await school.open()
        school.clock.set("08:05")
        let answer = try await school.present("2024123456")
        #expect(answer.decision.accepted?.status == .present)
        #expect(answer.person?.fullName == "John Smith")
        #expect(answer.session?.code == session.session.code)
        let row = try await school.row("2024123456", of: session)
        #expect(row.record?.id == answer.record)
        #expect(row.record?.checkinTime == TestSchool.time("08:05"))
        #expect(row.record?.method == .card)
    }

    @Test func theSameAttemptIsAnsweredAgainAndChangesNothing() async throws {
        let school = try await TestSchool()
        let session = try await school.open()
        for line in ["2024123456", "9999", "3456", "T-1", session.session.code!.text, "2024777777"]
        {
            let attempt = try await school.attempt(line)
            let first = try await school.desk.checkIn(attempt)
            let version = try await school.auditLength()
            school.clock.now = school.clock.now.adding(seconds: 600)
            let again = try await school.desk.checkIn(attempt)
            #expect(try await school.auditLength() == version)
            #expect(again.person == first.person && again.session == first.session)
            #expect(again.record == first.record)
            #expect(again.decision.spoken == first.decision.spoken)
        }
    }

    @Test func aTailFindsOnlyTheRosterOfTheSessionInForce() async throws {
        let school = try await TestSchool()
        try await school.open()
        #expect(try await school.present("0006").decision.accepted?.method == .last4)
        #expect(
            try await school.present("7777").decision == .refused(.notOnRoster(.unknownTail)),
            "that student is in another class")
    }

    @Test func aCardScannedAfterAFingerOnTheKeypadIsBelieved() async throws {
        let school = try await TestSchool()
        try await school.open()
        var strokes = Keystrokes()
        var now = ContinuousClock.now
        for (place, _) in "202024123456\r".enumerated() {
            now += .milliseconds(place < 3 ? 300 : 2)
            strokes.came(at: now)
        }
        let scan = Scan(parsing: Array("202024123456".utf8), under: .usual, typed: strokes)
        let answer = try await school.desk.checkIn(try await school.attempt(scan))
        #expect(answer.person?.code.text == "2024123456")
        #expect(answer.decision.accepted?.method == .card)
        let kept = try school.asking("SELECT repair FROM attempt")
        #expect(kept.text == "late_burst\n")
    }

    @Test func tiedStudentsAreAskedForAsManyAsTellThemApart() async throws {
        let school = try await TestSchool()
        try await school.open()
        #expect(
            try await school.present("3456").decision == .refused(.ambiguous(digitsNeeded: 7)))
        let answer = try await school.present("4123456")
        #expect(answer.person?.code.text == "2024123456")
    }

    @Test func aTieStaysATieWhenOneOfThemIsThere() async throws {
        let school = try await TestSchool()
        try await school.open()
        try await school.present("2024123456")
        #expect(
            try await school.present("3456").decision == .refused(.ambiguous(digitsNeeded: 7)))
    }

    @Test func aCardNumberFindsItsOwnerUntilItIsBlocked() async throws {
        let school = try await TestSchool()
        try await school.open()
        #expect(try await school.present("0040856634").person?.code.text == "2024123456")
        let john = try await school.user("2024123456")
        let alias = UserCode("0040856634")!
        try await school.ledger.write { ledger in
            try ledger.setAlias(
                alias, of: john.id, blocked: true, at: school.clock.now, by: TestSchool.office)
        }
        #expect(try await school.present("0040856634").decision == .refused(.blocked))
        guard case .repeated = try await school.present("2024123456").decision else {
            Issue.record("the code itself, typed, still works")
            return
        }
    }

    @Test func aStudentOfAnotherClassIsSentThereAndTheTouchIsKept() async throws {
        let school = try await TestSchool()
        try await school.open()
        let drawing = try await school.open("ART1")
        school.clock.set("08:03")
        let answer = try await school.present("2024777777")
        guard case .refused(.wrongRoom(let elsewhere)) = answer.decision else {
            Issue.record("not \(answer.decision)")
            return
        }
        #expect(elsewhere.room == "5A C318" && elsewhere.start == TestSchool.time("08:00"))
        #expect(answer.person == nil, "nobody is named")
        let held = try await school.row("2024777777", of: drawing)
        #expect(held.record?.status == nil)
        #expect(held.record?.flags == [.wrongRoom])
        let user = try await school.user("2024777777")
        let row = try await school.desk.act(
            .judge(.wrongRoom, accepting: true), on: user.id, in: drawing.session.id,
            by: TestSchool.office
        ).get()
        #expect(row.record?.status == .present && row.record?.flags == [])
        #expect(row.record?.checkinTime == TestSchool.time("08:03"))
    }

    @Test func withoutASessionNobodyIsLookedUp() async throws {
        let school = try await TestSchool()
        school.clock.set("07:50")
        let next = Decision.refused(.noSession(next: TestSchool.time("08:00")))
        #expect(try await school.present("0006").decision == next)
        #expect(try await school.present("2024123456").decision == next)
    }

    @Test func sixWrongTailsBrakeTypingAndARestartIsNoReset() async throws {
        let school = try await TestSchool()
        try await school.open()
        for number in 0..<6 {
            let answer = try await school.present("999\(number)")
            #expect(answer.decision == .refused(.notOnRoster(.unknownTail)))
        }
        #expect(try await school.present("0006").decision == .refused(.wait(seconds: 2)))
        #expect(try await school.present("0024000006").decision.accepted != nil, "cards pass")
        school.clock.now = school.clock.now.adding(seconds: 2)
        #expect(try await school.present("345X").decision.accepted != nil)
    }

    @Test func aCodeOfASessionOpenHereIsChosenUntilItCloses() async throws {
        let school = try await TestSchool()
        school.clock.set("09:55")
        let first = try await school.open(section: 1)
        let second = try await school.open(section: 3)
        #expect(try await school.present("0006").session?.id == second.session.id)
        let code = first.session.code!.text.lowercased()
        #expect(try await school.present(code).decision == .chosen(first.session.id))
        school.clock.set("10:05")
        #expect(try await school.present("345X").session?.id == first.session.id)
        _ = try await school.desk.close(first.session.id, by: TestSchool.office).get()
        #expect(try await school.present("345X").session?.id == second.session.id)
    }

    @Test func anotherRoomsCodeIsNotASessionHere() async throws {
        let school = try await TestSchool()
        try await school.open()
        let drawing = try await school.open("ART1")
        let answer = try await school.present(drawing.session.code!.text)
        #expect(answer.decision.spoken == "not_on_roster")
    }

    @Test func refusedAttemptsAreKeptWithoutWhatWasPresented() async throws {
        let school = try await TestSchool()
        try await school.open()
        try await school.present("4111111111111111")
        try await school.present("4111222233")
        try await school.present("hello world, this is no code")
        let text = try school.asking("SELECT * FROM attempt")
        #expect(text.text.contains("unreadable") && text.text.contains("unknown_code"))
        #expect(!text.text.contains("4111") && !text.text.contains("hello"))
    }
}

extension Decision {
    var accepted: Settlement? {
        if case .accepted(let settlement) = self { settlement } else { nil }
    }

    /// What a person is told of it.
    var spoken: String {
        switch self {
        case .accepted(let settlement): "accepted \(settlement.number.debugDescription)"
        case .repeated(let settlement): "repeated \(settlement.number.debugDescription)"
        case .chosen(let id): "chosen \(id.number)"
        case .staff(let id): "staff \(id.number)"
        case .refused(.notOnRoster): "not_on_roster"
        case .refused(let refusal): "\(refusal)"
        }
    }
}

extension TestSchool {
    func auditLength() async throws -> Int {
        let counted = try query("SELECT count(*) FROM audit")
        return Int(counted.trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1
    }
}
