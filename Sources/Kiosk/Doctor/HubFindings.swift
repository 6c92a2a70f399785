import Attendance
import Desk
import Foundation
import LedgerPostgres

/// The server of a hub, and whoever follows it.
struct HubFindings {
    let health: HubHealth
    let now: Moment

    private static let oldestVersion = 15
    private static let mostUsed = 0.8
    private static let bytesTooFarBehind = 16 << 20
    private static let mostClockApart = Duration.seconds(2)

    var all: [Finding] {
        [server, durability, checksums, standby, connections, size, clock, backup]
    }

    /// What the server at an address says, or why nothing can be said.
    static func all(at address: String) -> [Finding] {
        do {
            let health = try HubHealth(address: address)
            return HubFindings(health: health, now: School.now()).all
        } catch {
            let said = (error as? LedgerFault)?.message ?? "\(error)"
            return [.fail("server", said, "`kiosk config show` names the address in force.")]
        }
    }

    private var server: Finding {
        let name = "server"
        let found =
            "PostgreSQL \(health.version), \(health.isPrimary ? "the primary" : "a standby")"
        if !health.isPrimary {
            return .fail(
                name, found,
                "Name all hosts, and leave out target_session_attrs: postgres://USER@ONE,TWO/NAME")
        }
        return health.majorVersion >= Self.oldestVersion
            ? .pass(name, found)
            : .warn(name, found, "Bring it to PostgreSQL \(Self.oldestVersion) or newer.")
    }

    private var durability: Finding {
        let name = "durability"
        if let setting = health.off.first {
            return .fail(
                name, "\(setting) is off: a power cut loses or damages what was answered",
                "ALTER SYSTEM SET \(setting) = on; SELECT pg_reload_conf()")
        }
        let found = "synchronous_commit is \(health.synchronousCommit)"
        switch health.synchronousCommit {
        case "on", "remote_apply": return .pass(name, found)
        case "off": return .fail(name, found, Self.commitsOn)
        default:
            return .warn(name, found + ": no standby's disk is waited for", Self.commitsOn)
        }
    }

    private static let commitsOn =
        "ALTER SYSTEM SET synchronous_commit = on; SELECT pg_reload_conf()"

    /// A file of SQLite tells by its own seals what a disk has changed; a server by these.
    private var checksums: Finding {
        let name = "checksums"
        return health.hasChecksums
            ? .pass(name, "of every page are kept")
            : .warn(
                name, "of pages are not kept: what a disk spoils is read as if it were so",
                "Stop the server, then: pg_checksums --enable -D its data directory")
    }

    private var standby: Finding {
        let name = "standby"
        let found = health.standbys.isEmpty ? "none is connected" : listed
        if !health.isPrimary { return .skip(name, "only a primary knows") }
        if health.standbys.contains(where: { $0.isSynchronous == true }) {
            let isFar = health.standbys.contains { ($0.bytesBehind ?? 0) > Self.bytesTooFarBehind }
            return isFar
                ? .warn(name, found, "Look at its disk, its network and its log.")
                : .pass(name, found)
        }
        if health.standbys.contains(where: { $0.isSynchronous == nil }) {
            return .warn(
                name, "\(health.standbys.count) connected; this account may not see how they are",
                "GRANT pg_monitor TO the account in `database`")
        }
        if !health.synchronousStandbyNames.isEmpty {
            return .fail(
                name,
                "\(found), and synchronous_standby_names wants one: nothing can be saved",
                "Start the standby; or, knowing what can be lost, take the setting away.")
        }
        return .warn(
            name, "\(found), none synchronous: what is born at the hub can be lost at a failover",
            health.standbys.isEmpty
                ? "Make one with pg_basebackup -R: see the README, \"A hub\"."
                : "ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (*)'; "
                    + "SELECT pg_reload_conf()")
    }

    private var listed: String {
        health.standbys.map { standby in
            let kind = standby.isSynchronous == true ? "synchronous" : "not synchronous"
            return "\(standby.name) \(kind), \((standby.bytesBehind ?? 0) >> 10) KB behind"
        }.joined(separator: "; ")
    }

    private var connections: Finding {
        let name = "connections"
        let found = "\(health.connections) of \(health.mostConnections) are used"
        return Double(health.connections) < Self.mostUsed * Double(health.mostConnections)
            ? .pass(name, found)
            : .warn(
                name, found, "Raise max_connections, or put pgbouncer between: see the README.")
    }

    private var size: Finding { .pass("size", "\(health.bytes >> 20) MB") }

    /// This machine's clock is what attendance goes by; the server's is what its logs and its
    /// leases go by.
    private var clock: Finding {
        let name = "server clock"
        let apart = health.clock.milliseconds - now.milliseconds
        let found = String(
            format: "%.1f s %@ this machine's", Double(abs(apart)) / 1_000,
            apart < 0 ? "behind" : "before")
        return .milliseconds(abs(apart)) <= Self.mostClockApart + health.clockTook
            ? .pass(name, found) : .warn(name, found, "Have chrony keep both.")
    }

    /// Copies are made by the server's own means: whether any can be seen. Where the log is not
    /// archived a base backup leaves no trace.
    private var backup: Finding {
        let name = "backup"
        if let failed = health.archivingFailed {
            return .fail(
                name, "the log could not be archived \(hours(since: failed)) h ago, nor since",
                "See archive_command and the server's log: its disk fills up meanwhile.")
        }
        if !health.isArchiving {
            return .warn(
                name, "the log is not archived, and then no base backup can be seen either",
                "See to a pg_basebackup each night, or archive_mode: see the README, \"A hub\".")
        }
        let last = health.lastArchived.map { "last \(hours(since: $0)) h ago" } ?? "nothing yet"
        let base =
            health.lastBaseBackup.map { "the last base backup ended \(hours(since: $0)) h ago" }
            ?? (health.seesAll
                ? "no base backup of this server is known"
                : "this account may not see base backups")
        return .pass(name, "the log is archived, \(last); \(base)")
    }

    private func hours(since moment: Moment) -> Int64 {
        max(0, now.wholeSeconds - moment.wholeSeconds) / 3_600
    }
}
