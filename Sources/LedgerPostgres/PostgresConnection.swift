import CPostgres
import Desk
import Foundation
import Glibc
import LedgerSQL

/// One connection, used by one thread at a time. It opens itself when it is first used, and again
/// after it broke, but never within a transaction.
final class PostgresConnection {
    private let address: String
    /// Of several hosts that with which the session is so, in libpq's words.
    private let sessions: String
    private var connection: OpaquePointer?
    private let warnings = PostgresWarnings()
    private var isInTransaction = false
    private var prepared = PreparedStatements(isOwn: false)
    /// Whether a statement is under way that nobody waits for.
    private var isUnderWay = false
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
        isUnderWay = false
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
        prepared = PreparedStatements(isOwn: false)
        prepared = PreparedStatements(isOwn: try isOwn(opened))
        return opened
    }

    /// Whoever stands between gives a key of their own for cancelling.
    private func isOwn(_ connection: OpaquePointer) throws -> Bool {
        let rows = try script("SELECT pg_backend_pid()::text")
        return rows.count == 1 && rows.text(0) == String(PQbackendPID(connection))
    }

    /// Begins a transaction. All until `commit` or `rollBack` runs in it, or throws.
    func begin(
        _ sql: String, isWriting: Bool = false, at now: ContinuousClock.Instant = .now
    ) throws {
        do {
            // By itself: before a level of isolation nothing else may have been asked.
            if prepared.areStale(at: now, isWriting: isWriting) {
                try script("DISCARD PLANS")
            }
            try script(sql)
        } catch {
            rollBack()
            throw error
        }
        isInTransaction = true
    }

    /// Throws where the server has kept nothing, and where it is not sure that its standbys have
    /// what they must have: then the fault is a passing one.
    func commit() throws {
        try settle()
        let warned = warnings.number
        let rows = try script("COMMIT")
        if rows.status != "COMMIT" { throw PostgresFault.rolledBack }
        if warnings.number != warned { throw PostgresFault.unsure }
        isInTransaction = false
    }

    /// Leaves no transaction. A connection that broke has rolled back already, and is let go.
    func rollBack() {
        defer { isInTransaction = false }
        // What it says does not matter any more.
        do { try settle() } catch _ {}
        guard let connection, PQstatus(connection) == CONNECTION_OK,
            PQtransactionStatus(connection) != PQTRANS_ACTIVE
        else { return close() }
        if PQtransactionStatus(connection) == PQTRANS_IDLE { return }
        do { try script("ROLLBACK") } catch { close() }
    }

    /// One statement with its parameters.
    func send(_ sql: String, _ parameters: PostgresParameters) throws -> PostgresRows {
        let connection = try ready()
        return try answer(on: connection, isSent: dispatch(sql, parameters, on: connection))
    }

    /// The same, where nothing is asked of it but that it is done: the server is at it while we
    /// prepare what comes next. What it fails of is thrown by whatever is sent after it, which is
    /// the end of its savepoint or its transaction at the latest.
    func post(_ sql: String, _ parameters: PostgresParameters) throws {
        let connection = try ready()
        if try !dispatch(sql, parameters, on: connection) { throw PostgresFault(connection, nil) }
        isUnderWay = true
    }

    /// False where it could not be sent.
    private func dispatch(
        _ sql: String, _ parameters: PostgresParameters, on connection: OpaquePointer
    ) throws -> Bool {
        try parameters.withPointers { types, values, lengths, formats in
            let count = Int32(types.count)
            return switch try name(sql, types, on: connection) {
            case let name?:
                PQsendQueryPrepared(connection, name, count, values, lengths, formats, 1) == 1
            case nil:
                PQsendQueryParams(connection, sql, count, types, values, lengths, formats, 1) == 1
            }
        }
    }

    private func ready() throws -> OpaquePointer {
        try settle()
        return try opened()
    }

    /// Waits for what is under way; throws what it failed of.
    func settle() throws {
        guard isUnderWay, let connection else { return }
        isUnderWay = false
        _ = try answer(on: connection, isSent: true)
    }

    /// Under which the server has the statement; nil where it is sent each time.
    private func name(
        _ sql: String, _ types: [Oid], on connection: OpaquePointer
    ) throws -> String? {
        switch prepared.known(sql, types) {
        case .never: return nil
        case .prepared(let name): return name
        case .new(let name):
            let isSent = PQsendPrepare(connection, name, sql, Int32(types.count), types)
            _ = try answer(on: connection, isSent: isSent == 1)
            prepared.note(name, for: sql, types)
            return name
        }
    }

    /// Several statements without parameters; gives the answer to the last.
    @discardableResult
    func script(_ sql: String) throws -> PostgresRows {
        let connection = try ready()
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
