import Attendance
import Testing

/// School time out of a clock that may be set and one that runs on.
@Suite struct SchoolClockTests {
    static let noon = Moment(seconds: 1_773_014_400)

    /// A machine whose clock is so many seconds off, at so many real seconds after noon.
    struct Machine {
        var clock: SchoolClock

        static func glance(_ seconds: Int64, off: Int64, isKept: Bool) -> SchoolClock.Glance {
            SchoolClock.Glance(
                machine: noon.adding(seconds: seconds + off), steady: 5_000 + seconds * 1_000,
                isKept: isKept)
        }

        init(off: Int64 = 0, isKept: Bool = false, newest: Moment? = noon.adding(seconds: -60)) {
            clock = SchoolClock(Self.glance(0, off: off, isKept: isKept), newest: newest)
        }

        /// School time against real time, in seconds, and what changed.
        mutating func look(
            _ seconds: Int64, off: Int64, isKept: Bool = false
        ) -> (off: Int64, change: SchoolClock.Change?) {
            let (moment, change) = clock.look(Self.glance(seconds, off: off, isKept: isKept))
            return (moment.wholeSeconds - noon.wholeSeconds - seconds, change)
        }
    }

    @Test("A step that nobody vouches for is not followed", arguments: [3_600, -3_600, 30, -30])
    func step(_ seconds: Int64) {
        var machine = Machine()
        #expect(machine.look(10, off: seconds) == (0, .doubted(.step)))
        #expect(machine.clock.doubt == .step)
        #expect(machine.look(600, off: seconds) == (0, nil), "it runs on")
        #expect(machine.look(700, off: 0) == (0, .known(shift: 0)), "it is taken back")
        #expect(machine.clock.doubt == nil)
    }

    @Test func aStepThatIsVouchedForLaterWasRight() {
        var machine = Machine()
        #expect(machine.look(10, off: 3_600) == (0, .doubted(.step)))
        #expect(
            machine.look(20, off: 3_600, isKept: true) == (3_600, .known(shift: 3_600_000)))
    }

    @Test func whoeverKeepsTheClockIsFollowedAtOnce() {
        var machine = Machine(isKept: true)
        #expect(machine.look(10, off: 3_600, isKept: true) == (3_600, nil))
        #expect(machine.clock.doubt == nil)
    }

    @Test func aClockThatIsSlewedIsFollowed() {
        var machine = Machine()
        for second in 1...100 as ClosedRange<Int64> {
            #expect(machine.look(second * 10, off: second) == (second, nil))
        }
    }

    @Test(
        "A clock that starts in the past is in doubt until it is set",
        arguments: [true, false])
    func withoutBattery(isKept: Bool) {
        let past = -Self.noon.wholeSeconds
        var machine = Machine(off: past)
        #expect(machine.clock.doubt == .past)
        #expect(machine.look(60, off: past) == (past, nil))
        #expect(
            machine.look(70, off: 0, isKept: isKept) == (0, .known(shift: -past * 1_000)))
        #expect(machine.clock.doubt == nil)
    }

    @Test func aDateWithoutSenseIsInDoubtAlsoWithoutRecords() {
        #expect(Machine(off: -Self.noon.wholeSeconds, newest: nil).clock.doubt == .past)
        #expect(Machine(newest: nil).clock.doubt == nil)
        #expect(Machine(off: 74 * 365 * 86_400).clock.doubt == .future)
        #expect(Machine(off: 90 * 86_400).clock.doubt == nil, "a summer is no doubt")
        #expect(Machine(off: -90, newest: Self.noon).clock.doubt == nil, "a little slow is none")
        #expect(Machine(off: -3_600, newest: Self.noon).clock.doubt == .past)
        #expect(Machine(off: -3_600, isKept: true, newest: Self.noon).clock.doubt == nil)
    }

    @Test func fromOneWrongTimeToAnotherIsStillDoubt() {
        let past = -Self.noon.wholeSeconds
        var machine = Machine(off: past)
        #expect(machine.look(60, off: past + 86_400).change == nil)
        #expect(machine.clock.doubt == .past)
    }
}
