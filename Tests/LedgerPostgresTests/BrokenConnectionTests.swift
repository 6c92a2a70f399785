import Attendance
import Desk
import Foundation
import Synchronization
import TestKit
import Testing

@testable import LedgerPostgres

/// What callers are told is so, and what they are told twice is once, whatever becomes of the
/// connection meanwhile.
@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"), .serialized)
struct BrokenConnectionTests {
    private func open(_ address: String) throws -> PostgresLedger {
        try PostgresLedger(address: address, creating: true, zone: TestSchool.zone, connections: 2)
    }

    private func add(_ code: String, _ ledger: PostgresLedger) async throws {
        try await ledger.write { ledger in
            _ = try ledger.addUser(
                NewUser(code: UserCode(code)!, fullName: "N", role: .student),
                at: Moment(milliseconds: 1_800_000_000_000), by: TestSchool.office)
        }
    }

    private func codes(_ ledger: PostgresLedger) async throws -> [String] {
        try await ledger.read { try $0.users(role: .student, matching: nil) }.map(\.code.text)
    }

    @Test func connectionsThatAreCutAreOpenedAgain() async throws {
        let server = try PostgresServer.shared()
        let address = try server.schema()
        let ledger = try open(address)
        let cut = """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = 'kiosk' AND pid <> pg_backend_pid()
            """
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask { try await add("C\(number)", ledger) }
                if number % 4 == 0 {
                    let done = try run(
                        PostgresServer.program("psql"),
                        ["-qAtX", "-d", server.address, "-c", cut])
                    #expect(done.status == 0)
                }
            }
            try await group.waitForAll()
        }
        #expect(try await codes(ledger).sorted() == (0..<40).map { "C\($0)" }.sorted())
        #expect(try ledger.verify().faults == [])
        try ledger.close()
    }

    /// The commit held, and nobody was told: it is not done again.
    @Test func aCommitWhoseAnswerIsLostIsNotDoneTwice() async throws {
        let server = try PostgresServer.shared()
        let address = try server.schema()
        let proxy = try LossyProxy(to: server.directory.path + "/.s.PGSQL.5432")
        let ledger = try open(
            address.replacing("host=\(server.directory.path)", with: "host=\(proxy.folder.path)"))
        try await add("A", ledger)
        proxy.loseTheAnswer(to: "COMMIT")
        try await add("B", ledger)
        #expect(proxy.lost == 1, "it was really lost")
        #expect(try await codes(ledger) == ["A", "B"])
        #expect(try ledger.verify().faults == [])
        try ledger.close()
        proxy.end()
    }

    /// It never came, and nobody knew: it is done, once.
    @Test func aCommitThatNeverCameIsMadeAgain() async throws {
        let server = try PostgresServer.shared()
        let address = try server.schema()
        let proxy = try LossyProxy(to: server.directory.path + "/.s.PGSQL.5432")
        let ledger = try open(
            address.replacing("host=\(server.directory.path)", with: "host=\(proxy.folder.path)"))
        try await add("A", ledger)
        proxy.loseTheRequest("COMMIT")
        try await add("B", ledger)
        #expect(proxy.lost == 1, "it was really lost")
        #expect(try await codes(ledger) == ["A", "B"])
        try ledger.close()
        proxy.end()
    }

    @Test func twoProgramsTakeTurnsAndOneChainHoldsBoth() async throws {
        let address = try PostgresServer.shared().schema()
        let ledgers = [try open(address), try open(address)]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                group.addTask { try await add("T\(number)", ledgers[number % 2]) }
            }
            try await group.waitForAll()
        }
        #expect(try await codes(ledgers[0]).count == 60)
        #expect(try ledgers[1].verify().faults == [])
        for ledger in ledgers { try ledger.close() }
    }

    /// Whoever asks is told of it in words, and nothing is kept of what failed.
    @Test func whatTheServerRefusesLeavesNothing() async throws {
        let ledger = try open(try PostgresServer.shared().schema())
        try await add("A", ledger)
        let twice = await #expect(throws: LedgerFault.self) { try await add("A", ledger) }
        #expect(twice?.kind == .failed)
        #expect(try await codes(ledger) == ["A"])
        try ledger.close()
    }
}
