import Attendance
import Desk
import Foundation
import LedgerSQL
import LedgerSQLite
import Synchronization

@testable import LedgerPostgres

/// Where a test's school is kept: a file of its own, or a schema of its own on a server that all
/// tests of a process share, where `KIOSK_TEST_ENGINE` is `postgres`.
struct TestDatabase {
    static let isFile =
        ProcessInfo.processInfo.environment["KIOSK_TEST_ENGINE"] != "postgres"

    private let directory: TemporaryDirectory
    private let address: String?

    init(_ directory: TemporaryDirectory) throws {
        self.directory = directory
        if Self.isFile {
            address = nil
        } else {
            address = try PostgresServer.shared().schema()
        }
    }

    func open(zone: SchoolZone) throws -> any OpenedLedger {
        if let address {
            return try PostgresLedger(
                address: address, creating: true, zone: zone, connections: 1)
        }
        return try SQLiteLedger(directory: directory.url, creating: true, zone: zone)
    }

    func query(_ sql: String) throws -> Finished {
        guard let address else {
            let file = directory.path + "/kiosk.sqlite"
            return try run("sqlite3", ["-cmd", ".timeout 60000", file, sql])
        }
        return try run(
            PostgresServer.program("psql"),
            ["-qAtX", "-d", address, "-c", PortableSQL.translate(sql)])
    }
}
