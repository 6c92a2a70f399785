import CPostgres
import Desk

/// What the server, or the way to it, answered instead.
struct PostgresFault: Error {
    /// Five characters; empty where the connection itself failed.
    let state: String
    let message: String

    init(state: String, message: String) {
        self.state = state
        self.message = message
    }

    init(_ connection: OpaquePointer, _ result: OpaquePointer?) {
        // PG_DIAG_SQLSTATE
        let code = result.flatMap { PQresultErrorField($0, Int32(UInt8(ascii: "C"))) }
        let isBroken = PQstatus(connection) != CONNECTION_OK
        let words =
            result.flatMap { PQresultErrorField($0, Int32(UInt8(ascii: "M"))) }
            ?? PQerrorMessage(connection)
        state = isBroken ? "" : code.map { String(cString: $0) } ?? ""
        message = words.map { String(cString: $0) } ?? "no more is known"
    }

    static func notConnected(_ message: String) -> PostgresFault {
        PostgresFault(state: "", message: message)
    }

    static let rolledBack = PostgresFault(
        state: "25P02", message: "a statement of the transaction had failed")

    /// Whoever waited for a standby was told to wait no longer.
    static let unsure = PostgresFault(
        state: "", message: "it is not known whether the synchronous standby has it")

    /// Nothing is wrong with what was asked: the same may hold at another time, or on another host.
    var isPassing: Bool {
        isOfServer || ["40001", "40P01", "55P03"].contains(state)
    }

    /// It is this server with which nothing can be done now; another of the address may be well.
    var isOfServer: Bool {
        // 08: the connection; 57P0: the server stops or starts; 25006: it has become a standby.
        state.isEmpty || state.hasPrefix("08") || state.hasPrefix("57P0") || state == "25006"
    }

    /// In words for a person.
    var fault: LedgerFault {
        let said = message.split(whereSeparator: \.isNewline).joined(separator: " ")
        switch state {
        case "53100":
            return LedgerFault(
                .full, "The database server's disk is full; nothing was saved. Free some space.")
        case "55P03", "40001", "40P01", "57014":
            return LedgerFault(.locked, "The database is busy (\(said)). Try again.")
        case "25006", "42501":
            return LedgerFault(
                .readOnly,
                "The database cannot be written (\(said)). Name its primary, or give "
                    + "this account the rights.")
        case "28P01", "28000", "3D000":
            return LedgerFault(
                .missing,
                "The database cannot be opened (\(said)). Check the address in "
                    + "`database`.")
        case "XX001", "XX002":
            return LedgerFault(
                .broken, "The database is damaged (\(said)). Restore it from a backup.")
        case _ where isOfServer:
            return LedgerFault(
                .away,
                "The database does not answer (\(said)). Check that its server runs "
                    + "and can be reached.")
        default:
            return LedgerFault(.failed, "The database failed: \(said) (\(state)).")
        }
    }
}

extension LedgerFault {
    /// Runs `body`; a fault of PostgreSQL leaves it as a `LedgerFault`.
    static func ofPostgres<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as PostgresFault {
            throw error.fault
        }
    }
}
