import Attendance
import Desk
import TestKit
import Testing

@Suite struct ClockworkTests {
    let rule = ClockRule(opens: 10, closes: 5)

    @Test func theClockOpensAndClosesWhatIsDue() async throws {
        let school = try await TestSchool()
        school.clock.set("07:49")
        #expect(try await school.desk.followClock(rule).isEmpty)
        school.clock.set("07:50")
        let opened = try await school.desk.followClock(rule)
        #expect(opened.map(\.occurrence.course.code) == ["MATH101", "ART1"])
        #expect(opened.allSatisfy { $0.deed == .open })
        #expect(try await school.desk.followClock(rule).isEmpty, "once")
        school.clock.set("08:05")
        let answer = try await school.present("2024123456")
        #expect(answer.decision.accepted?.status == .present)
        // Calculus is taken; nobody came to Drawing.
        school.clock.set("09:45")
        let closed = try await school.desk.followClock(rule)
        #expect(closed.map(\.occurrence.course.code) == ["MATH101"])
        #expect(closed.map(\.deed) == [.close])
        let sessions = try await school.ledger.read {
            try $0.daily(OccurrenceFilter(from: TestSchool.day, to: TestSchool.day))
        }.map { "\($0.occurrence.course.code) \($0.session?.session.status.rawValue ?? "-")" }
        #expect(sessions.sorted() == ["ART1 open", "MATH101 -", "MATH101 closed"])
    }

    @Test func itIsOnRecordThatTheClockDidIt() async throws {
        let school = try await TestSchool()
        school.clock.set("07:55")
        _ = try await school.desk.followClock(rule)
        #expect(
            try school.asking("SELECT DISTINCT origin FROM audit WHERE object = 'session'").text
                == "clock\n")
    }
}
