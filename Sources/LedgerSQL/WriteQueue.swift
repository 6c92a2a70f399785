import Desk
import Foundation

/// Carries out a batch of writers in one transaction, and answers each.
package protocol Committer: Sendable {
    func commit(_ batch: [WriteJob])
}

/// Group commit: whatever waits when a transaction starts shares its one sync to the disk, and is
/// answered after it, in the order it came.
package final class WriteQueue: Sendable {
    /// Writers that may wait at once.
    static let mostWaiting = 8_192
    /// Writers that share one commit.
    static let mostInOneCommit = 512

    private struct Waiting {
        var jobs: [WriteJob] = []
        var isStopping = false
        var hasStopped = false
        var hasWork: Bool { !jobs.isEmpty || isStopping }
    }

    private let waiting = Guarded(Waiting())
    private let committer: any Committer

    package init(_ committer: any Committer) {
        self.committer = committer
        let thread = Thread { [self] in work() }
        thread.name = "ledger writer"
        thread.start()
    }

    package func add(_ job: WriteJob) {
        let isTaken = waiting.change { waiting in
            if waiting.isStopping || waiting.jobs.count >= Self.mostWaiting { return false }
            waiting.jobs.append(job)
            return true
        }
        if !isTaken {
            job.fail(LedgerFault(.tooMany, "Too many are waiting to be saved. Try again."))
        }
    }

    /// Commits whatever waits, until it is told to stop and nothing waits any more.
    private func work() {
        while true {
            let batch = waiting.change(when: \.hasWork) { waiting in
                let batch = Array(waiting.jobs.prefix(Self.mostInOneCommit))
                waiting.jobs.removeFirst(batch.count)
                waiting.hasStopped = batch.isEmpty
                return batch
            }
            if batch.isEmpty { return }
            committer.commit(batch)
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
