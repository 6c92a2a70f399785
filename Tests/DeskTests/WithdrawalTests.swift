import Attendance
import Desk
import LedgerSQLite
import TestKit
import Testing

/// One key takes back what was typed last.
@Suite struct WithdrawalTests {
    private func withdraw(_ school: TestSchool, _ attempts: [Attempt]) async throws -> Bool {
        let door = Attempt.Door(
            device: .own, classroom: try await school.classroom().id)
        return try await withCheckedThrowingContinuation { continuation in
            school.desk.withdraw(
                latest: attempts.reversed().map(\.id), at: school.clock.now, door: door
            ) { continuation.resume(with: $0) }
        }
    }

    private func present(_ school: TestSchool, _ line: String) async throws -> Attempt {
        let attempt = try await school.attempt(line)
        _ = try await school.desk.checkIn(attempt)
        return attempt
    }

    @Test func whatWasTypedLastIsAsIfItHadNotBeen() async throws {
        let school = try await TestSchool()
        let session = try await school.open()
        let card = try await present(school, "2024123456")
        let typed = try await present(school, "0006")
        school.clock.advance(seconds: 3)
        let later = try await present(school, "2023123456")
        #expect(try await school.row("0024000006", of: session).record?.status == .present)
        #expect(try await withdraw(school, [card, typed, later]))
        #expect(try await school.row("0024000006", of: session).record?.status == nil)
        #expect(try await school.row("2024123456", of: session).record?.status == .present)
        #expect(try await school.row("2023123456", of: session).record?.status == .present)
        #expect(try await !withdraw(school, [card, typed, later]), "once is enough")
    }

    @Test func aScanHasNoSuchKey() async throws {
        let school = try await TestSchool()
        let session = try await school.open()
        let card = try await present(school, "2024123456")
        #expect(try await !withdraw(school, [card]))
        #expect(try await school.row("2024123456", of: session).record?.status == .present)
    }

    @Test(arguments: [(10, true), (11, false)])
    func itGoesForTenSeconds(_ seconds: Int64, _ isTakenBack: Bool) async throws {
        let school = try await TestSchool()
        try await school.open()
        let typed = try await present(school, "0006")
        school.clock.advance(seconds: seconds)
        #expect(try await withdraw(school, [typed]) == isTakenBack)
    }

    @Test func aTypedRepetitionOfAScanIsNoneToTakeBack() async throws {
        let school = try await TestSchool()
        let session = try await school.open()
        let card = try await present(school, "0024000006")
        let typed = try await present(school, "0006")
        #expect(try await !withdraw(school, [card, typed]))
        #expect(try await school.row("0024000006", of: session).record?.status == .present)
    }

    @Test func whoTookItBackMayTypeAgain() async throws {
        let school = try await TestSchool()
        let session = try await school.open()
        let typed = try await present(school, "0006")
        #expect(try await withdraw(school, [typed]))
        school.clock.advance(seconds: 5)
        _ = try await present(school, "0006")
        let row = try await school.row("0024000006", of: session)
        #expect(row.record?.status == .present)
        #expect(row.record?.checkinTime == school.clock.now)
    }
}
