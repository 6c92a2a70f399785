import Synchronization

/// A sleep that a ring ends, whichever came first.
package final class WakeUp: Sendable {
    private struct State {
        var isRung = false
        var sleeper: Task<Void, any Error>?
    }

    private let state = Mutex(State())

    package init() {}

    package func ring() {
        let sleeper = state.withLock { state in
            state.isRung = state.sleeper == nil
            return state.sleeper
        }
        sleeper?.cancel()
    }

    /// For so long, until it is rung, or has been since the last sleep, or the task is cancelled.
    package func sleep(_ duration: Duration) async {
        let sleeper = state.withLock { state -> Task<Void, any Error>? in
            if state.isRung {
                state.isRung = false
                return nil
            }
            let sleeper = Task { try await Task.sleep(for: duration) }
            state.sleeper = sleeper
            return sleeper
        }
        guard let sleeper else { return }
        await withTaskCancellationHandler {
            _ = await sleeper.result
        } onCancel: {
            sleeper.cancel()
        }
        state.withLock { $0 = State() }
    }
}
