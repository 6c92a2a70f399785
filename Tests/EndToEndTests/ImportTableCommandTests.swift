import TestKit
import Testing

/// `import table` by the real program.
@Suite struct ImportTableCommandTests {
    @Test func aTableTellsItsMappingInJSONToo() throws {
        let school = try ImportedSchool()
        let file = try school.file("list.csv", "No,Name,Shoe\n7001,Mary Hale,38\n")
        let read = try school.decoded(try school.kiosk("import", "table", file, "--json"))
        #expect(read.mapping.map(\.column) == ["No", "Name", "Shoe"])
        #expect(read.mapping.map(\.field) == ["user_code", "full_name", nil])
        #expect(read.counts["users"]?.created == 1)
        let proposed = try school.kiosk("import", "table", file, "--course", "MATH101")
        #expect(
            proposed.errorText.contains(
                "import table \(file) --course MATH101 --map 'No=user_code,Name=full_name'"))
    }

    @Test func whoHasOneNameHasNoBlankAfterIt() throws {
        let school = try ImportedSchool()
        let file = try school.file("list.csv", "No,Name\n7001,Mononym\n7002,Ann Lee\n")
        func names() throws -> [String] {
            try school.query("SELECT '<' || full_name || '>' FROM user WHERE code IN (7001, 7002)")
        }
        #expect(try school.kiosk("import", "table", file, "--yes").status == 0)
        #expect(try names() == ["<Mononym>", "<Ann Lee>"])
        // As it was kept before.
        _ = try school.query("UPDATE user SET full_name = full_name || ' ' WHERE code = 7001")
        #expect(try names().contains("<Mononym >"))
        #expect(try school.kiosk("import", "table", file, "--yes").status == 0)
        #expect(try names() == ["<Mononym>", "<Ann Lee>"])
    }

    @Test func aPreviewWithErrorsIsNoSuccess() throws {
        let school = try ImportedSchool()
        let file = try school.file("list.csv", "No,Name\n7001,\n7002,Ann Lee\n")
        let proposed = try school.kiosk("import", "table", file)
        #expect(proposed.status == 4)
        #expect(proposed.errorText.contains("Nothing was written. When the errors are corrected:"))
        #expect(!proposed.errorText.contains("are right"))
    }

    @Test func aCourseThatIsMadeIsSaid() throws {
        let school = try ImportedSchool()
        let file = try school.file("list.csv", "No,Name,Course\n7001,Mary Hale,\n")
        func said(_ course: String, _ more: String...) throws -> String {
            let done = try KioskProgram.run(
                ["import", "table", file, "--course", course, "--data", school.data] + more)
            #expect(done.status == 0, "\(done.errorText)")
            return done.errorText
        }
        let none = "There is no course with the code TYPO9: it "
        #expect(try said("TYPO9").contains(none + "will be made."))
        #expect(try said("TYPO9", "--dry-run").contains(none + "would be made."))
        #expect(try !school.query("SELECT course_code FROM course").contains("TYPO9"))
        let done = try said("TYPO9", "--yes")
        #expect(done.contains("There was no course with the code TYPO9: it was made."))
        for known in ["typo9", "MATH101"] {
            #expect(try !said(known).contains("no course with"))
            #expect(try !said(known, "--yes").contains("no course with"))
        }
    }

    @Test(arguments: ["oneroster", "table", "calendar", "canvas", "moodle"])
    func aPathThatLeadsNowhereIsNamedWhole(_ format: String) throws {
        let school = try ImportedSchool()
        let path = "/nonexistent/a-folder-with-a-rather-long-name-of-its-own/list.csv"
        let refused = try school.kiosk("import", format, path)
        #expect(refused.status == 5)
        #expect(refused.errorText.contains(path), "\(refused.errorText)")
    }
}
