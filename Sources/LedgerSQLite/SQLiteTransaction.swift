import Attendance
import Desk
import GRDB

/// One transaction or one snapshot, as the desk sees it. Its verbs stand by noun in the files beside.
final class SQLiteTransaction: LedgerWriting {
    let db: Database
    let zone: SchoolZone
    var device: DeviceID { SQLiteLedger.ownDevice }

    init(_ db: Database, zone: SchoolZone) {
        self.db = db
        self.zone = zone
    }

    func all<Value>(
        _ sql: String, _ arguments: StatementArguments = [], _ make: (inout Columns) throws -> Value
    ) throws -> [Value] {
        let statement = try db.cachedStatement(sql: sql)
        let cursor = try Row.fetchCursor(statement, arguments: arguments)
        var values: [Value] = []
        while let row = try cursor.next() {
            var columns = Columns(row: row)
            values.append(try make(&columns))
        }
        return values
    }

    func first<Value>(
        _ sql: String, _ arguments: StatementArguments = [], _ make: (inout Columns) throws -> Value
    ) throws -> Value? {
        let statement = try db.cachedStatement(sql: sql)
        let cursor = try Row.fetchCursor(statement, arguments: arguments)
        guard let row = try cursor.next() else { return nil }
        var columns = Columns(row: row)
        let value = try make(&columns)
        // The statement is one of a cache: it must not stay in the middle of its rows.
        _ = try cursor.next()
        return value
    }

    func run(_ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// Runs an INSERT and gives the new row's id.
    func insert(_ sql: String, _ arguments: StatementArguments) throws -> Int64 {
        try run(sql, arguments)
        return db.lastInsertedRowID
    }
}

/// A row's columns, taken from left to right as its SELECT lists them.
struct Columns {
    let row: Row
    private var position = 0

    init(row: Row) {
        self.row = row
    }

    mutating func take<Value: DatabaseValueConvertible & StatementColumnConvertible>(
        _: Value.Type = Value.self
    ) -> Value {
        defer { position += 1 }
        return row[position]
    }

    mutating func takeIf<Value: DatabaseValueConvertible & StatementColumnConvertible>(
        _: Value.Type = Value.self
    ) -> Value? {
        defer { position += 1 }
        return row[position]
    }

    /// What the column holds in a form of ours; a fault where it holds none, as no constraint of the
    /// schema lets happen.
    mutating func take<Raw, Value>(_ make: (Raw) -> Value?) throws -> Value
    where Raw: DatabaseValueConvertible & StatementColumnConvertible {
        let raw: Raw = take()
        guard let value = make(raw) else { throw unreadable("\(raw)") }
        return value
    }

    mutating func takeIf<Raw, Value>(_ make: (Raw) -> Value?) throws -> Value?
    where Raw: DatabaseValueConvertible & StatementColumnConvertible {
        guard let raw: Raw = takeIf() else { return nil }
        guard let value = make(raw) else { throw unreadable("\(raw)") }
        return value
    }

    private func unreadable(_ raw: String) -> DatabaseError {
        let column = row.columnNames[
            row.columnNames.index(row.columnNames.startIndex, offsetBy: position - 1)]
        return DatabaseError(
            resultCode: .SQLITE_CORRUPT, message: "column \(column) holds \(raw.debugDescription)")
    }

    mutating func takeID<Entity>() -> ID<Entity> { ID(take(Int64.self)) }
    mutating func takeIDIf<Entity>() -> ID<Entity>? { takeIf(Int64.self).map(ID.init) }
    mutating func takeMoment() -> Moment { Moment(milliseconds: take(Int64.self)) }
    mutating func takeMomentIf() -> Moment? {
        takeIf(Int64.self).map(Moment.init(milliseconds:))
    }
    mutating func takeDate() throws -> SchoolDate {
        try take { (text: String) in SchoolDate(text) }
    }
    mutating func takeTime() throws -> TimeOfDay { try take { TimeOfDay(minutes: $0) } }
    mutating func takeUniqueID() throws -> UniqueID { try take(UniqueID.init(bytes:)) }
}
