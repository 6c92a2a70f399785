import Attendance
import Foundation
import TestKit
import Testing

@testable import Kiosk
@testable import LedgerPostgres

/// `kiosk doctor` at a hub: what the server says of itself, and who follows it.
@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
struct HubDoctorTests {
    private func doctor(_ server: PostgresServer, schema: String = "public") throws -> Finished {
        let directory = try TestKit.TemporaryDirectory()
        let url =
            "postgres://kiosk@/postgres?host=\(server.directory.path)"
            + "&options=-c%20search_path%3D\(schema)"
        return try KioskProgram.run(["doctor", "--data", directory.path, "--database", url])
    }

    /// The verdict and what was found.
    private func line(_ finished: Finished, of name: String) -> String? {
        finished.text.split(separator: "\n").map(String.init)
            .first {
                $0.dropFirst(6).hasPrefix(
                    name.padding(
                        toLength: 12, withPad: " ", startingAt: 0)) && !$0.hasPrefix(" ")
            }
    }

    private func ask(_ server: PostgresServer, _ sql: String...) throws -> String {
        let asked = try run(
            PostgresServer.program("psql"),
            ["-qAtX", "-d", server.address] + sql.flatMap { ["-c", $0] })
        try #require(asked.status == 0, "\(asked.errorText)")
        return asked.text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test func aStandbyIsSeenToComeToBeWaitedForAndToGo() throws {
        let server = try PostgresServer()
        let alone = try doctor(server)
        #expect(alone.status == 0, "\(alone.text)")
        #expect(line(alone, of: "server")?.hasPrefix("pass") == true, "\(alone.text)")
        #expect(line(alone, of: "server")?.hasSuffix("the primary") == true)
        #expect(line(alone, of: "durability")?.hasPrefix("pass") == true)
        #expect(line(alone, of: "checksums")?.hasPrefix("warn") == true)
        #expect(line(alone, of: "connections")?.hasSuffix("of 3000 are used") == true)
        #expect(line(alone, of: "server clock")?.hasPrefix("pass") == true)
        #expect(line(alone, of: "standby")?.contains("warn  standby       none is") == true)
        #expect(line(alone, of: "backup")?.hasPrefix("warn") == true)
        #expect(alone.text.contains("the log is not archived"))

        let standby = try PostgresServer(following: server)
        let followed = "SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming'"
        while try ask(server, followed) != "async" {}
        let lossy = try doctor(server)
        #expect(line(lossy, of: "standby")?.hasPrefix("warn") == true, "\(lossy.text)")
        #expect(lossy.text.contains("can be lost at a failover"))
        #expect(lossy.text.contains("synchronous_standby_names = 'ANY 1 (*)'"))

        _ = try ask(
            server, "ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (*)'",
            "SELECT pg_reload_conf()")
        while try ask(server, followed) != "quorum" {}
        let kept = try doctor(server)
        #expect(line(kept, of: "standby")?.hasPrefix("pass") == true, "\(kept.text)")
        #expect(line(kept, of: "standby")?.contains(" synchronous, ") == true)

        let wrong = try doctor(standby)
        #expect(wrong.status == 1)
        #expect(line(wrong, of: "server")?.hasPrefix("fail") == true, "\(wrong.text)")
        #expect(line(wrong, of: "server")?.hasSuffix("a standby") == true)

        standby.stop()
        while try ask(server, followed) != "" {}
        let stuck = try doctor(server)
        #expect(stuck.status == 1)
        #expect(line(stuck, of: "standby")?.hasPrefix("fail") == true, "\(stuck.text)")
        #expect(stuck.text.contains("nothing can be saved"))
    }

    @Test func anAccountThatMayNotSeeIsToldHowItMay() throws {
        let server = try PostgresServer()
        let standby = try PostgresServer(following: server)
        defer { standby.stop() }
        _ = try ask(server, "CREATE ROLE plain LOGIN")
        while try ask(server, "SELECT state FROM pg_stat_replication") != "streaming" {}
        let plain = try HubHealth(
            address: server.address.replacing("user=kiosk", with: "user=plain"))
        #expect(plain.standbys.map(\.isSynchronous) == [nil] && !plain.seesAll)
        let finding = HubFindings(health: plain, now: plain.clock).all
            .first { $0.name == "standby" }
        #expect(finding?.verdict == .warn)
        #expect(finding?.cure?.contains("GRANT pg_monitor") == true)
    }

    @Test func aServerThatIsNotThereIsSaid() throws {
        let directory = try TestKit.TemporaryDirectory()
        let finished = try KioskProgram.run([
            "doctor", "--data", directory.path, "--database",
            "postgres://kiosk@/postgres?host=\(directory.path)",
        ])
        #expect(finished.status == 1)
        #expect(line(finished, of: "server")?.hasPrefix("fail") == true, "\(finished.text)")
        #expect(line(finished, of: "database")?.hasPrefix("fail") == true, "\(finished.text)")
        #expect(finished.text.contains("does not answer"))
    }

    private static let noon = Moment(milliseconds: 1_800_000_000_000)

    private static func health(_ change: (inout HubHealth) -> Void) -> HubHealth {
        var health = HubHealth(
            isPrimary: true, version: "16.2", majorVersion: 16,
            standbys: [.init(name: "two", isSynchronous: true, bytesBehind: 0)],
            synchronousStandbyNames: "*", synchronousCommit: "on", off: [],
            hasChecksums: true, isArchiving: true,
            lastArchived: noon, archivingFailed: nil, lastBaseBackup: nil, seesAll: true,
            connections: 11, mostConnections: 100, bytes: 1 << 30, clock: noon,
            clockTook: .milliseconds(1))
        change(&health)
        return health
    }

    private static func hoursAgo(_ hours: Int64) -> Moment {
        Moment(milliseconds: noon.milliseconds - hours * 3_600_000)
    }

    @Test func aHubThatIsWellPasses() {
        let findings = HubFindings(health: Self.health { _ in }, now: Self.noon).all
        #expect(findings.map(\.verdict) == Array(repeating: .pass, count: 8))
    }

    @Test(arguments: [
        ("server", Finding.Verdict.warn, health { $0.majorVersion = 14 }),
        ("durability", .fail, health { $0.off = ["fsync"] }),
        ("durability", .fail, health { $0.synchronousCommit = "off" }),
        ("durability", .warn, health { $0.synchronousCommit = "local" }),
        ("durability", .warn, health { $0.synchronousCommit = "remote_write" }),
        ("checksums", .warn, health { $0.hasChecksums = false }),
        ("standby", .warn, health { $0.standbys[0].bytesBehind = 1 << 30 }),
        ("standby", .warn, health { $0.standbys[0].isSynchronous = nil }),
        ("standby", .fail, health { $0.standbys[0].isSynchronous = false }),
        ("connections", .warn, health { $0.connections = 80 }),
        ("server clock", .warn, health { $0.clock = hoursAgo(1) }),
        ("backup", .fail, health { $0.archivingFailed = hoursAgo(3) }),
        ("backup", .warn, health { $0.isArchiving = false }),
    ])
    func whatIsNotWellIsSaidWithItsCure(
        _ name: String, _ verdict: Finding.Verdict, _ health: HubHealth
    ) {
        for finding in HubFindings(health: health, now: Self.noon).all {
            #expect(finding.verdict == (finding.name == name ? verdict : .pass), "\(finding)")
            #expect((finding.cure != nil) == (finding.name == name), "\(finding)")
        }
    }
}
