import Attendance
import Desk
import TestKit
import Testing

@testable import LedgerSQL
@testable import LedgerSQLite

/// Counts that are kept are those that counting again would give, whatever was done.
@Suite struct TallyTests {
    private func counts(_ school: TestSchool) throws -> String {
        try run(
            "sqlite3",
            [
                school.directory.path + "/kiosk.sqlite",
                "SELECT 'class', * FROM tally WHERE count <> 0 UNION ALL "
                    + "SELECT 'homeroom', '', * FROM homeroom_tally WHERE count <> 0 "
                    + "UNION ALL SELECT 'attended', '', user_id, date, attended, '' FROM homeroom "
                    + "WHERE attended <> 0 ORDER BY 1, 2, 3, 4, 5",
            ]
        ).text
    }

    private func countAgain(_ school: TestSchool) async throws {
        try await school.ledger.write { ledger in
            guard let transaction = ledger as? SQLTransaction else { return }
            try transaction.tallyAgain(1)
            try transaction.tallyAgain(2)
            try transaction.run("UPDATE homeroom SET attended = 0", [])
            try transaction.run(
                """
                INSERT INTO homeroom (user_id, date, attended)
                SELECT k.user_id, o.date, count(*) FROM record k
                JOIN occurrence o ON o.id = k.occurrence_id
                WHERE k.number IN (1, 2, 3, 4) GROUP BY 1, 2
                ON CONFLICT (user_id, date) DO UPDATE SET attended = excluded.attended
                """, [])
            try transaction.tallyHomeroomAgain()
        }
    }

    @Test(arguments: [3, 14, 159])
    func areWhatCountingAgainGives(_ seed: UInt64) async throws {
        let school = try await TestSchool()
        var dice = SeededDice(seed: seed)
        let sessions = [
            try await school.open(), try await school.open("MATH101", section: 3),
            try await school.open("ART1"),
        ]
        let course = sessions[0].occurrence.course.id
        let codes = ["2024123456", "2023123456", "0024000006", "202412345X"]
        var users: [UserID] = []
        for code in codes { users.append(try await school.user(code).id) }
        var taken = 0
        for step in 0..<120 {
            school.clock.advance(seconds: 30)
            let user = users[Int.random(in: 0..<4, using: &dice)]
            let session = sessions[Int.random(in: 0..<2, using: &dice)]
            switch Int.random(in: 0..<8, using: &dice) {
            case 0: try await school.present(codes[Int.random(in: 0..<4, using: &dice)])
            case 1, 2:
                let status = CheckinStatus.allCases.randomElement(using: &dice)!
                _ = try await school.desk.act(
                    .mark(.init(value: .status(status))), on: user, in: session.session.id,
                    by: TestSchool.office)
            case 3:
                _ = try await school.desk.act(
                    .void, on: user, in: session.session.id, by: TestSchool.office)
            case 4:
                _ = try await school.desk.close(session.session.id, by: TestSchool.office)
            case 5:
                _ = try await school.desk.open(
                    session.session.id, reopening: true, by: TestSchool.office)
            case 6:
                let number = AttendanceNumber.allCases.filter { $0 != .inferred }
                    .randomElement(using: &dice)!
                let row = AttendanceRow(
                    student: user, date: TestSchool.day,
                    period: Int.random(in: 1...4, using: &dice), number: number, note: "\(step)")
                let verdicts = try await school.ledger.write { ledger in
                    try school.desk.put([row], in: course, by: TestSchool.office, in: ledger)
                }
                // Where the lesson was moved there is no such period that day.
                if verdicts == [.ok] { taken += 1 }
            default:
                var change = OccurrenceChange()
                change.date = TestSchool.day.adding(days: Int.random(in: 0...1, using: &dice))
                _ = try await school.desk.change(
                    session.occurrence.id, to: change, by: TestSchool.office)
                try await school.ledger.write { ledger in
                    try school.desk.setHomeroom(
                        .sports, note: nil, of: user, on: TestSchool.day, by: TestSchool.office,
                        in: ledger)
                }
            }
        }
        #expect(taken > 3)
        let kept = try counts(school)
        #expect(kept.contains("class") && kept.contains("homeroom") && kept.contains("attended"))
        try await countAgain(school)
        #expect(try counts(school) == kept)
    }

