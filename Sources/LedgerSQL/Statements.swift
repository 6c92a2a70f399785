import Foundation

/// The statements of one transaction or one snapshot, as an engine runs them.
///
/// What is written here is portable: parameters are `?` or `?1`, and whatever the engines say
/// differently comes from `Dialect`.
package protocol Statements: AnyObject {
    var dialect: Dialect { get }

    /// Runs a statement and steps through its rows until `body` gives false; gives how many rows
    /// it changed.
    @discardableResult
    func run(
        _ sql: String, _ arguments: SQLArguments, _ body: (inout Columns) throws -> Bool
    ) throws -> Int

    /// Runs an INSERT of one row and gives its id.
    func insert(_ sql: String, _ arguments: SQLArguments) throws -> Int64

    /// Inserts rows, all at once where the engine can.
    func insert(_ rows: [SQLArguments], _ bulk: BulkInsert) throws

    /// As above, into a table that numbers its rows: gives their ids, in their order.
    func insertNumbered(_ rows: [SQLArguments], _ bulk: BulkInsert) throws -> [Int64]

    /// Runs a statement over rows, all at once where the engine can.
    func run(_ rows: [SQLArguments], _ bulk: BulkStatement) throws

    /// Steps through what a query gives about any of the ids; `sql` has `IN (:ids)` where they
    /// stand, after the parameters of `arguments`, which are numbered. It may be asked in parts.
    func run(
        _ sql: String, _ arguments: SQLArguments, of ids: [SQLValue],
        _ body: (inout Columns) throws -> Void
    ) throws

    /// Waits for what was sent and not waited for; throws what it failed of.
    func settle() throws

    /// What `body` frees is written over where the engine can, and not only let go.
    func overwriting(_ body: () throws -> Void) throws
}

extension Statements {
    /// An engine that answers at once has nothing under way.
    package func settle() throws {}
}

/// A value as it stands in a column.
package enum SQLValue: Equatable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes(Data)
}

/// What a parameter may be given as.
package protocol SQLConvertible {
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLConvertible {
    package var sqlValue: SQLValue { self }
}

extension Int: SQLConvertible {
    package var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLConvertible {
    package var sqlValue: SQLValue { .integer(self) }
}

extension Bool: SQLConvertible {
    package var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension String: SQLConvertible {
    package var sqlValue: SQLValue { .text(self) }
}

extension Data: SQLConvertible {
    package var sqlValue: SQLValue { .bytes(self) }
}

extension Optional: SQLConvertible where Wrapped: SQLConvertible {
    package var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

/// The values of a statement's parameters, in their order; nil is NULL.
package struct SQLArguments: ExpressibleByArrayLiteral, Sendable {
    package private(set) var values: [SQLValue]

    /// As a literal, and without a box around each value: for rows that come by the thousand.
    package static func row<each Value: SQLConvertible>(
        _ value: repeat each Value
    ) -> SQLArguments {
        var values: [SQLValue] = []
        values.reserveCapacity(24)
        repeat values.append((each value).sqlValue)
        return SQLArguments(values)
    }

    package init(_ values: [SQLValue]) {
        self.values = values
    }

    package init(_ values: [(any SQLConvertible)?]) {
        self.values = values.map { $0?.sqlValue ?? .null }
    }

    package init(arrayLiteral elements: (any SQLConvertible)?...) {
        self.init(elements)
    }

    package static func + (first: SQLArguments, second: SQLArguments) -> SQLArguments {
        SQLArguments(first.values + second.values)
    }
}
