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
