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

    @Test(arguments: ["oneroster", "table", "calendar", "canvas", "moodle"])
    func aPathThatLeadsNowhereIsNamedWhole(_ format: String) throws {
        let school = try ImportedSchool()
        let path = "/nonexistent/a-folder-with-a-rather-long-name-of-its-own/list.csv"
        let refused = try school.kiosk("import", format, path)
        #expect(refused.status == 5)
        #expect(refused.errorText.contains(path), "\(refused.errorText)")
    }
}
