/// Slows guessing of tails at one door. Derived from the failures kept, so a restart is no reset.
package struct Brake: Equatable, Sendable {
    package static let secondsToForget: Int64 = 20
    /// Failures further back cannot matter: by then the level is down to nothing.
    package static let mostFailures = 64
    /// The wait after a failure that reaches the level 6, 7, 8, and 9 or more.
    private static let waits: [Int64] = [2, 4, 8, 10]
    private static let firstWaitingLevel = 6

    private var level = 0
    private var changed: Moment?
    private var waitsUntil: Moment?

    /// Typed tails that failed at this door, in any order.
    package init(failures: [Moment]) {
        for failure in failures.sorted() { fail(at: failure) }
    }

    private mutating func fail(at moment: Moment) {
        if let changed {
            let passed = moment.wholeSeconds - changed.wholeSeconds
            level = max(0, level - Int(passed / Self.secondsToForget))
        }
        level += 1
        changed = moment
        if level >= Self.firstWaitingLevel {
            let step = min(level - Self.firstWaitingLevel, Self.waits.count - 1)
            waitsUntil = moment.adding(seconds: Self.waits[step])
        }
    }

    /// Whether so many have failed here, and are not forgotten yet, as bring the brake on: whose
    /// tail is found now may have been guessed.
    package func doubts(at moment: Moment) -> Bool {
        guard let changed else { return false }
        let passed = max(0, moment.wholeSeconds - changed.wholeSeconds)
        return level - Int(passed / Self.secondsToForget) >= Self.firstWaitingLevel
    }

    /// Seconds until a tail may be typed again; zero when it may.
    package func wait(at moment: Moment) -> Int {
        guard let waitsUntil else { return 0 }
        return Int(max(0, waitsUntil.wholeSeconds - moment.wholeSeconds))
    }
}
