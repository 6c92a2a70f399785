import Foundation
import LedgerSQL
import TestKit
import Testing

@testable import LedgerPostgres

@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
struct AttemptMonthsTests {
    private func ask(_ address: String, _ sql: String) throws -> String {
        let asked = try run(PostgresServer.program("psql"), ["-qAtX", "-d", address, "-c", sql])
        try #require(asked.status == 0, "\(asked.errorText)")
        return asked.text
    }

    private static let parts = """
        SELECT tableoid::regclass || ' ' || count(*) FROM attempt GROUP BY tableoid ORDER BY 1
        """

    private func keep(_ address: String, id: String) throws {
        _ = try ask(
            address,
            """
            INSERT INTO attempt (id, device_id, moment, kind, byte_count, from_reader, outcome)
            VALUES ('\\x\(id)', 1, 0, 'token', 4, 0, 'staff')
            """)
    }

    @Test func anAttemptLiesInTheMonthThatItsIDBeginsWith() throws {
        let address = try PostgresServer.shared().schema()
        let march = ISO8601DateFormatter().date(from: "2025-03-09T08:00:00Z")!
        try PostgresLedger(address: address, creating: true, zone: TestSchool.zone).close()
        for (days, count) in [(0.0, 1), (31, 2), (-20, 1), (4_000, 1)] {
            for number in 0..<count {
                let milliseconds = UInt64((march.timeIntervalSince1970 + days * 86_400) * 1_000)
                let time = String(milliseconds, radix: 16)
                try keep(
                    address,
                    id: String(repeating: "0", count: 12 - time.count) + time
                        + "7000800000000000000\(number)")
            }
        }
        #expect(try ask(address, Self.parts) == "attempt_other 5\n")

        let connection = PostgresConnection(address)
        try AttemptMonths.make(from: march, connection, SQLTransaction(connection))
        #expect(
            try ask(address, Self.parts)
                == "attempt_2025_02 1\nattempt_2025_03 1\nattempt_2025_04 2\nattempt_other 1\n")
        // A second time there is nothing to do.
        try AttemptMonths.make(from: march, connection, SQLTransaction(connection))
        connection.close()
    }
}
