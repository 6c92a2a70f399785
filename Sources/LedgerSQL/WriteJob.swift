import Desk

/// A writer that waits. `run` does its work and gives what tells its caller, once it is known
/// whether the commit held: nil is success.
package struct WriteJob: Sendable {
    package let run: @Sendable (SQLTransaction) throws -> @Sendable ((any Error)?) -> Void
    package let fail: @Sendable (any Error) -> Void

    package init<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerWriting) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        run = { transaction in
            let value = try body(transaction)
            return { error in then(error.map { .failure($0) } ?? .success(value)) }
        }
        fail = { then(.failure($0)) }
    }
}

extension [WriteJob] {
    /// Runs the jobs in a transaction that has begun, each in a savepoint where there are several,
    /// so that what one throws leaves the others standing; gives what answers them once the commit
    /// has held. Throws only where nothing at all can be kept.
    package func answers(
        in transaction: SQLTransaction
    ) throws -> [@Sendable () -> Void] {
        if count == 1 {
            let finish = try self[0].run(transaction)
            return [{ finish(nil) }]
        }
        return try map { job in
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
    }
}
