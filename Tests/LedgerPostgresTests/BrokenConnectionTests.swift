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

    private let moment = Moment(milliseconds: 1_800_000_000_000)

    private func student(_ code: String) -> NewUser {
        NewUser(code: UserCode(code)!, fullName: "N", role: .student)
    }

    private func add(_ code: String, _ ledger: PostgresLedger) async throws {
        try await ledger.write { ledger in
            _ = try ledger.addUser(student(code), at: moment, by: TestSchool.office)
        }
    }

    private func codes(_ ledger: PostgresLedger) async throws -> [String] {
        try await ledger.read { try $0.users(role: .student, matching: nil) }.map(\.code.text)
    }

    @Test func connectionsThatAreCutAreOpenedAgain() async throws {
        let server = try PostgresServer.shared()
        // Other tests share the server.
        let address = try server.schema() + " application_name=cut"
        let ledger = try open(address)
        let cut = """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = 'cut' AND pid <> pg_backend_pid()
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

    /// A transaction that lost its connection is not gone on with on another.
    @Test func whatABodySwallowsIsNotKeptByHalf() async throws {
        let server = try PostgresServer.shared()
        let proxy = try LossyProxy(to: server.directory.path + "/.s.PGSQL.5432")
        let address = try server.schema()
        let ledger = try open(
            address.replacing("host=\(server.directory.path)", with: "host=\(proxy.folder.path)"))
        try await add("A", ledger)
        let runs = Mutex(0)
        try await ledger.write { ledger in
            _ = try ledger.addUser(student("B"), at: moment, by: TestSchool.office)
            if runs.withLock({
                $0 += 1
                return $0
            }) == 1 {
                proxy.cut()
            }
            do {
                _ = try ledger.users(role: .student, matching: nil)
            } catch {
                // As a verb would that can do without.
            }
            _ = try ledger.addUser(student("C"), at: moment, by: TestSchool.office)
        }
        #expect(runs.withLock { $0 } == 2, "it was really cut, and run again")
        #expect(try await codes(ledger) == ["A", "B", "C"])
        #expect(try ledger.verify().faults == [])
        try ledger.close()
        proxy.end()
    }

    /// After a statement failed the server keeps nothing, and answers COMMIT all the same.
    @Test func whatTheServerHasRolledBackIsNotAnswered() async throws {
        let ledger = try open(try PostgresServer.shared().schema())
        try await add("A", ledger)
        let fault = await #expect(throws: LedgerFault.self) {
            try await ledger.write { ledger in
                do {
                    _ = try ledger.addUser(student("A"), at: moment, by: TestSchool.office)
                } catch {
                    // As a verb would that can do without.
                }
            }
        }
        #expect(fault?.kind == .failed)
        try await add("B", ledger)
        #expect(try await codes(ledger) == ["A", "B"])
        try ledger.close()
    }

    /// Reading waits for a server that comes back as writing does.
    @Test func aReadWaitsForTheServer() async throws {
        let server = try PostgresServer.shared()
        let proxy = try LossyProxy(to: server.directory.path + "/.s.PGSQL.5432")
        let address = try server.schema()
        let ledger = try open(
            address.replacing("host=\(server.directory.path)", with: "host=\(proxy.folder.path)"))
        try await add("A", ledger)
        proxy.takeNobody(true)
        proxy.cut()
        async let read = codes(ledger)
        // Each connection of the ledger has tried more than once.
        while proxy.refused < 12 { await Task.yield() }
        proxy.takeNobody(false)
        #expect(try await read == ["A"])
        try ledger.close()
        proxy.end()
    }

    /// A server that hangs holds the line: whoever waits is told, and the next is answered.
    @Test func aServerThatIsSilentIsLeft() async throws {
        let server = try PostgresServer.shared()
        let proxy = try LossyProxy(to: server.directory.path + "/.s.PGSQL.5432")
        let address = try server.schema().replacing(
            "host=\(server.directory.path)", with: "host=\(proxy.folder.path)")
        let ledger = try PostgresLedger(
            address: address, creating: true, zone: TestSchool.zone, connections: 1,
            patience: .milliseconds(500))
        try await add("A", ledger)
        proxy.keepAnswers(true)
        let read = await #expect(throws: LedgerFault.self) { _ = try await codes(ledger) }
        let written = await #expect(throws: LedgerFault.self) { try await add("B", ledger) }
        #expect(read?.kind == .away && written?.kind == .away)
        #expect(written?.message.contains("does not answer") == true)
        proxy.keepAnswers(false)
        proxy.cut()
        try await add("C", ledger)
        #expect(try await codes(ledger) == ["A", "C"])
        try ledger.close()
        proxy.end()
    }

    @Test(.timeLimit(.minutes(1)))
    func anotherProgramsWritingIsSeen() async throws {
        let address = try PostgresServer.shared().schema()
        let (one, other) = (try open(address), try open(address))
        #expect(try one.version() == 0, "nobody has written yet")
        try await add("A", other)
        // Ends with the time limit where it is never seen.
        while try one.version() == 0 { try await Task.sleep(for: .milliseconds(20)) }
        for ledger in [one, other] { try ledger.close() }
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
