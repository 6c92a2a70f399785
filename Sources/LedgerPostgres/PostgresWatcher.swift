import Desk
import LedgerSQL

/// Looks once a second whose turn it was to write last, so that whoever asks need not wait.
final class PostgresWatcher: Sendable {
    private static let looksEvery = Duration.seconds(1)

    private let last: Guarded<Result<Int64, any Error>>
    private let looking: Task<Void, Never>

    init(_ readers: PostgresReaders) {
        let last = Guarded<Result<Int64, any Error>>(.success(0))
        self.last = last
        looking = Task {
            while !Task.isCancelled {
                let result = await withCheckedContinuation { continuation in
                    readers.read({ try ($0 as? SQLTransaction)?.turn() ?? 0 }) {
                        continuation.resume(returning: $0)
                    }
                }
                last.change { $0 = result }
                // Ends early where it is cancelled, which the loop then sees.
                try? await Task.sleep(for: Self.looksEvery)
            }
        }
    }

    deinit { looking.cancel() }

    func turn() throws -> Int64 { try last.change { $0 }.get() }
}

extension SQLTransaction {
    /// How often somebody has written.
    fileprivate func turn() throws -> Int64 {
        try first("SELECT number FROM turn") { try $0.take(Int64.self) } ?? 0
    }
}
