/// Batches of doors' journals in their turn: few are written at a time, so that whoever else writes
/// waits for little, and only so many wait. The others are told when to come.
actor ArrivalGate {
    /// Of half a megabyte each.
    static let mostWaiting = 64
    static let mostWriting = 3

    /// Those with a place, and of them those whose turn it is.
    private var inside = 0
    private var writing = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var comeAgain = ComeAgain()

    /// `prepare` is called only where there is a place, and `body` with what it gives once it is
    /// its turn. Throws `Problem` where too many wait: the door comes back later.
    nonisolated func inTurn<Prepared: Sendable, Value: Sendable>(
        _ prepare: @Sendable () throws -> Prepared,
        _ body: @Sendable (Prepared) async throws -> Value
    ) async throws -> Value {
        try await enter()
        let prepared: Prepared
        do {
            prepared = try prepare()
        } catch {
            await leave()
            throw error
        }
        await begin()
        do {
            let value = try await body(prepared)
            await end()
            return value
        } catch {
            await end()
            throw error
        }
    }

    private func enter() throws {
        if inside >= Self.mostWaiting + Self.mostWriting {
            let wait = comeAgain.place(at: .now, behind: inside)
            throw Problem.unavailable(
                "Too many doors are waiting. Come again.",
                afterSeconds: Int(wait.components.seconds) + 1)
        }
        inside += 1
    }

    private func begin() async {
        if writing < Self.mostWriting {
            writing += 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    /// The next takes the turn that is left.
    private func end() {
        comeAgain.end(at: .now, isWaiting: !waiting.isEmpty)
        if waiting.isEmpty { writing -= 1 } else { waiting.removeFirst().resume() }
        leave()
    }

    private func leave() { inside -= 1 }
}
