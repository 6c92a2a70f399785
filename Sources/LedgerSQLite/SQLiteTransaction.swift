import Attendance
import Desk
import GRDB
import GRDBSQLite

/// One transaction or one snapshot, as the desk sees it. Its verbs stand by noun in the files
/// beside.
final class SQLiteTransaction: LedgerWriting {
    let db: Database
    let zone: SchoolZone
    var device: DeviceID { SQLiteLedger.ownDevice }

    init(_ db: Database, zone: SchoolZone = .utc) {
        self.db = db
        self.zone = zone
    }

    func all<Value>(
        _ sql: String, _ arguments: StatementArguments = [], _ make: (inout Columns) throws -> Value
    ) throws -> [Value] {
        var values: [Value] = []
        try rows(sql, arguments) { columns in
            values.append(try make(&columns))
            return true
        }
        return values
    }

    func first<Value>(
        _ sql: String, _ arguments: StatementArguments = [], _ make: (inout Columns) throws -> Value
    ) throws -> Value? {
        var value: Value?
        try rows(sql, arguments) { columns in
            value = try make(&columns)
            return false
        }
        return value
    }

    /// Steps through the rows until `body` gives false.
    ///
    /// NB: SQLite's own interface, because a row of GRDB's first maps its columns by name, which
    /// takes longer than a whole look-up; here columns are only taken by position.
    private func rows(
        _ sql: String, _ arguments: StatementArguments, _ body: (inout Columns) throws -> Bool
    ) throws {
        let statement = try db.cachedStatement(sql: sql)
        statement.setUncheckedArguments(arguments)
        let row = statement.sqliteStatement
        defer { sqlite3_reset(row) }
        while true {
            let result = sqlite3_step(row)
            if result == SQLITE_DONE { return }
            guard result == SQLITE_ROW else {
                throw DatabaseError(
                    resultCode: ResultCode(rawValue: result), message: db.lastErrorMessage, sql: sql
                )
            }
            var columns = Columns(row: row)
            if try !body(&columns) { return }
        }
    }

    /// Hands over row after row until `body` gives false.
    func forEach(
        _ sql: String, _ arguments: StatementArguments, _ body: (inout Columns) throws -> Bool
    ) throws {
        try rows(sql, arguments, body)
    }

    func run(_ sql: String, _ arguments: StatementArguments) throws {
        try rows(sql, arguments) { _ in true }
    }

    /// Runs an INSERT and gives the new row's id.
    func insert(_ sql: String, _ arguments: StatementArguments) throws -> Int64 {
        try run(sql, arguments)
        return db.lastInsertedRowID
    }
}

/// A row's columns, taken from left to right as its SELECT lists them.
struct Columns {
    private let row: OpaquePointer
    private var position: Int32 = 0

    init(row: OpaquePointer) {
        self.row = row
    }

    /// A fault where the column holds a null that no constraint of the schema lets it hold: the
    /// file is damaged.
    mutating func take<Value: StatementColumnConvertible>(
        _: Value.Type = Value.self
    ) throws -> Value {
        guard let value: Value = takeIf() else { throw unreadable("null") }
        return value
    }

    mutating func takeIf<Value: StatementColumnConvertible>(_: Value.Type = Value.self) -> Value? {
        defer { position += 1 }
        if sqlite3_column_type(row, position) == SQLITE_NULL { return nil }
        return Value(sqliteStatement: row, index: position)
    }

    /// As it stands, null included.
    mutating func takeAsItStands() -> DatabaseValue {
        defer { position += 1 }
        return DatabaseValue(sqliteStatement: row, index: position)
    }

    /// What the column holds in a form of ours; a fault where it holds none, as no constraint of
    /// the schema lets happen.
    mutating func take<Raw, Value>(_ make: (Raw) -> Value?) throws -> Value
    where Raw: StatementColumnConvertible {
        let raw: Raw = try take()
        guard let value = make(raw) else { throw unreadable("\(raw)") }
        return value
    }

    mutating func takeIf<Raw, Value>(_ make: (Raw) -> Value?) throws -> Value?
    where Raw: StatementColumnConvertible {
        guard let raw: Raw = takeIf() else { return nil }
        guard let value = make(raw) else { throw unreadable("\(raw)") }
        return value
    }

    /// A row that leaves out what it must have.
    static var incomplete: DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a row is incomplete")
    }

    /// The column taken last.
    private var name: String {
        sqlite3_column_name(row, position - 1).map { String(cString: $0) } ?? "?"
    }

    private func unreadable(_ raw: String) -> DatabaseError {
        DatabaseError(
            resultCode: .SQLITE_CORRUPT,
            message: "column \(name) holds \(raw.utf8.count) bytes that it cannot")
    }

    mutating func takeID<Entity>() throws -> ID<Entity> { ID(try take(Int64.self)) }
    mutating func takeIDIf<Entity>() -> ID<Entity>? { takeIf(Int64.self).map(ID.init) }
    mutating func takeMoment() throws -> Moment { try take(Moment.init(kept:)) }
    mutating func takeMomentIf() throws -> Moment? { try takeIf(Moment.init(kept:)) }
    mutating func takeDate() throws -> SchoolDate {
        try take { (text: String) in SchoolDate(text) }
    }
    mutating func takeTime() throws -> TimeOfDay { try take { TimeOfDay(minutes: $0) } }
    mutating func takeUniqueID() throws -> UniqueID { try take(UniqueID.init(bytes:)) }
}
