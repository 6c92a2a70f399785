import Foundation
import TestKit
import Testing

/// Attendance out of the real program.
@Suite struct ExportTests {
    /// Three students of whom one is there, one late by a mark with a remark, and one untaken.
    func school() async throws -> DoorSchool {
        let school = try await DoorSchool(codes: ["2024123456", "2023123456", "0024000006"])
        let door = try KioskProgram.run(school.door(screen: "plain"), stdin: "2024123456\n")
        try #require(door.text.hasPrefix("CHECKED IN"))
        let marked = try kiosk(
            school, "mark", "0024000006", "late", "--session",
            "\(school.session.session.id.number)", "--remark", "=1+1, \"bus\"")
        try #require(marked.status == 0, "\(marked.errorText)")
        return school
    }

    func kiosk(_ school: DoorSchool, _ arguments: String...) throws -> Finished {
        try KioskProgram.run(arguments + ["--data", school.path])
    }

    /// The lines of a day's export, without the header.
    func rows(_ school: DoorSchool, _ arguments: String...) throws -> [String] {
        let day = "\(school.session.occurrence.date)"
        let done = try KioskProgram.run(
            ["export", "--from", day, "--to", day, "--data", school.path] + arguments)
        #expect(done.status == 0, "\(done.errorText)")
        return done.text.split(separator: "\n").map(String.init)
    }

    @Test func everyRecordIsARowAndAFormulaIsText() async throws {
        let school = try await school()
        let lines = try rows(school)
        #expect(lines.count == 3 && lines[0].hasPrefix("date,start,end,sections,course_code,"))
        let card = try #require(lines.first { $0.contains(",2024123456,") })
        #expect(card.contains(",Ann Lee,,present,Present,") && card.hasSuffix(",card,"))
        let late = try #require(lines.first { $0.contains(",0024000006,") })
        #expect(late.contains(",late,Late,"))
        #expect(late.hasSuffix(",manual,\"'=1+1, \"\"bus\"\"\""))
        let exceptions = try rows(school, "--exceptions")
        #expect(exceptions.count == 2 && exceptions[1] == late)
    }

    @Test func whatWasNotTakenIsNotAbsent() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let day = "\(school.session.occurrence.date)"
        let extra = try kiosk(
            school, "occurrence", "create", "--course", "MATH101", "--date", day, "--sections", "7",
            "--start", "23:00", "--end", "23:45")
        try #require(extra.status == 0, "\(extra.errorText)")
        let lines = try rows(school)
        #expect(lines.count == 2)
        #expect(lines[1].contains(",not_taken,,,,,,,,") && !lines[1].contains("absent"))
    }

    @Test func jsonIsAnObjectALineAndMoodleHasItsLetters() async throws {
        let school = try await school()
        let objects = try rows(school, "--format", "json").map { line in
            try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(objects.count == 2 && objects.allSatisfy { $0.count == 18 })
        #expect(objects.contains { $0["remark"] as? String == "=1+1, \"bus\"" })
        let moodle = try rows(school, "--format", "moodle", "--course", "MATH101")
        #expect(moodle[0] == "user,scantime,status")
        #expect(moodle.contains { $0.hasPrefix("2024123456,") && $0.hasSuffix(",P") })
        #expect(moodle.contains { $0.hasPrefix("0024000006,") && $0.hasSuffix(",L") })
        #expect(try kiosk(school, "export", "--format", "moodle").status == 64)
    }

    @Test func aFileIsThereWholeOrNotAtAll() async throws {
        let school = try await school()
        let file = school.path + "/out.csv"
        let day = "\(school.session.occurrence.date)"
        #expect(try kiosk(school, "export", "--from", day, "-o", file).status == 0)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.split(separator: "\n").map(String.init) == (try rows(school)))
        let refused = try kiosk(school, "export", "-o", school.path + "/no/where.csv")
        #expect(refused.status == 77 && refused.errorText.contains("Cannot write"))
        let backwards = try kiosk(
            school, "export", "--from", "2026-03-02", "--to", "2026-03-01")
        #expect(backwards.status == 64)
    }
}
