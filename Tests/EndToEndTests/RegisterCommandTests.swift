import Foundation
import TestKit
import Testing

/// A register to print out of the real program.
@Suite struct RegisterCommandTests {
    private func school() async throws -> DoorSchool {
        let school = try await DoorSchool(codes: ["2024123456", "2023123456"])
        _ = try KioskProgram.run(school.door(screen: "plain"), stdin: "2024123456\n")
        return school
    }

    private func register(
        _ school: DoorSchool, _ arguments: String..., language: String = "en"
    ) throws -> OtherReader.Page {
        let directory = try TemporaryDirectory()
        let file = directory.path + "/register.html"
        let done = try KioskProgram.run(
            ["register", "MATH101", "-o", file, "--data", school.path] + arguments,
            environment: ["KIOSK_LANGUAGE": language])
        #expect(done.status == 0 && done.text.isEmpty, "\(done.errorText)")
        return try OtherReader.page(file)
    }

    @Test func theDaysLessonStandsInItWithWhoWasThere() async throws {
        let school = try await school()
        let table = try #require(try register(school).tables.first)
        #expect(table[1][3].text == "\(school.session.occurrence.date) 00:00\nopen")
        #expect(table[2][2].text == "2023123456" && table[2][3].text.isEmpty)
        #expect(table[3][2].text == "2024123456" && table[3][3].text == "P")
        #expect(table[3].last?.text == "100.0 %")
    }

    @Test func aBlankOneIsOfTodayAndHasNoMarks() async throws {
        let school = try await school()
        let table = try #require(try register(school, "--blank").tables.first)
        #expect(table[1].count == 4)
        #expect(table[2...3].allSatisfy { $0[3].text.isEmpty })
    }

    @Test(arguments: ["en", "de", "fr", "es", "zh"])
    func everyLanguageHasItsWordsAndLettersThatDiffer(_ language: String) async throws {
        let school = try await school()
        let page = try register(school, language: language)
        #expect(page.language == language)
        let words = try KioskProgram.run(
            ["config", "words"], environment: ["KIOSK_LANGUAGE": language]
        ).text.split(separator: "\n")
        let letters = words.filter { $0.hasPrefix("mark.") }.map { $0.split(separator: "\"")[1] }
        // What the attendance API's other numbers are called stands beside them in a legend.
        let others = ["D", "LD", "DI", "H", "S", "F", "O", "C1", "C2", "C3", "C4"]
        #expect(letters.count == 4 && Set(letters).count == 4)
        #expect(Set(letters.map(String.init)).isDisjoint(with: others))
        #expect(page.tables.first?[3][3].text == letters[0].description)
    }

    @Test func whatIsAskedWronglyIsSaid() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        func ask(_ arguments: String...) throws -> Finished {
            try KioskProgram.run(["register"] + arguments + ["--data", school.path])
        }
        #expect(try ask("NO").status == 5)
        #expect(try ask("MATH101", "--from", "2026-03-02", "--to", "2026-03-01").status == 64)
        #expect(try ask("MATH101", "--from", "2999-01-01").status == 4)
        #expect(try ask("MATH101", "-o", school.path + "/no/a.html").status == 77)
        let piped = try ask("MATH101")
        #expect(piped.status == 0 && piped.text.hasPrefix("<!doctype html>"))
    }
}
