import Attendance
import TestKit
import Testing

/// A moment that a door wrote down, by the hub's time.
@Suite struct BootTimeTests {
    static let boots = (1...40).map { id(1_000 + $0) }

    static func time(_ seconds: Int64, boot: Int = 0) -> BootTime {
        BootTime(boot: boots[boot], milliseconds: seconds * 1_000)
    }

    /// The hub's time is that of the class when the door has run for an hour.
    static let fix = ClockFix(at: time(3_600), hubTime: at(0), within: 100)

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// Milliseconds by which the door's clock is wrong.
        let error: Int64
        /// Seconds after the contact.
        let after: Int64
        var boot = 0
        /// Milliseconds by which what the hub keeps is wrong; nil where it does not know.
        let left: Int64?
    }

    @Test(arguments: [
        Case(testDescription: "right, after", error: 0, after: 60, left: 0),
        Case(testDescription: "right, before", error: 0, after: -60, left: 0),
        Case(testDescription: "an hour slow, after", error: -3_600_000, after: 60, left: 0),
        Case(testDescription: "an hour slow, before", error: -3_600_000, after: -60, left: 0),
        Case(testDescription: "in 1970", error: -1_773_014_400_000, after: 60, left: 0),
        Case(testDescription: "less than is tolerated", error: 2_099, after: 60, left: 2_099),
        Case(testDescription: "as much as is no longer", error: 2_100, after: 60, left: 0),
        Case(testDescription: "slow by as much", error: -2_100, after: 60, left: 0),
        Case(testDescription: "of another boot", error: -90_000, after: 60, boot: 1, left: nil),
    ])
    func isCorrected(_ expected: Case) {
        let right = at(0).adding(seconds: expected.after)
        let written = right.adding(milliseconds: expected.error)
        let found = ClockFixes([Self.fix]).finding(
            written, at: Self.time(3_600 + expected.after, boot: expected.boot))
        #expect(found == expected.left.map { .known(right.adding(milliseconds: $0)) } ?? .unknown)
    }

    @Test func aContactIsAsSureAsItWasQuick() {
        let fix = ClockFix(asked: Self.time(10), answered: Self.time(14), hubTime: at(0))
        #expect(fix == ClockFix(at: Self.time(12), hubTime: at(0), within: 2_000))
        #expect(ClockFix(asked: Self.time(14), answered: Self.time(10), hubTime: at(0)) == nil)
        #expect(
            ClockFix(asked: Self.time(1), answered: Self.time(2, boot: 1), hubTime: at(0)) == nil)
    }

    @Test func theLastContactOfABootCountsUnlessItWasSlow() {
        let quick = ClockFix(at: Self.time(5_000), hubTime: at(24), within: 1_500)
        let slow = ClockFix(at: Self.time(6_000), hubTime: at(41), within: 9_000)
        #expect(ClockFixes([Self.fix, quick]).fixes == [quick])
        #expect(ClockFixes([Self.fix, slow]).fixes == [Self.fix])
        #expect(ClockFixes([slow, Self.fix]).fixes == [Self.fix])
    }

    @Test func theLastBootsAreRemembered() {
        let fixes = Self.boots.indices.map {
            ClockFix(at: Self.time(0, boot: $0), hubTime: at($0), within: 0)
        }
        #expect(ClockFixes(fixes).fixes == fixes.suffix(ClockFixes.most))
    }

    /// Whatever a clock says, two scans of one boot keep their distance.
    @Test func whatWasApartStaysApart() {
        var dice = SeededDice(seed: 1)
        for _ in 0..<500 {
            let wrong = Int64.random(in: -9_000_000_000...(-10_000), using: &dice)
            let seconds = (0..<2).map { _ in Int64.random(in: 0...90_000, using: &dice) }
            let found = seconds.map { after -> Moment? in
                let written = at(0).adding(milliseconds: wrong + (after - 3_600) * 1_000)
                let finding = ClockFixes([Self.fix]).finding(written, at: Self.time(after))
                if case .known(let moment) = finding { return moment }
                return nil
            }
            #expect(
                found[1]!.milliseconds - found[0]!.milliseconds
                    == (seconds[1] - seconds[0]) * 1_000)
        }
    }

    // Settled

    static func timed(
        _ minutes: Int, doubts: Set<RecordFlag> = [], boot: Int = 0
    ) -> EvidenceEntry {
        // The door's clock is an hour slow.
        entry(1, minutes - 60, .scan(.init(method: .card, doubts: doubts))).timed(
            by: ClockFixes([fix]), at: time(3_600 + Int64(minutes) * 60, boot: boot),
            lateAfter: at(10))
    }

    @Test func aDoorAnHourSlowMakesNobodyPresentWhoWasLate() {
        #expect(settle(evidence([Self.timed(11)])).status == .late)
        #expect(settle(evidence([Self.timed(10)])).status == .present)
    }

    @Test func whatTheHubKnowsIsInNoDoubtAndNotMovedAgain() {
        let scan = Self.timed(11, doubts: [.clockUncertain])
        let found = entry(2, 70, .timing(scans: [id(1)], shift: 3_600_000))
        let settled = settle(evidence([scan, found]))
        #expect(settled.status == .late && settled.flags == [] && settled.checkinTime == at(11))
        #expect(settle(evidence([scan])).flags == [])
    }

    @Test(
        "Where nobody knows, a scan near to being late is for staff to look at",
        arguments: [
            (67, false), (68, true), (70, true), (72, true), (73, false),
        ])
    func nearTheBoundary(_ minutes: Int, _ isFlagged: Bool) {
        let flags = settle(evidence([Self.timed(minutes, boot: 1)])).flags
        #expect(flags == (isFlagged ? [.clockUncertain] : []))
    }

    @Test func anEventIsTimedAsAScanIs() {
        let closed = SessionEvent(id: id(1), moment: at(-40), kind: .closed)
        let timed = closed.timed(by: ClockFixes([Self.fix]), at: Self.time(3_600 + 1_200))
        #expect(timed.moment == at(20) && timed.hasHubTime)
        #expect(closed.timed(by: ClockFixes(), at: Self.time(0)) == closed)
    }
}
