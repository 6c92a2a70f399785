import Attendance
import Desk
import Dispatch
import Synchronization
import TestKit
import Testing

@Suite struct GroupCommitTests {
    struct Refused: Error {}
    private typealias Signal = DispatchSemaphore

    @Test func answersComeInTheOrderOfTheCallsAndOneFailureLeavesTheOthers() async throws {
        let school = try await TestSchool()
        let order = Mutex<[Int]>([])
        let failed = Mutex<[Int]>([])
        await withTaskGroup(of: Void.self) { group in
            let (done, end) = AsyncStream<Void>.makeStream()
            for number in 0..<1_000 {
                let code = UserCode("N\(number)")!
                school.ledger.write(
                    .inOrder,
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

    /// What was run and what was answered, in the order it was.
    private final class Log: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    @Test func whoeverComesToTheDoorEndsTheBatchAndIsAnsweredBeforeTheRest() async throws {
        let school = try await TestSchool()
        let log = Log()
        let (done, end) = AsyncStream<Void>.makeStream()
        let (begun, second) = (Signal(value: 0), Signal(value: 0))
        func write(_ name: String, _ turn: WriteTurn, body: @escaping @Sendable () -> Void = {}) {
            school.ledger.write(
                turn,
                { _ in
                    log.add(name)
                    body()
                },
                then: { (result: Result<Void, any Error>) in
                    if case .success = result { log.add("\(name) answered") }
                    if name == "C" { end.finish() }
                })
        }
        let first = hold(school.ledger)
        write("A", .inOrder) {
            begun.signal()
            second.wait()
        }
        write("B", .inOrder)
        write("C", .inOrder)
        first.signal()
        begun.wait()
        write("door", .atDoor)
        second.signal()
        for await _ in done {}
        #expect(
            log.all == [
                "A", "door", "A answered", "door answered", "B", "C", "B answered", "C answered",
            ])
    }

    /// Holds the writer in a body of its own until the signal is given.
    private func hold(_ ledger: any Ledger) -> Signal {
        let (begun, held) = (Signal(value: 0), Signal(value: 0))
        ledger.write(
            .inOrder,
            { _ in
                begun.signal()
                held.wait()
            }, then: { (_: Result<Void, any Error>) in })
        begun.wait()
        return held
    }

    @Test func whoeverWaitsAtTheDoorComesBeforeWhoWaitedLonger() async throws {
        let school = try await TestSchool()
        let log = Log()
        let (done, end) = AsyncStream<Void>.makeStream()
        let held = hold(school.ledger)
        for (name, turn) in [("A", WriteTurn.inOrder), ("door", .atDoor), ("last", .atDoor)] {
            school.ledger.write(
                turn, { _ in log.add(name) },
                then: { (_: Result<Void, any Error>) in if name == "A" { end.finish() } })
        }
        held.signal()
        for await _ in done {}
        #expect(log.all == ["door", "last", "A"])
    }

    @Test func aDoorThatNeverRestsKeepsNobodyWaiting() async throws {
        let school = try await TestSchool()
        let log = Log()
        let (done, end) = AsyncStream<Void>.makeStream()
        let held = hold(school.ledger)
        @Sendable func scan() {
            school.ledger.write(
                .atDoor, { _ in log.add("door") },
                then: { (_: Result<Void, any Error>) in
                    if !log.all.contains("A"), log.all.count < 1_000 { scan() }
                })
        }
        scan()
        school.ledger.write(
            .inOrder, { _ in log.add("A") },
            then: { (_: Result<Void, any Error>) in end.finish() })
        held.signal()
        for await _ in done {}
        #expect(log.all.prefix(2) == ["door", "A"])
    }

    @Test func moreThanMayWaitAreToldSo() async throws {
        let school = try await TestSchool()
        let outcomes = Mutex<[LedgerFault.Kind?]>([])
        let asked = 20_000
        let (done, end) = AsyncStream<Void>.makeStream()
        for _ in 0..<asked {
            school.ledger.write(
                .inOrder,
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
