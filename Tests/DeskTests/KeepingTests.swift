import Attendance
import Desk
import LedgerSQL
import TestKit
import Testing

/// Many settlements are kept as they are kept one after another, and whatever is counted of them.
@Suite struct KeepingTests {
    private static let codes = ["2024123456", "2023123456", "0024000006", "202412345X"]

    private func settlement(_ number: AttendanceNumber?, _ remark: String = "") -> Settlement {
        Settlement(
            number: number, checkinTime: nil, method: .manual, remark: remark, row: 3,
            periods: [1, 2].map {
                Settlement.Period(
                    section: $0, number: number, note: remark, checkinTime: nil, method: .manual,
                    row: 3)
            })
    }

    /// Lessons of two courses on one day, most of it twice: some change, some do not, some come.
    private func days(_ school: TestSchool, seed: UInt64) async throws -> [[Settled]] {
        var dice = SeededDice(seed: seed)
        let lessons = [
            try await school.occurrence(), try await school.occurrence("MATH101", section: 3),
            try await school.occurrence("ART1"),
        ]
        var users: [UserID] = []
        for code in Self.codes { users.append(try await school.user(code).id) }
        let numbers: [AttendanceNumber?] = [.present, .late, .absent, nil]
        return (0..<4).map { _ in
            lessons.flatMap { lesson in
                users.filter { _ in Bool.random(using: &dice) }.map { user in
                    Settled(
                        settlement(numbers.randomElement(using: &dice)!), of: user, on: lesson.id)
                }
            }
        }
    }

    /// By what things are called: who has which id is another matter.
    private func kept(_ school: TestSchool) throws -> String {
        try school.query(
            """
            SELECT u.code, r.occurrence_id, r.number, r.periods, r.created_at, r.updated_at
            FROM record r JOIN "user" u ON u.id = r.user_id ORDER BY 1, 2
            """)
            + school.query(
                """
                SELECT u.code, r.occurrence_id, a.action, a.before, a.after FROM audit a
                JOIN record r ON a.object = 'record' AND r.id = a.object_id
                JOIN "user" u ON u.id = r.user_id ORDER BY a.seq
                """)
            + school.query("SELECT * FROM tally WHERE count <> 0 ORDER BY 1, 2, 3, 4")
            + school.query("SELECT * FROM homeroom_tally WHERE count <> 0 ORDER BY 1, 2, 3")
            + school.query("SELECT user_id, date, attended FROM homeroom ORDER BY 1, 2")
    }

    @Test(arguments: [1, 2, 3, 4])
    func manyAreKeptAsOneAfterAnother(_ seed: UInt64) async throws {
        let (one, many) = (try await TestSchool(), try await TestSchool())
        let moment = one.clock.now
        for (place, settled) in try await days(one, seed: seed).enumerated() {
            let at = moment.adding(seconds: Int64(place))
            try await one.ledger.write { ledger in
                for one in settled {
                    _ = try ledger.keep(
                        one.settlement, of: one.place.user, on: one.place.occurrence, at: at,
                        by: TestSchool.office)
                }
            }
        }
        for (place, settled) in try await days(many, seed: seed).enumerated() {
            let at = moment.adding(seconds: Int64(place))
            let records = try await many.ledger.write {
                try $0.keep(settled, at: at, by: TestSchool.office)
            }
            for one in settled {
                let (number, place) = (one.settlement.number, one.place)
                #expect(records[place]?.number == number)
                let found = try await many.ledger.read {
                    try $0.record(of: place.user, on: place.occurrence)
                }
                #expect(records[place] == found)
            }
        }
        let whole = try kept(many)
        #expect(try kept(one) == whole)
        #expect(whole.contains("settle"))
        #expect(try many.ledger.verify().faults == [])
    }

    @Test func whatIsNotThereIsNotKept() async throws {
        let school = try await TestSchool()
        let user = try await school.user("2024123456").id
        await #expect(throws: LedgerFault.self) {
            try await school.ledger.write {
                try $0.keep(
                    [
                        Settled(settlement(.present), of: user, on: OccurrenceID(9_999)),
                        Settled(settlement(.present), of: user, on: OccurrenceID(9_998)),
                    ], at: school.clock.now, by: TestSchool.office)
            }
        }
        #expect(try school.query("SELECT count(*) FROM record") == "0\n")
    }
}
