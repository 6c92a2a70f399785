import Desk

/// A ledger as a program opens, looks over and closes it.
package protocol OpenedLedger: Ledger {
    /// Looks at everything that is kept. `progress` is told what is being looked at, how much of it
    /// so far, and of how much; 0 where nobody knows.
    func verify(progress: (String, Int, Int) -> Void) throws -> Verification
    /// What is known to be wrong, without looking at everything; nil where nothing is.
    func damage() throws -> String?
    /// What was answered as done and found missing at an opening, and what to do; nil where nothing
    /// is known to be.
    func lost() -> String?
    /// Waits for what is being written.
    func close() throws
}

extension OpenedLedger {
    package func verify() throws -> Verification { try verify { _, _, _ in } }
}
