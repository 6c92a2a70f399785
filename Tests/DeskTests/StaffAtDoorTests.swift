import Attendance
import Desk
import LedgerSQLite
import TestKit
import Testing

/// PINs, and what staff do with them, in a ledger on the disk.
@Suite struct StaffAtDoorTests {
    static let cheap = 4
    let right = PIN("2580")!
    let wrong = PIN("2581")!

    func door(_ school: TestSchool, _ room: String = "C317") async throws -> Attempt.Door {
        .init(device: .own, classroom: try await school.classroom(room).id)
    }

    /// A school whose teacher has a PIN, at 07:50.
    func school() async throws -> (TestSchool, UserID) {
        let school = try await TestSchool()
        school.clock.set("07:50")
        let teacher = try await school.user("T-1").id
        try await school.desk.setPIN(right, of: teacher, cost: Self.cheap, by: TestSchool.office)
        return (school, teacher)
    }

    func choices(_ school: TestSchool, _ user: UserID, _ room: String = "C317") async throws
        -> [StaffChoice]
    {
        try await school.desk.choices(
            of: user, at: try await door(school, room), moment: school.clock.now)
    }

    @Test func theRightPINIsRightAndFiveWrongOnesLockIt() async throws {
        let (school, teacher) = try await school()
        let door = try await door(school)
        func verify(_ pin: PIN) async throws -> Desk.PINVerdict {
            try await school.desk.verify(pin, of: teacher, at: door)
        }
        #expect(try await verify(right) == .right)
        for left in [4, 3, 2, 1] { #expect(try await verify(wrong) == .wrong(triesLeft: left)) }
        #expect(try await verify(right) == .right, "which gives five tries again")
        for left in [4, 3, 2, 1] { #expect(try await verify(wrong) == .wrong(triesLeft: left)) }
        #expect(try await verify(wrong) == .locked)
        #expect(try await verify(right) == .locked, "the right one too")
        try await school.desk.setPIN(right, of: teacher, cost: Self.cheap, by: TestSchool.office)
        #expect(try await verify(right) == .right)
        try await school.desk.setPIN(nil, of: teacher, by: TestSchool.office)
        #expect(try await verify(right) == .locked, "there is none")
    }

    @Test func triesMadeAtOnceAreAllCounted() async throws {
        let (school, teacher) = try await school()
        let door = try await door(school)
        let verdicts = try await withThrowingTaskGroup(of: Desk.PINVerdict.self) { group in
            for _ in 0..<20 {
                group.addTask { try await school.desk.verify(PIN("9999")!, of: teacher, at: door) }
            }
            return try await group.reduce(into: [Desk.PINVerdict]()) { $0.append($1) }
        }
        #expect(verdicts.count { $0 != .locked } == PIN.mostTries - 1)
        #expect(try await school.desk.verify(right, of: teacher, at: door) == .locked)
    }

    @Test func aPINIsKeptOnlyAsWhatScryptMakesOfIt() async throws {
        let (school, teacher) = try await school()
        let kept = try #require(try await school.ledger.read { try $0.pin(of: teacher) })
        #expect(kept.salt.count == 16 && kept.hash.count == 32)
        try await school.desk.setPIN(right, of: teacher, cost: Self.cheap, by: TestSchool.office)
        let again = try #require(try await school.ledger.read { try $0.pin(of: teacher) })
        #expect(again.salt != kept.salt && again.hash != kept.hash, "no two are alike")
        let audit = try school.asking(
            "SELECT action, before, after FROM audit WHERE action LIKE '%pin%'")
        #expect(audit.text == "set pin||\nset pin||\n")
    }

    @Test func aTeachersCardAsksForThePINAndAnothersDoesNot() async throws {
        let (school, teacher) = try await school()
        let answer = try await school.present("T-1")
        #expect(answer.decision == .staff(teacher) && answer.hasPIN)
        try await school.desk.setPIN(nil, of: teacher, by: TestSchool.office)
        #expect(try await school.present("T-1").hasPIN == false)
    }

    @Test func aTeacherOpensClosesAndOpensAgain() async throws {
        let (school, teacher) = try await school()
        let door = try await door(school)
        let first = try #require(try await choices(school, teacher).first)
        #expect(first.course == "Calculus" && first.start == TestSchool.time("08:00"))
        let opened = try await school.desk.carryOut(first.deed, by: teacher, at: door).get()
        #expect(opened.session.status == .open)
        try await school.present("2024123456")

        let close = try #require(
            try await choices(school, teacher).first { $0.deed == .close(opened.session.id) })
        #expect(try await school.desk.countsOfClosing(opened.session.id) == 3)
        let closed = try await school.desk.carryOut(close.deed, by: teacher, at: door).get()
        #expect(closed.session.status == .closed)
        let reopen = try #require(
            try await choices(school, teacher).first { $0.deed == .reopen(opened.session.id) })
        let again = try await school.desk.carryOut(reopen.deed, by: teacher, at: door).get()
        #expect(again.session.status == .open && again.session.code == opened.session.code)

        let who = try school.asking(
            "SELECT DISTINCT actor_id, role, origin FROM audit WHERE object LIKE '%session%'")
        #expect(who.text == "\(teacher.number)|teacher|door:1\n")
    }

    @Test func whoMayNotIsOfferedNothingAndRefused() async throws {
        let (school, teacher) = try await school()
        let drawing = try await choices(school, teacher, "C318")
        #expect(drawing == [], "another's course")
        let occurrence = try await school.occurrence("ART1")
        let there = try await door(school, "C318")
        let deed = StaffDeed.open(occurrence.id)
        #expect(
            try await school.desk.carryOut(deed, by: teacher, at: there)
                == .failure(.notFound("session")))
        let student = try await school.user("2024123456").id
        #expect(try await choices(school, student) == [])
        let office = try await school.desk.ledger.write {
            try $0.addUser(
                NewUser(code: UserCode("S-1")!, fullName: "Sam Sec", role: .secretary),
                at: school.clock.now, by: TestSchool.office)
        }
        #expect(try await choices(school, office.id, "C318").map(\.deed) == [deed])
        let own = try await school.open()
        #expect(
            try await school.desk.carryOut(.close(own.session.id), by: teacher, at: there)
                == .failure(.notFound("session")), "what is held in another room")
    }
}
