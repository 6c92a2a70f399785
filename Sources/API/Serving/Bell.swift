import Desk
import NIOCore
import Synchronization

/// Tells every open stream that something may have changed: at once for what this process wrote,
/// within a second for another's.
final class Bell: Sendable {
    /// How often other processes are asked after.
    static let secondsBetweenLooks = 1
    /// How many looks find nothing before streams are woken all the same.
    private static let looksBetweenRings = 5

    private struct State {
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextNumber = 0
        var isOver = false
    }

    private let state = Mutex(State())
    /// Has one where somebody has begun to listen.
    private let beginnings = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    private let ledger: any Ledger

    init(ledger: any Ledger) {
        self.ledger = ledger
        ledger.whenChanged { [weak self] in self?.ring() }
    }

    /// How many listen now.
    var listeners: Int { state.withLock { $0.listeners.count } }

    /// At most one ring waits for a listener: what changed meanwhile is read together. It ends
    /// when `gone` comes true, at the latest.
    func listen(until gone: EventLoopFuture<Void>) -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let number = state.withLock { state -> Int? in
                if state.isOver { return nil }
                state.nextNumber += 1
                state.listeners[state.nextNumber] = continuation
                return state.nextNumber
            }
            guard let number else { return continuation.finish() }
            beginnings.continuation.yield()
            continuation.onTermination = { [weak self] _ in
                self?.state.withLock { _ = $0.listeners.removeValue(forKey: number) }
            }
            gone.whenComplete { _ in continuation.finish() }
        }
    }

    /// As `listen(until:)`, with a ring at least that often.
    func listen(
        until gone: EventLoopFuture<Void>, atLeastEvery pause: Duration
    ) -> AsyncStream<Void> {
        let (rings, continuation) = AsyncStream<Void>.makeStream(
            bufferingPolicy: .bufferingNewest(1))
        let listening = Task {
            for await _ in listen(until: gone) { continuation.yield() }
            continuation.finish()
        }
        let ticking = Task {
            while !Task.isCancelled {
                continuation.yield()
                // Ends early where it is cancelled, which the loop then sees.
                try? await Task.sleep(for: pause)
            }
        }
        continuation.onTermination = { _ in
            listening.cancel()
            ticking.cancel()
        }
        return rings
    }

    func ring() {
        // Yielding may end a listener, which takes the lock.
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield() }
    }

    /// Rings as time passes while anybody listens, until cancelled; then every stream ends.
    func run() async {
        defer { end() }
        for await _ in beginnings.stream { await ringUntilNobodyListens() }
    }

    private func ringUntilNobodyListens() async {
        var version: Int64 = 0
        var looks = 0
        while listeners > 0, !Task.isCancelled {
            // Ends early where it is cancelled, which the loop then sees.
            try? await Task.sleep(for: .seconds(Self.secondsBetweenLooks))
            looks += 1
            do {
                let seen = try ledger.version()
                if seen == version, looks < Self.looksBetweenRings { continue }
                version = seen
            } catch {
                // The streams' own look says what is wrong.
            }
            looks = 0
            ring()
        }
    }

    func end() {
        let listeners = state.withLock { state in
            state.isOver = true
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }
}
