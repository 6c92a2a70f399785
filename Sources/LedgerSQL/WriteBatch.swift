/// Writers that share one commit, begun one after another while it is made. Whoever comes to the
/// door meanwhile is begun next, and with them it ends: those that were not begun wait on.
package final class WriteBatch: @unchecked Sendable {
    /// Writers that share one commit.
    static let most = 512

    // Only touched by the thread that commits.
    private var begun: [WriteJob] = []
    private(set) var rest: ArraySlice<WriteJob>
    private let comeToDoor: @Sendable () -> WriteJob?
    private var isEnding = false

    init(_ jobs: [WriteJob], comeToDoor: @escaping @Sendable () -> WriteJob?) {
        rest = jobs[...]
        self.comeToDoor = comeToDoor
    }

    /// Runs writers in a transaction that has begun, each in a savepoint where there are several,
    /// so that what one throws leaves the others standing; gives what answers them once the commit
    /// has held. Throws only where nothing at all can be kept; may then be asked again.
    package func answers(in transaction: SQLTransaction) throws -> [@Sendable () -> Void] {
        if begun.isEmpty, rest.count == 1, let job = next() {
            let finish = try job.run(transaction)
            return [{ finish(nil) }]
        }
        var answers = try begun.map { try answer(to: $0, in: transaction) }
        while let job = next() {
            answers.append(try answer(to: job, in: transaction))
        }
        return answers
    }

    private func next() -> WriteJob? {
        if begun.count == Self.most { return nil }
        // One at least of those it was made for: nobody at a door keeps them waiting for ever.
        var job = begun.isEmpty ? nil : comeToDoor()
        if job != nil {
            isEnding = true
        } else if !isEnding {
            job = rest.popFirst()
        }
        if let job { begun.append(job) }
        return job
    }

    private func answer(
        to job: WriteJob, in transaction: SQLTransaction
    ) throws -> @Sendable () -> Void {
        try transaction.run("SAVEPOINT job")
        do {
            let finish = try transaction.settling { try job.run(transaction) }
            try transaction.run("RELEASE SAVEPOINT job")
            return { finish(nil) }
        } catch {
            do {
                try transaction.run("ROLLBACK TO SAVEPOINT job")
                try transaction.run("RELEASE SAVEPOINT job")
            } catch _ {
                // The whole transaction ended with it, as at a full or failing disk.
                throw error
            }
            return { job.fail(error) }
        }
    }

    /// Tells all of them, begun or not.
    package func fail(_ error: any Error) {
        for job in begun { job.fail(error) }
        for job in rest { job.fail(error) }
        rest = []
    }
}
