import Attendance
import Desk
import Synchronization

/// Tokens that were good lately: they have a limit of their own, and their last use is noted once a
/// minute. What is noted waits for what else is, so that hundreds of doors are one commit and not
/// one each.
final class UseNotes: Sendable {
    static let mostTokens = 50_000
    /// How long a use waits to be written.
    static let waits: Duration = .seconds(5)

    private struct State {
        var minutes: [TokenDigest: Int64] = [:]
        var waiting: [TokenID: Moment] = [:]
    }

    private let state = Mutex(State())

    func isKnown(_ digest: TokenDigest) -> Bool {
        state.withLock { $0.minutes[digest] != nil }
    }

    /// True for the first that waits: whoever is told so has them written in time.
    func note(_ digest: TokenDigest, of token: TokenID, at moment: Moment) -> Bool {
        let minute = moment.wholeSeconds / 60
        return state.withLock { state in
            if state.minutes[digest] == minute { return false }
            if state.minutes.count >= Self.mostTokens { state.minutes.removeAll() }
            state.minutes[digest] = minute
            state.waiting[token] = moment
            return state.waiting.count == 1
        }
    }

    /// What waits, which then waits no longer.
    func take() -> [TokenID: Moment] {
        state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting
        }
    }

    func forget(_ digest: TokenDigest) {
        state.withLock { _ = $0.minutes.removeValue(forKey: digest) }
    }
}
