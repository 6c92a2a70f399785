import CPostgres
import Desk
import Foundation
import LedgerSQL

/// One connection, used by one thread at a time. It opens itself when it is first used, and again
/// after it broke.
final class PostgresConnection: Statements {
    let dialect = Dialect.postgres
    private let address: String
    private var connection: OpaquePointer?

    init(_ address: String) {
        self.address = address
    }

    deinit { close() }

    func close() {
        PQfinish(connection)
        connection = nil
    }

    /// What holds unless the address says otherwise: a server that is gone is noticed in seconds,
    /// and of several hosts the one that takes writes is used.
    private static let defaults = [
        ("connect_timeout", "3"), ("tcp_user_timeout", "8000"), ("keepalives_idle", "5"),
        ("target_session_attrs", "read-write"), ("application_name", "kiosk"),
    ]

    private func opened() throws -> OpaquePointer {
        if let connection, PQstatus(connection) == CONNECTION_OK { return connection }
        close()
        let words = Self.defaults + [("dbname", address), ("client_encoding", "UTF8")]
        let names = words.map { strdup($0.0) }
        let values = words.map { strdup($0.1) }
        defer { for word in names + values { free(word) } }
        let opened = PQconnectdbParams(
            names.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
        guard let opened, PQstatus(opened) == CONNECTION_OK else {
            let said = opened.flatMap { PQerrorMessage($0) }.map { String(cString: $0) }
            PQfinish(opened)
            throw PostgresFault.notConnected(said ?? "no memory")
        }
        PQsetNoticeProcessor(opened, { _, _ in }, nil)
        connection = opened
        return opened
    }

    @discardableResult
    func run(
        _ sql: String, _ arguments: SQLArguments, _ body: (inout Columns) throws -> Bool
    ) throws -> Int {
        let rows = try send(PortableSQL.translated(sql, arguments), arguments)
        while rows.row < rows.count {
            var columns = Columns(row: rows)
            if try !body(&columns) { break }
            rows.row += 1
        }
        return rows.changed
    }

    func insert(_ sql: String, _ arguments: SQLArguments) throws -> Int64 {
        let rows = try send(PortableSQL.translated(sql + " RETURNING id", arguments), arguments)
        if rows.count != 1 { throw Columns.incomplete }
        return rows.integer(0)
    }

    /// What is freed is written over by VACUUM, which is the server's own business.
    func overwriting(_ body: () throws -> Void) throws { try body() }

    /// One statement with its parameters, unnamed, so that a pooler may stand between.
    private func send(_ sql: String, _ arguments: SQLArguments) throws -> PostgresRows {
        let connection = try opened()
        return try PostgresParameters(arguments).withPointers { types, values, lengths, formats in
            try Self.rows(
                PQexecParams(
                    connection, sql, Int32(types.count), types, values, lengths, formats, 1),
                connection)
        }
    }

    /// Several statements without parameters, and without an answer that matters.
    func script(_ sql: String) throws {
        let connection = try opened()
        _ = try Self.rows(PQexec(connection, sql), connection)
    }

    private static func rows(
        _ result: OpaquePointer?, _ connection: OpaquePointer
    ) throws -> PostgresRows {
        guard let result else { throw PostgresFault(connection, nil) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return PostgresRows(result)
        default:
            defer { PQclear(result) }
            throw PostgresFault(connection, result)
        }
    }
}

/// Arguments as libpq takes them.
private struct PostgresParameters {
    private var types: [Oid] = []
    private var bytes: [[UInt8]?] = []

    init(_ arguments: SQLArguments) {
        for value in arguments.values {
            switch value {
            case .null:
                // The statement does not name it.
                types.append(PostgresRows.text)
                bytes.append(nil)
            case .integer(let number):
                types.append(PostgresRows.int8)
                bytes.append(withUnsafeBytes(of: number.bigEndian) { Array($0) })
            case .text(let text):
                types.append(PostgresRows.text)
                bytes.append(Array(text.utf8))
            case .bytes(let data):
                types.append(PostgresRows.bytea)
                bytes.append(Array(data))
            }
        }
    }

    func withPointers<Value>(
        _ body: ([Oid], [UnsafePointer<CChar>?], [Int32], [Int32]) throws -> Value
    ) rethrows -> Value {
        // One block for all values; each ends with a zero, so that none is empty.
        var block: [UInt8] = []
        block.reserveCapacity(bytes.reduce(0) { $0 + ($1?.count ?? 0) + 1 })
        let starts = bytes.map { value in
            defer { block.append(0) }
            guard let value else { return nil as Int? }
            defer { block += value }
            return block.count
        }
        return try block.withUnsafeBytes { block in
            let base = block.baseAddress?.assumingMemoryBound(to: CChar.self)
            return try body(
                types, starts.map { $0.flatMap { start in base.map { $0 + start } } },
                bytes.map { Int32($0?.count ?? 0) }, bytes.map { _ in 1 })
        }
    }
}
