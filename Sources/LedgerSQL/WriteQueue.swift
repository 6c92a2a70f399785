import Desk
import Foundation

/// Carries out a batch of writers in one transaction, and answers each that was begun.
package protocol Committer: Sendable {
    func commit(_ batch: WriteBatch)
}

/// Group commit: whatever waits when a transaction starts shares its one sync to the disk, and is
/// answered after it, in the order it came. Who waits at the door comes before all others.
package final class WriteQueue: Sendable {
    /// Writers of a turn that may wait at once.
    static let mostWaiting = 8_192

    private struct Waiting {
        var atDoor: [WriteJob] = []
        var inOrder: [WriteJob] = []
        var wasAtDoor = false
        var isStopping = false
        var hasStopped = false
        var hasWork: Bool { !atDoor.isEmpty || !inOrder.isEmpty || isStopping }
    }

    private let waiting = Guarded(Waiting())
    private let committer: any Committer

    package init(_ committer: any Committer) {
        self.committer = committer
        let thread = Thread { [self] in work() }
        thread.name = "ledger writer"
        thread.start()
    }

    package func add(_ job: WriteJob, _ turn: WriteTurn) {
        let queue =
            switch turn {
            case .atDoor: \Waiting.atDoor
            case .inOrder: \Waiting.inOrder
            }
        let isTaken = waiting.change { waiting in
            if waiting.isStopping || waiting[keyPath: queue].count >= Self.mostWaiting {
                return false
            }
            waiting[keyPath: queue].append(job)
            return true
        }
        if !isTaken {
            job.fail(LedgerFault(.tooMany, "Too many are waiting to be saved. Try again."))
        }
    }

    /// Commits whatever waits, until it is told to stop and nothing waits any more.
    private func work() {
        while let batch = next() {
            committer.commit(batch)
            waiting.change { $0.inOrder.insert(contentsOf: batch.rest, at: 0) }
        }
    }

    /// Those at the door, unless their turn was the last and others wait.
    private func next() -> WriteBatch? {
        waiting.change(when: \.hasWork) { waiting -> WriteBatch? in
            let isAtDoor =
                !waiting.atDoor.isEmpty && (waiting.inOrder.isEmpty || !waiting.wasAtDoor)
            waiting.wasAtDoor = isAtDoor
            let queue = isAtDoor ? \Waiting.atDoor : \Waiting.inOrder
            let jobs = Array(waiting[keyPath: queue].prefix(WriteBatch.most))
            waiting[keyPath: queue].removeFirst(jobs.count)
            waiting.hasStopped = jobs.isEmpty
            if jobs.isEmpty { return nil }
            return WriteBatch(jobs) { [self] in isAtDoor ? nil : comeToDoor() }
        }
    }

    private func comeToDoor() -> WriteJob? {
        waiting.change(waking: .nobody) { waiting in
            waiting.atDoor.isEmpty ? nil : waiting.atDoor.removeFirst()
        }
    }

    /// Takes no more, and lets its thread go when nothing waits.
    package func stop() {
        waiting.change { $0.isStopping = true }
    }

    /// Waits for everything added so far, and takes no more.
    package func finish() {
        stop()
        waiting.change(when: \.hasStopped) { _ in }
    }
}
