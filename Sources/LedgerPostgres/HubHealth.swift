import Attendance
import Desk
import LedgerSQL

/// What the server of a hub says of itself.
package struct HubHealth: Equatable, Sendable {
    /// A server that follows, as the one that is asked sees it.
    package struct Standby: Equatable, Sendable {
        package var name: String
        /// Nil where this account may not see it.
        package var isSynchronous: Bool?
        /// What it has not on its disk yet; nil where this account may not see it.
        package var bytesBehind: Int?
    }

    package var isPrimary: Bool
    /// `15.20`
    package var version: String
    package var majorVersion: Int
    package var standbys: [Standby]
    /// What the server's settings of these names are.
    package var synchronousStandbyNames: String
    package var synchronousCommit: String
    /// Those of `fsync` and `full_page_writes` that are off.
    package var off: [String]
    package var hasChecksums: Bool
    package var isArchiving: Bool
    package var lastArchived: Moment?
    /// The last failure, where nothing has been archived since.
    package var archivingFailed: Moment?
    /// When a base backup of this server last ended; nil also where the log is not archived, or
    /// where this account may not see it.
    package var lastBaseBackup: Moment?
    /// Whether this account may see all of it.
    package var seesAll: Bool
    package var connections: Int
    package var mostConnections: Int
    package var bytes: Int
    package var clock: Moment
    /// What it waits for: between asking for the clock and having it.
    package var clockTook: Duration
}

extension HubHealth {
    /// Asks the primary, or a standby where the address names no primary. Throws `LedgerFault`:
    /// `away`.
    package init(address: String) throws {
        self = try LedgerFault.ofPostgres {
            do {
                return try Self.asked(PostgresConnection(address))
            } catch let fault as PostgresFault where fault.isOfServer {
                return try Self.asked(PostgresConnection(address, sessions: "any"))
            }
        }
    }

    private static func asked(_ connection: PostgresConnection) throws -> HubHealth {
        try connection.begin("BEGIN READ ONLY; SET LOCAL statement_timeout = '5s'")
        defer { connection.rollBack() }
        return try HubHealth(SQLTransaction(connection))
    }

    private init(_ server: SQLTransaction) throws {
        var settings: [String: String] = [:]
        try server.forEach(
            """
            SELECT name, setting FROM pg_settings WHERE name IN ('server_version',
              'server_version_num', 'synchronous_standby_names', 'synchronous_commit', 'fsync',
              'full_page_writes', 'data_checksums', 'archive_mode', 'max_connections')
            """, []
        ) { columns in
            settings[try columns.take(String.self)] = try columns.take(String.self)
            return true
        }
        isPrimary = try Self.one("NOT pg_is_in_recovery()", of: Bool.self, server) ?? false
        version = settings["server_version"].map { String($0.prefix { $0 != " " }) } ?? "?"
        majorVersion = (settings["server_version_num"].flatMap(Int.init) ?? 0) / 10_000
        synchronousStandbyNames = settings["synchronous_standby_names"] ?? ""
        synchronousCommit = settings["synchronous_commit"] ?? ""
        off = ["fsync", "full_page_writes"].filter { settings[$0] == "off" }
        hasChecksums = settings["data_checksums"] == "on"
        isArchiving = settings["archive_mode"] != "off"
        mostConnections = settings["max_connections"].flatMap(Int.init) ?? 0
        seesAll =
            try Self.one("pg_has_role('pg_monitor', 'USAGE')", of: Bool.self, server) ?? false
        standbys = isPrimary ? try Self.standbys(server) : []
        let archived = try server.first(
            """
            SELECT \(Self.milliseconds("last_archived_time")),
              CASE WHEN last_failed_time > coalesce(last_archived_time, '-infinity')
                THEN \(Self.milliseconds("last_failed_time")) END
            FROM pg_stat_archiver
            """
        ) { ($0.takeIf(Int64.self), $0.takeIf(Int64.self)) }
        lastArchived = archived?.0.map { Moment(milliseconds: $0) }
        archivingFailed = archived?.1.map { Moment(milliseconds: $0) }
        lastBaseBackup = seesAll ? try Self.lastBaseBackup(server) : nil
        connections =
            try Self.one(
                "count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'",
                of: Int.self, server) ?? 0
        bytes = try Self.one("pg_database_size(current_database())", of: Int.self, server) ?? 0
        let began = ContinuousClock.now
        clock = Moment(
            milliseconds: try Self.one(
                Self.milliseconds("clock_timestamp()"), of: Int64.self, server) ?? 0)
        clockTook = began.duration(to: .now)
    }

    private static func milliseconds(_ time: String) -> String {
        "CAST(extract(epoch FROM \(time)) * 1000 AS bigint)"
    }

    private static func one<Value: SQLReadable>(
        _ what: String, of _: Value.Type, _ server: SQLTransaction
    ) throws -> Value? {
        try server.first("SELECT \(what)") { $0.takeIf(Value.self) } ?? nil
    }

    private static func standbys(_ server: SQLTransaction) throws -> [Standby] {
        try server.all(
            """
            SELECT coalesce(application_name, ''),
              CASE WHEN sync_state IS NOT NULL THEN sync_state IN ('sync', 'quorum') END,
              CAST(pg_wal_lsn_diff(pg_current_wal_lsn(), flush_lsn) AS bigint)
            FROM pg_stat_replication WHERE state IS NULL OR state <> 'backup'
            ORDER BY application_name
            """
        ) { columns in
            Standby(
                name: try columns.take(String.self), isSynchronous: columns.takeIf(Bool.self),
                bytesBehind: columns.takeIf(Int.self))
        }
    }

    /// The history file that each base backup leaves.
    private static func lastBaseBackup(_ server: SQLTransaction) throws -> Moment? {
        try one(
            milliseconds("max(modification)") + " FROM pg_ls_waldir() WHERE name LIKE '%.backup'",
            of: Int64.self, server
        ).map { Moment(milliseconds: $0) }
    }
}
