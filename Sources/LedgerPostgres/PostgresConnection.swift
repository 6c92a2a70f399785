import CPostgres
import Desk
import Foundation
import Glibc
import LedgerSQL

/// One connection, used by one thread at a time. It opens itself when it is first used, and again
/// after it broke, but never within a transaction.
final class PostgresConnection: Statements {
    let dialect = Dialect.postgres
    private let address: String
    /// Of several hosts that with which the session is so, in libpq's words.
    private let sessions: String
    private var connection: OpaquePointer?
    private let warnings = Warnings()
    private var isInTransaction = false
    /// How long the server may be silent before it counts as gone. It says itself when a statement
    /// took too long; this is for one that hangs and still holds the line.
    var answersWithin: Duration

    init(
        _ address: String, sessions: String = "read-write",
        answersWithin: Duration = PostgresLedger.patience
    ) {
        self.address = address
        self.sessions = sessions
        self.answersWithin = answersWithin
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
        ("keepalives_interval", "2"), ("keepalives_count", "2"),
        ("application_name", "kiosk"),
    ]

    private func opened() throws -> OpaquePointer {
        if let connection, PQstatus(connection) == CONNECTION_OK { return connection }
        if isInTransaction {
            throw PostgresFault.notConnected("the connection broke in a transaction")
        }
        close()
        let words =
            Self.defaults + [("target_session_attrs", sessions)]
            + [("dbname", address), ("client_encoding", "UTF8")]
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
        warnings.count(on: opened)
        connection = opened
        return opened
    }

    /// Begins a transaction. All until `commit` or `rollBack` runs in it, or throws.
    func begin(_ sql: String) throws {
        do { try script(sql) } catch {
            rollBack()
            throw error
        }
        isInTransaction = true
    }

    /// Throws where the server has kept nothing, and where it is not sure that its standbys have
    /// what they must have: then the fault is a passing one.
    func commit() throws {
        let warned = warnings.number
        let rows = try script("COMMIT")
        if rows.status != "COMMIT" { throw PostgresFault.rolledBack }
        if warnings.number != warned { throw PostgresFault.unsure }
        isInTransaction = false
    }

    /// Leaves no transaction. A connection that broke has rolled back already, and is let go.
    func rollBack() {
        defer { isInTransaction = false }
        guard let connection, PQstatus(connection) == CONNECTION_OK,
            PQtransactionStatus(connection) != PQTRANS_ACTIVE
        else { return close() }
        if PQtransactionStatus(connection) == PQTRANS_IDLE { return }
        do { try script("ROLLBACK") } catch { close() }
    }

    @discardableResult
    func run(
        _ sql: String, _ arguments: SQLArguments, _ body: (inout Columns) throws -> Bool
    ) throws -> Int {
        let rows = try send(PortableSQL.translated(sql, arguments), arguments)
        try step(through: rows, body)
        return rows.changed
    }

    func run(
        _ sql: String, _ arguments: SQLArguments, of ids: [SQLValue],
        _ body: (inout Columns) throws -> Void
    ) throws {
        let place = arguments.values.count + 1
        let asked = sql.replacing("IN (:ids)", with: "= ANY (?\(place))")
        let rows = try send(
            PortableSQL.translated(asked, arguments), PostgresParameters(arguments, ids))
        try step(through: rows) { columns in
            try body(&columns)
            return true
        }
    }

    private func step(
        through rows: PostgresRows, _ body: (inout Columns) throws -> Bool
    ) throws {
        while rows.row < rows.count {
            var columns = Columns(row: rows)
            if try !body(&columns) { break }
            rows.row += 1
        }
    }

    func insert(_ sql: String, _ arguments: SQLArguments) throws -> Int64 {
        let rows = try send(PortableSQL.translated(sql + " RETURNING id", arguments), arguments)
        if rows.count != 1 { throw Columns.incomplete }
        return rows.integer(0)
    }

    func insert(_ rows: [SQLArguments], _ bulk: BulkInsert) throws {
        try send(PostgresArrays.sql(bulk), PostgresArrays.parameters(rows, bulk.columns))
    }

    func insertNumbered(_ rows: [SQLArguments], _ bulk: BulkInsert) throws -> [Int64] {
        if rows.count == 1 { return [try insert(bulk.single, rows[0])] }
        let numbered = try send(
            PostgresArrays.numbered(bulk), PostgresArrays.parameters(rows, bulk.columns))
        var ids: [Int64] = []
        try step(through: numbered) { columns in
            ids.append(try columns.take())
            return true
        }
        return ids
    }

    func run(_ rows: [SQLArguments], _ bulk: BulkStatement) throws {
        try send(PostgresArrays.sql(bulk), PostgresArrays.parameters(rows, bulk.columns))
    }

    /// What is freed is written over by VACUUM, which is the server's own business.
    func overwriting(_ body: () throws -> Void) throws { try body() }

    /// One statement with its parameters, unnamed, so that a pooler may stand between.
    private func send(_ sql: String, _ arguments: SQLArguments) throws -> PostgresRows {
        try send(sql, PostgresParameters(arguments))
    }

    @discardableResult
    private func send(_ sql: String, _ parameters: PostgresParameters) throws -> PostgresRows {
        let connection = try opened()
        return try parameters.withPointers { types, values, lengths, formats in
            let isSent = PQsendQueryParams(
                connection, sql, Int32(types.count), types, values, lengths, formats, 1)
            return try answer(on: connection, isSent: isSent == 1)
        }
    }

    /// Several statements without parameters; gives the answer to the last.
    @discardableResult
    func script(_ sql: String) throws -> PostgresRows {
        let connection = try opened()
        return try answer(on: connection, isSent: PQsendQuery(connection, sql) == 1)
    }

    private func answer(on connection: OpaquePointer, isSent: Bool) throws -> PostgresRows {
        if !isSent { throw PostgresFault(connection, nil) }
        let end = ContinuousClock.now + answersWithin
        var last: PostgresRows?
        var fault: PostgresFault?
        while let result = try next(on: connection, until: end) {
            let rows = PostgresRows(result)
            switch PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK: last = rows
            default: fault = PostgresFault(connection, result)
            }
        }
        if let fault { throw fault }
        guard let last else { throw PostgresFault(connection, nil) }
        return last
    }

    /// Nil where there are no more. A server that is silent for too long is left.
    private func next(
        on connection: OpaquePointer, until end: ContinuousClock.Instant
    ) throws -> OpaquePointer? {
        while PQisBusy(connection) == 1 {
            var waiting = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
            let left = (end - .now) / .milliseconds(1)
            if left <= 0 {
                close()
                throw PostgresFault.notConnected("the server is silent for too long")
            }
            _ = poll(&waiting, 1, Int32(left.rounded(.up)))
            if PQconsumeInput(connection) == 0 { throw PostgresFault(connection, nil) }
        }
        return PQgetResult(connection)
    }
}

/// How often a server has warned of something.
private final class Warnings {
    private(set) var number = 0

    /// For as long as this is there.
    func count(on connection: OpaquePointer) {
        // Given back as `self` at each notice; the connection ends before it does.
        let place = Unmanaged.passUnretained(self).toOpaque()
        PQsetNoticeReceiver(
            connection,
            { place, notice in
                // PG_DIAG_SEVERITY_NONLOCALIZED
                let severity = notice.flatMap { PQresultErrorField($0, Int32(UInt8(ascii: "V"))) }
                guard let place, let severity, String(cString: severity) == "WARNING" else {
                    return
                }
                Unmanaged<Warnings>.fromOpaque(place).takeUnretainedValue().number += 1
            }, place)
    }
}