    @Test func aTermThatIsMovedIsCountedAgain() async throws {
        let school = try await TestSchool()
        try await school.open()
        try await school.present("2024123456")
        #expect(try counts(school).contains("class|1|1|1|1|2\n"))
        var roster = TestSchool.roster
        roster.terms[0].start = TestSchool.day.adding(days: 1)
        _ = try await school.desk.apply(roster, source: "test", allowMassRemoval: true).get()
        #expect(!(try counts(school).contains("class")))
        #expect(!(try counts(school).contains("homeroom")))
        _ = try await school.desk.apply(
            TestSchool.roster, source: "test", allowMassRemoval: true
        ).get()
        #expect(try counts(school).contains("class|1|1|1|1|2\n"))
        #expect(try counts(school).contains("homeroom||1|1|-1|1\n"))
    }

    @Test func aClassThatTheFilesNoLongerHaveIsCountedWithTheTermThatMoved() async throws {
        let school = try await TestSchool()
        try await school.open()
        try await school.present("2024123456")
        var roster = TestSchool.roster
        roster.courses.removeFirst()
        roster.enrolments.removeAll { $0.course == "c1" }
        roster.meetings.removeAll { $0.course == "c1" }
        roster.terms[0].start = TestSchool.day.adding(days: 1)
        _ = try await school.desk.apply(roster, source: "test", allowMassRemoval: true).get()
        #expect(!(try counts(school).contains("class")))
    }

    @Test func strangersInABulkWriteCostNoLookUpEach() async throws {
        let school = try await TestSchool()
        let course = try await school.occurrence().course.id
        func statements(_ strangers: ClosedRange<Int64>) async throws -> Int {
            let rows = strangers.map { number in
                AttendanceRow(
                    student: UserID(number), date: TestSchool.day, period: 1, number: .present,
                    note: nil)
            }
            return try await school.file.statementCount {
                let verdicts = try await school.ledger.write { ledger in
                    try school.desk.put(rows, in: course, by: TestSchool.office, in: ledger)
                }
                #expect(verdicts.allSatisfy { $0 == .notFound })
            }
        }
        #expect(try await statements(5...6) == (try await statements(100...400)))
    }

    @Test func aChangeOfAPeriodIsInTheAudit() async throws {
        let school = try await TestSchool()
        try await school.open()
        try await school.present("2024123456")
        let course = try await school.occurrence().course.id
        let student = try await school.user("2024123456").id
        for number in [AttendanceNumber.dressCode, .lateAndDressCode] {
            let row = AttendanceRow(
                student: student, date: TestSchool.day, period: 2, number: number, note: nil)
            _ = try await school.ledger.write { ledger in
                try school.desk.put([row], in: course, by: TestSchool.office, in: ledger)
            }
        }
        let last = try run(
            "sqlite3",
            [
                school.directory.path + "/kiosk.sqlite",
                "SELECT before, after FROM audit WHERE action = 'settle' ORDER BY seq DESC LIMIT 1",
            ])
        #expect(last.text.contains("periods=1:1,2:3"))
        #expect(last.text.contains("periods=1:1,2:4"))
    }

    @Test func aSlotThatIsDisabledIsNoLongerCountedAndWhatItHadIsKept() async throws {
        let school = try await TestSchool()
        try await school.open()
        try await school.present("2024123456")
        var roster = TestSchool.roster
        roster.meetings[0].enabled = false
        _ = try await school.desk.apply(roster, source: "test", allowMassRemoval: true).get()
        #expect(!(try counts(school).contains("class")))
        let course = try await school.occurrence().course.id
        let lessons = try await school.ledger.read {
            try $0.lessons(of: course, from: TestSchool.day, to: TestSchool.day)
        }
        #expect(lessons.map(\.sections) == [[3, 4]])
        _ = try await school.desk.apply(
            TestSchool.roster, source: "test", allowMassRemoval: true
        ).get()
        #expect(try counts(school).contains("class|1|1|1|1|2\n"))
    }
}
