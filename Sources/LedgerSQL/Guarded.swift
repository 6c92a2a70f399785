import Foundation

/// A value that threads change in turn, and may wait for.
package final class Guarded<Value>: @unchecked Sendable {
    // Only touched while `condition` is held.
    private var value: Value
    private let condition = NSCondition()

    package init(_ value: Value) {
        self.value = value
    }

    /// Who of those that wait looks whether the value is as they want it, after a change.
    package enum Woken {
        case nobody, one, all
    }

    /// Waits until the value is as wanted, then changes it.
    package func change<Result>(
        when isWanted: (Value) -> Bool = { _ in true }, waking woken: Woken = .all,
        _ body: (inout Value) -> Result
    ) -> Result {
        condition.lock()
        defer {
            switch woken {
            case .nobody: break
            case .one: condition.signal()
            case .all: condition.broadcast()
            }
            condition.unlock()
        }
        while !isWanted(value) { condition.wait() }
        return body(&value)
    }
}
