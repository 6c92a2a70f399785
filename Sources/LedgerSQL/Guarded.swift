import Foundation

/// A value that threads change in turn, and may wait for.
package final class Guarded<Value>: @unchecked Sendable {
    // Only touched while `condition` is held.
    private var value: Value
    private let condition = NSCondition()

    package init(_ value: Value) {
        self.value = value
    }

    /// Waits until the value is as wanted, then changes it.
    package func change<Result>(
        when isWanted: (Value) -> Bool = { _ in true }, _ body: (inout Value) -> Result
    ) -> Result {
        condition.lock()
        defer {
            condition.broadcast()
            condition.unlock()
        }
        while !isWanted(value) { condition.wait() }
        return body(&value)
    }
}
