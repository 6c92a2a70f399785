import Attendance
import CKiosk
import Foundation
import Synchronization

/// The machine's clocks, read as `SchoolClock` has it.
final class SystemClock: Sendable {
    private let clock: Mutex<SchoolClock>
    /// What became of doubt, in the order that it was seen; the first is what it began with.
    let changes: AsyncStream<SchoolClock.Change>
    private let seen: AsyncStream<SchoolClock.Change>.Continuation
    private static let mostChanges = 64

    /// `newest`: what time it was when something was last kept.
    init(newest: Moment?) {
        let first = SchoolClock(Self.glance, newest: newest)
        clock = Mutex(first)
        (changes, seen) = AsyncStream.makeStream(
            bufferingPolicy: .bufferingOldest(Self.mostChanges))
        if let doubt = first.doubt { seen.yield(.doubted(doubt)) }
    }

    private static var glance: SchoolClock.Glance {
        func milliseconds(_ clock: clockid_t) -> Int64 {
            var time = timespec()
            clock_gettime(clock, &time)
            return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
        }
        // The one that goes on while the machine sleeps.
        let steady = milliseconds(CLOCK_BOOTTIME)
        return SchoolClock.Glance(
            machine: Moment(milliseconds: milliseconds(CLOCK_REALTIME)), steady: steady,
            isKept: system_clock_is_synchronised() == 1)
    }

    @Sendable func now() -> Moment {
        let (moment, change) = clock.withLock { $0.look(Self.glance) }
        if let change { seen.yield(change) }
        return moment
    }

    @Sendable func isSure() -> Bool {
        _ = now()
        return clock.withLock { $0.doubt == nil }
    }
}
