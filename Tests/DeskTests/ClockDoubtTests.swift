import Attendance
import Desk
import Synchronization
import TestKit
import Testing

/// While nobody knows what time it is: presence is kept, late is left for later, and settled then.
@Suite struct ClockDoubtTests {
    /// A school, and its desk with a clock that may be in doubt.
    struct Doubted {
        let school: TestSchool
        let desk: Desk
        private let isSure: Box

        final class Box: Sendable { let value = Mutex(true) }

        init() async throws {
            let school = try await TestSchool()
            let box = Box()
            self.school = school
            isSure = box
            desk = Desk(
                ledger: school.ledger, zone: TestSchool.zone, graceMinutes: 10,
                now: { school.clock.now }, isClockSure: { box.value.withLock { $0 } })
        }

        func trust(_ isSure: Bool) { self.isSure.value.withLock { $0 = isSure } }

        func present(_ code: String) async throws -> Answer {
            try await desk.checkIn(try await school.attempt(code))
        }
    }

    @Test("A clock gone wrong refuses nobody and makes nobody late", arguments: ["07:05", "09:05"])
    func presenceIsKept(_ shown: String) async throws {
        let doubted = try await Doubted()
        let session = try await doubted.school.open()
        doubted.school.clock.set(shown)
        doubted.trust(false)
        let answer = try await doubted.present("2024123456")
        #expect(answer.decision.accepted?.status == .present)
        let row = try await doubted.school.row("2024123456", of: session)
        #expect(row.record?.flags == [.clockUncertain])
        #expect(try await doubted.present("2024123456").decision.accepted == nil, "once")
    }

    @Test(
        "Once the clock is known, each is what it was",
        arguments: [(Int64(5), CheckinStatus.present), (20, .late)] as [(Int64, CheckinStatus)])
    func settledLater(_ minutes: Int64, _ status: CheckinStatus) async throws {
        let doubted = try await Doubted()
        let session = try await doubted.school.open()
        let real = TestSchool.time("08:00").adding(seconds: minutes * 60)
        let before = try await doubted.school.ledger.read { try $0.newestEvidence() }
        doubted.school.clock.now = Moment(seconds: 600)
        doubted.trust(false)
        _ = try await doubted.present("2024123456")
        let shift = real.milliseconds - doubted.school.clock.now.milliseconds
        doubted.school.clock.now = real.adding(seconds: 300)
        doubted.trust(true)
        #expect(try await doubted.desk.timeDoubted(after: before, shift: shift) == 1)
        let row = try await doubted.school.row("2024123456", of: session)
        #expect(row.record?.status == status && row.record?.flags == [])
        #expect(row.record?.checkinTime == real)
        #expect(try await doubted.desk.timeDoubted(after: before, shift: shift) == 0, "once")
    }

    @Test func whatAnotherRunOfTheClockLeftInDoubtStaysForStaff() async throws {
        let doubted = try await Doubted()
        let session = try await doubted.school.open()
        doubted.trust(false)
        _ = try await doubted.present("2024123456")
        let after = try await doubted.school.ledger.read { try $0.newestEvidence() }
        #expect(try await doubted.desk.timeDoubted(after: after, shift: 0) == 0)
        let row = try await doubted.school.row("2024123456", of: session)
        #expect(row.record?.status == .present && row.record?.flags == [.clockUncertain])
    }

    @Test func theClockClosesNothingWhileItIsInDoubt() async throws {
        let doubted = try await Doubted()
        let rule = ClockRule(opens: nil, closes: 5)
        try await doubted.school.open()
        _ = try await doubted.present("2024123456")
        doubted.school.clock.set("11:00")
        doubted.trust(false)
        #expect(try await doubted.desk.followClock(rule).isEmpty)
        doubted.trust(true)
        #expect(try await doubted.desk.followClock(rule).map(\.deed) == [.close])
    }

    @Test func aFewChangesByAWrongClockDoNotMoveWhatTimeItWas() async throws {
        let doubted = try await Doubted()
        doubted.school.clock.set("08:00")
        try await doubted.school.open()
        doubted.school.clock.now = Moment(seconds: 10)
        _ = try await doubted.present("2024123456")
        let usual = try await doubted.school.ledger.read { try $0.usualMoment() }
        #expect(usual.map { $0 >= TestSchool.time("07:00") } == true)
    }
}
