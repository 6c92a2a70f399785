import Foundation
import TestKit
import Testing

/// Rates by course, week and student out of the real program.
@Suite struct ReportTests {
    /// Three students: one there, one on leave, one absent, of a closed session.
    func school() async throws -> DoorSchool {
        let school = try await DoorSchool(codes: ["2024123456", "2023123456", "0024000006"])
        let session = "\(school.session.session.id.number)"
        _ = try KioskProgram.run(school.door(screen: "plain"), stdin: "2024123456\n")
        let data = ["--data", school.path]
        let marked = try KioskProgram.run(
            ["mark", "0024000006", "leave", "--session", session] + data)
        try #require(marked.status == 0, "\(marked.errorText)")
        let closed = try KioskProgram.run(["session", "close", session] + data)
        try #require(closed.status == 0, "\(closed.errorText)")
        return school
    }

    func report(_ school: DoorSchool, _ arguments: String...) throws -> [String] {
        let day = "\(school.session.occurrence.date)"
        let done = try KioskProgram.run(
            ["report", "--from", day, "--to", day, "--data", school.path] + arguments)
        #expect(done.status == 0, "\(done.errorText)")
        return done.text.split(separator: "\n").map(String.init)
    }

    @Test func whoIsExcusedCountsInNoRate() async throws {
        let school = try await school()
        let courses = try report(school, "--csv")
        #expect(
            courses == [
                "course,name,class,present,late,absent,leave,rate",
                "MATH101,Calculus,CS 2024,1,0,1,1,50.0",
            ])
        let table = try report(school)
        #expect(table[1].hasSuffix("50.0  ##########"))
        let week = try report(school, "--by", "week", "--csv")
        #expect(week.count == 2 && week[1].hasSuffix(",,,1,0,1,1,50.0"))
    }

    @Test func studentsComeByMostAbsences() async throws {
        let school = try await school()
        let students = try report(school, "--by", "student", "--csv")
        #expect(students.count == 4)
        #expect(students[1] == "2023123456,Ann Lee,,0,0,1,0,0.0")
        #expect(students.contains("0024000006,Ann Lee,,0,0,0,1,"), "on leave, and of no rate")
        #expect(try report(school, "--by", "student", "--csv", "--top", "1").count == 2)
    }

    @Test func whatWasNeverTakenIsListedAndInNoRate() async throws {
        let school = try await school()
        let yesterday = "\(school.session.occurrence.date.adding(days: -1))"
        let made = try KioskProgram.run(
            [
                "occurrence", "create", "--course", "MATH101", "--date", yesterday, "--start",
                "08:00", "--end", "08:45", "--data", school.path,
            ])
        try #require(made.status == 0, "\(made.errorText)")
        let found = try KioskProgram.run(
            ["report", "--untaken", "--from", yesterday, "--csv", "--data", school.path])
        let lines = found.text.split(separator: "\n")
        #expect(lines.count == 2 && lines[1].hasPrefix("\(yesterday),08:00,Calculus,"))
        let rates = try KioskProgram.run(
            ["report", "--from", yesterday, "--to", yesterday, "--data", school.path])
        #expect(rates.status == 0 && rates.text.isEmpty)
        #expect(rates.errorText.contains("Nothing was taken"))
    }
}
