import Attendance
import Synchronization
import TestKit

/// The time of a simulated world: it goes on only where the simulation says so.
final class SimTime: Sendable {
    private let milliseconds = Mutex<Int64>(0)

    var now: Int64 { milliseconds.withLock { $0 } }

    func advance(by count: Int64) { milliseconds.withLock { $0 += count } }
}

/// A machine's clocks in it: one that may be wrong, and one that only runs on since its start.
final class SimClock: Sendable {
    private struct State {
        var offset: Int64 = 0
        var boot: UniqueID
        var startedAt: Int64
    }

    private let time: SimTime
    private let state: Mutex<State>

    init(_ time: SimTime, boot: UniqueID) {
        self.time = time
        state = Mutex(State(boot: boot, startedAt: time.now))
    }

    /// What it takes the time to be.
    var now: Moment {
        let offset = state.withLock { $0.offset }
        return TestSchool.time("07:50").adding(milliseconds: time.now + offset)
    }

    var bootTime: BootTime {
        state.withLock { BootTime(boot: $0.boot, milliseconds: time.now - $0.startedAt) }
    }

    func set(offset: Int64) { state.withLock { $0.offset = offset } }

    func start(boot: UniqueID) {
        state.withLock { state in
            state.boot = boot
            state.startedAt = time.now
        }
    }
}
