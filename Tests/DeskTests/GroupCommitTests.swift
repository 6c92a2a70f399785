import Attendance
import Desk
import Synchronization
import TestKit
import Testing

@Suite struct GroupCommitTests {
    struct Refused: Error {}

    @Test func answersComeInTheOrderOfTheCallsAndOneFailureLeavesTheOthers() async throws {
        let school = try await TestSchool()
        let order = Mutex<[Int]>([])
        let failed = Mutex<[Int]>([])
        await withTaskGroup(of: Void.self) { group in
            let (done, end) = AsyncStream<Void>.makeStream()
            for number in 0..<1_000 {
                let code = UserCode("N\(number)")!
                school.ledger.write(
                    { ledger in
                        _ = try ledger.addUser(
                            NewUser(code: code, fullName: "N", role: .student),
                            at: school.clock.now,
                            by: TestSchool.office)
                        if number % 10 == 7 { throw Refused() }
                    },
                    then: { (result: Result<Void, any Error>) in
                        order.withLock { $0.append(number) }
                        if case .failure = result { failed.withLock { $0.append(number) } }
                        if number == 999 { end.finish() }
                    })
            }
            group.addTask { for await _ in done {} }
        }
        #expect(order.withLock { $0 } == Array(0..<1_000))
        #expect(failed.withLock { $0 } == Array(stride(from: 7, to: 1_000, by: 10)))
        let search = NameSearch("N")
        let kept = try await school.ledger.read { try $0.users(role: .student, matching: search) }
        #expect(kept.filter { $0.code.text.hasPrefix("N") }.count == 900)
    }

    @Test func moreThanMayWaitAreToldSo() async throws {
        let school = try await TestSchool()
        let outcomes = Mutex<[LedgerFault.Kind?]>([])
        let asked = 20_000
        let (done, end) = AsyncStream<Void>.makeStream()
        for _ in 0..<asked {
            school.ledger.write(
                { _ in },
                then: { (result: Result<Void, any Error>) in
                    var kind: LedgerFault.Kind?
                    if case .failure(let error) = result { kind = (error as? LedgerFault)?.kind }
                    let count = outcomes.withLock {
                        $0.append(kind)
                        return $0.count
                    }
                    if count == asked { end.finish() }
                })
        }
        for await _ in done {}
        #expect(outcomes.withLock { $0.allSatisfy { $0 == nil || $0 == .tooMany } })
    }

    @Test(.enabled(if: TestSchool.isFile, "a server's last turn is looked at once a second"))
    func anotherProcessWaitsForTheLockAndIsSeen() async throws {
        let school = try await TestSchool()
        let before = try school.ledger.version()
        _ = try school.asking("UPDATE course SET name = 'X'")
        #expect(try school.ledger.version() != before)
    }
}
