import Desk
import Foundation
import TestKit
import Testing

@testable import LedgerSQLite

/// What was answered and is gone when the database is opened again.
@Suite struct WitnessTests {
    /// A school's files as they stand while it is in use: what a death leaves.
    func left(by school: TestSchool) throws -> TemporaryDirectory {
        let copy = try TemporaryDirectory()
        for name in ["kiosk.sqlite", "kiosk.sqlite-wal", "audit.head"] {
            try FileManager.default.copyItem(
                atPath: school.directory.path + "/" + name, toPath: copy.path + "/" + name)
        }
        return copy
    }

    func open(_ directory: TemporaryDirectory) throws -> SQLiteLedger {
        try SQLiteLedger(directory: directory.url, creating: false, zone: TestSchool.zone)
    }

    func school() async throws -> TestSchool {
        let school = try await TestSchool()
        try await school.open()
        for code in ["2024123456", "2023123456", "0024000006"] { try await school.present(code) }
        return school
    }

    @Test func whatADeathLeavesLacksNothing() async throws {
        let left = try left(by: try await school())
        let ledger = try open(left)
        #expect(ledger.lost() == nil)
        #expect(try ledger.verify().faults == [])
    }

    static let spoilt: [@Sendable (inout Data) -> Void] = [
        { $0.removeLast(1) }, { $0.removeLast($0.count / 2) }, { $0.removeAll() },
        { $0[8] ^= 1 }, { $0[$0.count - 2_000] ^= 1 },
        { $0.replaceSubrange(4_096..<8_192, with: Data(count: 4_096)) },
    ]

    @Test(arguments: spoilt.indices)
    func aSpoiltLogIsToldUntilSomebodyHasSeenToIt(_ way: Int) async throws {
        let school = try await school()
        let rows = try school.ledger.verify().auditRows
        let left = try left(by: school)
        let wal = left.url.appendingPathComponent("kiosk.sqlite-wal")
        var bytes = try Data(contentsOf: wal)
        Self.spoilt[way](&bytes)
        try bytes.write(to: wal)
        let ledger = try open(left)
        let found = try #require(ledger.lost())
        #expect(found.contains("up to row \(rows),") && found.contains("audit.lost"))
        // The database goes on, and the loss stays known.
        let desk = Desk(
            ledger: ledger, zone: TestSchool.zone, graceMinutes: 10,
            now: { TestSchool.time("09:00") })
        _ = try await desk.apply(TestSchool.roster, source: "test").get()
        try ledger.close()
        let again = try open(left)
        #expect(again.lost() == found)
        #expect(try again.verify().faults == [found])
        try FileManager.default.removeItem(atPath: left.path + "/audit.lost")
        #expect(again.lost() == nil)
        #expect(try again.verify().faults == [])
    }

    @Test func anOlderNoteAndNoneHoldToo() async throws {
        let school = try await school()
        let older = try Data(contentsOf: school.directory.url.appendingPathComponent("audit.head"))
        try await school.present("202412345X")
        for note in [older, Data(), Data("no note".utf8)] {
            let left = try left(by: school)
            try note.write(to: left.url.appendingPathComponent("audit.head"))
            #expect(try open(left).lost() == nil)
        }
    }

    @Test func whatRetentionRemovedIsNotLost() async throws {
        let school = try await school()
        let older = try Data(contentsOf: school.directory.url.appendingPathComponent("audit.head"))
        let rows = try school.ledger.verify().auditRows
        try await school.present("202412345X")
        let left = try left(by: school)
        _ = try run(
            "sqlite3",
            [
                left.path + "/kiosk.sqlite",
                """
                INSERT INTO audit_anchor SELECT seq, digest FROM audit WHERE seq = \(rows + 1);
                DELETE FROM audit WHERE seq <= \(rows + 1);
                """,
            ])
        try older.write(to: left.url.appendingPathComponent("audit.head"))
        #expect(try open(left).lost() == nil)
    }
}
