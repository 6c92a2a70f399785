import Foundation
import TestKit
import Testing

/// An Excel workbook out of the real program, read by openpyxl.
@Suite struct WorkbookExportTests {
    /// Three students: one there, one late, one without a mark, in a lesson that is open.
    private func school() async throws -> DoorSchool {
        let school = try await DoorSchool(codes: ["2024123456", "2023123456", "0024000006"])
        _ = try KioskProgram.run(school.door(screen: "plain"), stdin: "2024123456\n")
        let marked = try export(
            school,
            ["mark", "0024000006", "late", "--session", "\(school.session.session.id.number)"])
        try #require(marked.status == 0, "\(marked.errorText)")
        return school
    }

    private func export(
        _ school: DoorSchool, _ arguments: [String], language: String = "en"
    ) throws -> Finished {
        try KioskProgram.run(
            arguments + ["--data", school.path], environment: ["KIOSK_LANGUAGE": language])
    }

    private func files(_ directory: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory)
    }

    @Test func anEndingOfExcelsIsAWorkbookThatOnlyThisAccountReads() async throws {
        let (school, directory) = (try await school(), try TemporaryDirectory())
        let file = directory.path + "/a.XLSX"
        let done = try export(school, ["export", "-o", file])
        #expect(done.status == 0 && done.text.isEmpty)
        #expect(done.errorText.hasPrefix("1 courses from "))
        let book = try OtherReader.workbook(file)
        #expect(book.sheets.map(\.name) == ["Summary", "MATH101"])
        #expect(
            book.sheets[0].values(4) == [
                "MATH101", "Calculus", "CS 2024", "", 1, 1, 0, 0, 1, 1, 0, 0,
            ])
        let lesson = book.sheets[1].rows.dropFirst(2).map { $0[8].value }
        #expect(lesson.first == .text("\(school.session.occurrence.date)"))
        #expect(lesson.dropFirst() == ["00:00", "open", "L", nil, "P"])
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(try files(directory.path) == ["a.XLSX"])
    }

    @Test func exceptionsACourseAndAFormatAreAsked() async throws {
        let (school, directory) = (try await school(), try TemporaryDirectory())
        let file = directory.path + "/a.bin"
        let done = try export(
            school,
            [
                "export", "--format", "xlsx", "--exceptions", "--course", "MATH101", "-o", file,
            ], language: "de")
        #expect(done.status == 0, "\(done.errorText)")
        try FileManager.default.moveItem(atPath: file, toPath: file + ".xlsx")
        let book = try OtherReader.workbook(file + ".xlsx")
        #expect(book.sheets.map(\.name) == ["Übersicht", "MATH101"])
        #expect(book.sheets[1].rows.dropFirst(5).map { $0[1].value } == ["0024000006"])
        #expect(book.sheets[1].rows.last?[8].value == "V")
        #expect(try export(school, ["export", "--course", "NO", "-o", "a.xlsx"]).status == 5)
    }

    @Test func aWorkbookIsNeverForATerminalAndNothingElseHasItsEnding() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let nowhere = try export(school, ["export", "--format", "xlsx"])
        #expect(nowhere.status == 64 && nowhere.errorText.contains("-o FILE.xlsx"))
        let csv = try export(school, ["export", "--format", "csv", "-o", "a.xlsx"])
        #expect(csv.status == 64 && csv.errorText.contains("csv is no workbook"))
    }

    @Test func whatCannotBeMadeLeavesTheFileOfBefore() async throws {
        let directory = try TemporaryDirectory()
        let data = directory.path + "/school"
        let imported = try KioskProgram.run([
            "import", "oneroster", KioskProgram.root.path + "/assets/demo-school", "--data", data,
        ])
        try #require(imported.status == 0, "\(imported.errorText)")
        let out = directory.path + "/out"
        try FileManager.default.createDirectory(
            atPath: out, withIntermediateDirectories: false)
        try Data("before".utf8).write(to: URL(fileURLWithPath: out + "/a.xlsx"))
        // Fewer files than the demo school has courses.
        let refused = try run(
            "/bin/sh",
            [
                "-c", "ulimit -n 36; exec \"$0\" \"$@\"", KioskProgram.path, "export", "--from",
                "2026-08-31", "--to", "2027-06-30", "-o", out + "/a.xlsx", "--data", data,
            ], environment: KioskProgram.environment)
        #expect(refused.status == 1, "\(refused.errorText)")
        #expect(refused.errorText.contains("The system opens no more files after"))
        #expect(refused.errorText.contains("ulimit -n") && refused.errorText.contains("--course"))
        #expect(try files(out) == ["a.xlsx"])
        #expect(try String(contentsOfFile: out + "/a.xlsx", encoding: .utf8) == "before")
        let gone = try KioskProgram.run(["export", "-o", out + "/no/a.xlsx", "--data", data])
        #expect(gone.status == 77 && gone.errorText.contains("Cannot write"))
        let whole = try KioskProgram.run([
            "export", "--from", "2026-08-31", "--to", "2027-06-30", "-o", out + "/a.xlsx", "--data",
            data,
        ])
        #expect(whole.status == 0, "\(whole.errorText)")
        // The demo school's 24 courses, and the summary.
        #expect(try OtherReader.workbook(out + "/a.xlsx").sheets.count == 25)
    }
}
