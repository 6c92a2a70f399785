import Attendance
import Desk
import Foundation
import Synchronization
import TestKit
import Testing

@testable import LedgerPostgres

/// Nothing is answered that the synchronous standby must have and has not, whoever tells the server
/// to wait for it no longer. The standby that is named here does not come until it is let off.
@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"), .serialized)
struct SynchronousStandbyTests {
    private let server: PostgresServer
    private let proxy: LossyProxy
    private let ledger: PostgresLedger

    init() throws {
        server = try PostgresServer()
        proxy = try LossyProxy(to: server.directory.path + "/.s.PGSQL.5432")
        ledger = try PostgresLedger(
            address: "host=\(proxy.folder.path) user=kiosk dbname=postgres", creating: true,
            zone: TestSchool.zone, connections: 1)
    }

    @discardableResult
    private func ask(_ sql: String...) throws -> String {
        let asked = try run(
            PostgresServer.program("psql"),
            ["-qAtX", "-d", server.address] + sql.flatMap { ["-c", $0] })
        try #require(asked.status == 0, "\(asked.errorText)")
        return asked.text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func require(standby: String) throws {
        try ask(
            "ALTER SYSTEM SET synchronous_standby_names = '\(standby)'",
            "SELECT pg_reload_conf()")
    }

    /// What is answered to a student's being added, once it is.
    private func add(_ code: String) -> Mutexed<Result<Void, any Error>?> {
        let answer = Mutexed<Result<Void, any Error>?>(nil)
        ledger.write(
            .inOrder,
            { ledger in
                _ = try ledger.addUser(
                    NewUser(code: UserCode(code)!, fullName: "N", role: .student),
                    at: Moment(milliseconds: 1_800_000_000_000), by: TestSchool.office)
            }, then: { result in answer.set(result) })
        return answer
    }

    /// How many wait as said, of which some began after an instant of the server's.
    private func waiting(_ event: String, since start: String = "-infinity") throws -> Int {
        let count = try ask(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE \(event) AND xact_start > '\(start)' AND application_name = 'kiosk'
            """)
        return Int(count) ?? 0
    }

    private static let forStandby = "wait_event = 'SyncRep'"
    private static let forTurn = "wait_event_type = 'Lock'"

    private func ends(_ answer: Mutexed<Result<Void, any Error>?>) async throws {
        while answer.get() == nil { await Task.yield() }
        try answer.get()?.get()
        #expect(
            try await ledger.read { try $0.users(role: .student, matching: nil) }.map(\.code.text)
                == ["A"])
        #expect(try ledger.verify().faults == [])
        try ledger.close()
        proxy.end()
    }

    @Test func aWaitThatIsCancelledIsNoAnswer() async throws {
        try require(standby: "nobody")
        let answer = add("A")
        while try waiting(Self.forStandby) == 0 {}
        let cancelled = try ask(
            """
            SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'
            """, "SELECT clock_timestamp()")
        let start = cancelled.split(separator: "\n").last.map(String.init) ?? ""
        while try waiting(Self.forStandby, since: start) == 0, answer.get() == nil {}
        #expect(answer.get() == nil, "it waits again")
        try require(standby: "")
        try await ends(answer)
    }

    /// The server is still at it while the connection is gone: the next turn comes after it.
    @Test func aCommitThatIsUnderWayIsWaitedFor() async throws {
        try require(standby: "nobody")
        let answer = add("A")
        while try waiting(Self.forStandby) == 0 {}
        proxy.cut()
        while try waiting(Self.forTurn) == 0, answer.get() == nil {}
        #expect(answer.get() == nil, "it is not known yet")
        try require(standby: "")
        try await ends(answer)
    }
}

/// A value that threads share.
private final class Mutexed<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    init(_ value: Value) { self.value = Mutex(value) }

    func get() -> Value { value.withLock { $0 } }
    func set(_ new: Value) { value.withLock { $0 = new } }
}
