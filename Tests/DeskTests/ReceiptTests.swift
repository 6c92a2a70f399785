import Attendance
import Desk
import Foundation
import LedgerSQLite
import TestKit
import Testing

/// A success has a check code that can be confirmed for as long as the database lives.
@Suite struct ReceiptTests {
    private func confirm(_ code: String, _ ledger: any Ledger) async throws -> [Receipt] {
        try await ledger.read { try $0.receipts(code) }
    }

    @Test func everySuccessHasItsOwnAndARefusalHasNone() async throws {
        let school = try await TestSchool()
        try await school.open()
        let first = try #require(try await school.present("2024123456").receipt)
        let other = try #require(try await school.present("2023123456").receipt)
        let again = try #require(try await school.present("2024123456").receipt)
        #expect(Set([first, other, again]).count == 3)
        #expect([first, other, again].allSatisfy { SessionCode($0) != nil })
        #expect(try await school.present("9999999999").receipt == nil)
        #expect(try await school.present("3456").receipt == nil, "two share it")
    }

    @Test func anAttemptAnsweredAgainShowsTheSame() async throws {
        let school = try await TestSchool()
        try await school.open()
        let attempt = try await school.attempt("2024123456")
        let first = try await school.desk.checkIn(attempt)
        #expect(try await school.desk.checkIn(attempt).receipt == first.receipt)
    }

    @Test func aCorrectionDoesNotTakeItAway() async throws {
        let school = try await TestSchool()
        let session = try await school.open()
        let code = try #require(try await school.present("2024123456").receipt)
        let student = try await school.user("2024123456")
        _ = try await school.desk.act(
            .mark(.init(value: .status(.absent))), on: student.id, in: session.session.id,
            by: TestSchool.office)
        let found = try await confirm(code, school.ledger)
        #expect(found.map(\.student.code.text) == ["2024123456"])
        #expect(found.map(\.then) == [.present])
        #expect(found.map(\.now?.status) == [.absent])
        #expect(found.map(\.moment) == [school.clock.now])
    }

    @Test(.enabled(if: TestSchool.isFile, "a file is copied"))
    func aRestoredDatabaseConfirmsItAndAnotherSchoolDoesNot() async throws {
        let school = try await TestSchool()
        try await school.open()
        let code = try #require(try await school.present("2024123456").receipt)
        let elsewhere = try TemporaryDirectory()
        let copy = elsewhere.path + "/kiosk.sqlite"
        let copied = try school.asking(".backup \(copy)")
        #expect(copied.status == 0)
        let restored = try SQLiteLedger(
            directory: elsewhere.url, creating: false, zone: TestSchool.zone)
        #expect(try await confirm(code, restored).count == 1)
        try restored.close()
        let other = try await TestSchool()
        #expect(try await confirm(code, other.ledger).isEmpty)
    }
}
