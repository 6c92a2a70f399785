import Attendance
import Desk
import Synchronization

/// Wakes whoever waits for a room's feed once it has something new. One look tells all of them,
/// however many wait: a wait holds no thread and no transaction.
final class FeedWatch: Sendable {
    /// How soon after a commit of this process the feeds are looked at.
    static let betweenLooks: Duration = .milliseconds(200)
    /// After how many of these pauses they are looked at, where other processes have written.
    private static let pausesForOthers = 5

    private struct Waiter {
        var room: ClassroomID
        var after: Int64
        var wake: @Sendable (Bool) -> Void
    }

    private struct State {
        var heads: [ClassroomID: Int64] = [:]
        var waiters: [Int: Waiter] = [:]
        var nextNumber = 0
        var hasChanged = false
        var isOver = false
    }

    private let state = Mutex(State())
    /// Has one where somebody has begun to wait.
    private let beginnings = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    private let ledger: any Ledger

    init(ledger: any Ledger) {
        self.ledger = ledger
        ledger.whenChanged { [weak self] in self?.state.withLock { $0.hasChanged = true } }
    }

    /// How many wait now.
    var waiting: Int { state.withLock { $0.waiters.count } }

    /// True as soon as the feed's newest revision is another; false at the end.
    func wait(
        for room: ClassroomID, after revision: Int64, until end: ContinuousClock.Instant
    ) async -> Bool {
        await withCheckedContinuation { continuation in
            let ending = Mutex<Task<Void, Never>?>(nil)
            let number = add(room, revision) { hasNews in
                ending.withLock { $0?.cancel() }
                continuation.resume(returning: hasNews)
            }
            guard let number else { return }
            let task = Task { [weak self] in
                // Ends early where it was woken, and then finds nobody to wake.
                try? await Task.sleep(until: end)
                self?.wake(number, false)
            }
            ending.withLock { $0 = task }
        }
    }

    /// Nil where it was woken at once.
    private func add(
        _ room: ClassroomID, _ revision: Int64, _ wake: @escaping @Sendable (Bool) -> Void
    ) -> Int? {
        let added = state.withLock { state -> (number: Int?, hasNews: Bool) in
            if state.isOver { return (nil, false) }
            if let head = state.heads[room], head > revision { return (nil, true) }
            state.nextNumber += 1
            state.waiters[state.nextNumber] = Waiter(room: room, after: revision, wake: wake)
            return (state.nextNumber, false)
        }
        if added.number == nil { wake(added.hasNews) } else { beginnings.continuation.yield() }
        return added.number
    }

    private func wake(_ number: Int, _ hasNews: Bool) {
        state.withLock { $0.waiters.removeValue(forKey: number) }?.wake(hasNews)
    }

    /// Looks now and then while anybody waits, until cancelled; then everybody is woken.
    func run() async {
        defer { end() }
        for await _ in beginnings.stream { await lookUntilNobodyWaits() }
    }

    private func lookUntilNobodyWaits() async {
        var pauses = 0
        var seen: Int64?
        while waiting > 0, !Task.isCancelled {
            // Ends early where it is cancelled, which the loop then sees.
            try? await Task.sleep(for: Self.betweenLooks)
            pauses += 1
            let hasChanged = state.withLock { state in
                defer { state.hasChanged = false }
                return state.hasChanged
            }
            if !hasChanged, pauses < Self.pausesForOthers { continue }
            pauses = 0
            // Where nobody knows, a look finds out.
            let version = try? ledger.version()
            if !hasChanged, version != nil, version == seen { continue }
            if await look() { seen = version }
        }
    }

    /// False where nothing could be seen.
    private func look() async -> Bool {
        // What is wrong with the database is said to whoever asks next.
        guard let heads = try? await ledger.read({ try $0.feedHeads() }) else { return false }
        let woken = state.withLock { state -> [Waiter] in
            state.heads = heads
            let news = state.waiters.filter { heads[$0.value.room] != $0.value.after }
            for number in news.keys { state.waiters[number] = nil }
            return Array(news.values)
        }
        for waiter in woken { waiter.wake(true) }
        return true
    }

    private func end() {
        let waiters = state.withLock { state in
            state.isOver = true
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.wake(false) }
    }
}
