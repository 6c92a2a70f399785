import Foundation
import GRDB
import GRDBSQLite
import LedgerSQL

/// Statements on one connection of SQLite, each prepared once.
///
/// NB: SQLite's own interface, because a row of GRDB's first maps its columns by name, which takes
/// longer than a whole look-up; here columns are only taken by position.
final class SQLiteStatements: Statements {
    let db: Database
    let dialect = Dialect.sqlite

    init(_ db: Database) {
        self.db = db
    }

    func run(
        _ sql: String, _ arguments: SQLArguments, _ body: (inout Columns) throws -> Bool
    ) throws -> Int {
        let statement = try db.cachedStatement(sql: sql).sqliteStatement
        bind(arguments, to: statement)
        defer { sqlite3_reset(statement) }
        let row = SQLiteRow(statement)
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_DONE: return db.changesCount
            case SQLITE_ROW:
                var columns = Columns(row: row)
                if try !body(&columns) { return db.changesCount }
            case let result:
                throw DatabaseError(
                    resultCode: ResultCode(rawValue: result), message: db.lastErrorMessage,
                    sql: sql)
            }
        }
    }

    /// NB: not by RETURNING, with which SQLite looks for children of the new row, in tables that
    /// have no index for it.
    func insert(_ sql: String, _ arguments: SQLArguments) throws -> Int64 {
        _ = try run(sql, arguments) { _ in true }
        return db.lastInsertedRowID
    }

    func insert(_ rows: [SQLArguments], _ bulk: BulkInsert) throws {
        let sql = bulk.single
        for row in rows { _ = try run(sql, row) { _ in true } }
    }

    func insertNumbered(_ rows: [SQLArguments], _ bulk: BulkInsert) throws -> [Int64] {
        let sql = bulk.single
        return try rows.map { try insert(sql, $0) }
    }

    func run(_ rows: [SQLArguments], _ bulk: BulkStatement) throws {
        let sql = bulk.single
        for row in rows { _ = try run(sql, row) { _ in true } }
    }

    /// As many questions as it takes.
    func run(
        _ sql: String, _ arguments: SQLArguments, of ids: [SQLValue],
        _ body: (inout Columns) throws -> Void
    ) throws {
        let first = arguments.values.count + 1
        var rest = ids[...]
        while !rest.isEmpty {
            // Few lengths, so that statements are prepared once.
            let size = [256, 64, 16, 4, 1].first { $0 <= rest.count } ?? 1
            let some = SQLArguments(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            let marks = (first..<first + size).map { "?\($0)" }.joined(separator: ", ")
            _ = try run(sql.replacing(":ids", with: marks), arguments + some) { columns in
                try body(&columns)
                return true
            }
        }
    }

    /// Parameters that a statement does not name are left aside; those that it names and that are
    /// not given stay null.
    private func bind(_ arguments: SQLArguments, to statement: OpaquePointer) {
        sqlite3_clear_bindings(statement)
        for (place, value) in arguments.values.enumerated() {
            let index = Int32(place + 1)
            switch value {
            case .null: break
            case .integer(let number): sqlite3_bind_int64(statement, index, number)
            case .text(let text):
                sqlite3_bind_text(statement, index, text, Int32(text.utf8.count), Self.copied)
            case .bytes(let bytes):
                _ = bytes.withUnsafeBytes {
                    // Of no bytes there is no address, and that would be NULL.
                    let address = $0.baseAddress ?? UnsafeRawPointer(bitPattern: 1)
                    return sqlite3_bind_blob(
                        statement, index, address, Int32($0.count), Self.copied)
                }
            }
        }
    }

    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    func overwriting(_ body: () throws -> Void) throws {
        try db.execute(sql: "PRAGMA secure_delete = ON")
        defer {
            // It is as it was when the connection was opened.
            _ = try? db.execute(sql: "PRAGMA secure_delete = OFF")
        }
        try body()
    }
}

/// The row that a statement stands at.
private final class SQLiteRow: RowCells {
    private let statement: OpaquePointer

    init(_ statement: OpaquePointer) {
        self.statement = statement
    }

    func isNull(_ column: Int) -> Bool {
        sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL
    }

    func integer(_ column: Int) -> Int64 { sqlite3_column_int64(statement, Int32(column)) }

    func text(_ column: Int) -> String {
        sqlite3_column_text(statement, Int32(column)).map { String(cString: $0) } ?? ""
    }

    func bytes(_ column: Int) -> Data {
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        guard count > 0, let bytes = sqlite3_column_blob(statement, Int32(column)) else {
            return Data()
        }
        return Data(bytes: bytes, count: count)
    }

    func value(_ column: Int) -> SQLValue {
        switch sqlite3_column_type(statement, Int32(column)) {
        case SQLITE_INTEGER: .integer(integer(column))
        case SQLITE_TEXT: .text(text(column))
        case SQLITE_BLOB: .bytes(bytes(column))
        default: .null
        }
    }

    var names: [String] {
        (0..<sqlite3_column_count(statement)).map {
            sqlite3_column_name(statement, $0).map { String(cString: $0) } ?? "?"
        }
    }
}

extension SQLTransaction {
    convenience init(_ db: Database) {
        self.init(SQLiteStatements(db))
    }
}
