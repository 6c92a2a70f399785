import Attendance
import Synchronization

/// A clock that a test sets, in Shanghai on 2026-03-09 unless it says otherwise.
package final class TestClock: Sendable {
    private let moment: Mutex<Moment>

    package init(_ time: String = "08:00") {
        moment = Mutex(TestSchool.time(time))
    }

    package var now: Moment {
        get { moment.withLock { $0 } }
        set { moment.withLock { $0 = newValue } }
    }

    package func set(_ time: String, seconds: Int64 = 0) {
        now = TestSchool.time(time).adding(seconds: seconds)
    }

    package func advance(seconds: Int64) {
        moment.withLock { $0 = $0.adding(seconds: seconds) }
    }
}
