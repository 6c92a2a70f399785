import Attendance
import Desk

/// One transaction or one snapshot, as the desk sees it. Its verbs stand by noun in the files
/// beside, in statements that either engine runs.
package final class SQLTransaction: LedgerWriting {
    let statements: any Statements
    let zone: SchoolZone
    /// The machine's own, by which a hub corrects what a door wrote down.
    let bootTime: @Sendable () -> BootTime
    package var device: DeviceID { .own }
    var dialect: Dialect { statements.dialect }

    package init(
        _ statements: any Statements, zone: SchoolZone = .utc,
        bootTime: @escaping @Sendable () -> BootTime = { .unknown }
    ) {
        self.statements = statements
        self.zone = zone
        self.bootTime = bootTime
    }

    package func all<Value>(
        _ sql: String, _ arguments: SQLArguments = [], _ make: (inout Columns) throws -> Value
    ) throws -> [Value] {
        var values: [Value] = []
        try statements.run(sql, arguments) { columns in
            values.append(try make(&columns))
            return true
        }
        return values
    }

    package func first<Value>(
        _ sql: String, _ arguments: SQLArguments = [], _ make: (inout Columns) throws -> Value
    ) throws -> Value? {
        var value: Value?
        try statements.run(sql, arguments) { columns in
            value = try make(&columns)
            return false
        }
        return value
    }

    /// Hands over row after row until `body` gives false.
    package func forEach(
        _ sql: String, _ arguments: SQLArguments, _ body: (inout Columns) throws -> Bool
    ) throws {
        try statements.run(sql, arguments, body)
    }

    /// Gives how many rows were changed.
    @discardableResult
    package func run(_ sql: String, _ arguments: SQLArguments = []) throws -> Int {
        try statements.run(sql, arguments) { _ in true }
    }

    /// What `body` sent has ended when it gives something or throws: what failed first is thrown.
    func settling<Value>(_ body: () throws -> Value) throws -> Value {
        let result = Result(catching: body)
        try statements.settle()
        return try result.get()
    }

    /// Runs an INSERT of one row and gives its id.
    func insert(_ sql: String, _ arguments: SQLArguments) throws -> Int64 {
        try statements.insert(sql, arguments)
    }
}
