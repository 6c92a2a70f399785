import TestKit
import Testing

@testable import API

/// Doors' batches have their turn, and what has no place is not looked at.
@Suite struct ArrivalGateTests {
    private struct Unreadable: Error {}

    /// Holds everybody back until it is opened.
    private actor Barrier {
        private var isOpen = false
        private var held: [CheckedContinuation<Void, Never>] = []
        private var watching: [(count: Int, CheckedContinuation<Void, Never>)] = []
        private var arrived = 0

        func pass() async {
            arrived += 1
            for (count, continuation) in watching where count == arrived { continuation.resume() }
            if !isOpen { await withCheckedContinuation { held.append($0) } }
        }

        func arrivals(_ count: Int) async {
            if arrived >= count { return }
            await withCheckedContinuation { watching.append((count, $0)) }
        }

        func open() {
            isOpen = true
            for continuation in held { continuation.resume() }
            held = []
        }
    }

    @Test func whatHasNoPlaceIsRefusedUnread() async throws {
        let (gate, barrier) = (ArrivalGate(), Barrier())
        let (prepared, all) = (Barrier(), ArrivalGate.mostWaiting + ArrivalGate.mostWriting)
        await prepared.open()
        await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<all {
                group.addTask {
                    try await gate.inTurn {
                        Task { await prepared.pass() }
                    } _: { _ in
                        await barrier.pass()
                    }
                }
            }
            await prepared.arrivals(all)
            await #expect(throws: Problem.self) {
                try await gate.inTurn {
                    Issue.record("read, though there is no place")
                } _: { _ in
                }
            }
            await barrier.open()
        }
        #expect(
            try await gate.inTurn {
                7
            } _: {
                $0
            } == 7)
    }

    @Test func whatCannotBeReadLeavesItsPlaceToOthers() async throws {
        let gate = ArrivalGate()
        for _ in 0...ArrivalGate.mostWaiting + ArrivalGate.mostWriting {
            await #expect(throws: Unreadable.self) {
                try await gate.inTurn {
                    throw Unreadable()
                } _: { _ in
                }
            }
            await #expect(throws: Unreadable.self) {
                try await gate.inTurn {
                } _: { _ in
                    throw Unreadable()
                }
            }
        }
        #expect(
            try await gate.inTurn {
                7
            } _: {
                $0
            } == 7)
    }
}
