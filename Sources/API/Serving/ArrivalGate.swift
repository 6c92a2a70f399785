/// Batches of doors' journals in their turn: few are written at a time, so that whoever else writes
/// waits for little, and only so many wait.
actor ArrivalGate {
    /// Of half a megabyte each.
    static let mostWaiting = 64
    private static let mostWriting = 2

    private var writing = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Throws `Problem` where too many wait: the door comes back later.
    func inTurn<Value: Sendable>(
        _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        if writing < Self.mostWriting {
            writing += 1
        } else if waiting.count < Self.mostWaiting {
            await withCheckedContinuation { waiting.append($0) }
        } else {
            throw Problem.unavailable("Too many doors are waiting. Come again.")
        }
        defer { leave() }
        return try await body()
    }

    /// The next takes the place that is left.
    private func leave() {
        if waiting.isEmpty { writing -= 1 } else { waiting.removeFirst().resume() }
    }
}
