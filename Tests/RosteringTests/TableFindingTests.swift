import Rostering
import Testing

private let users = "users.csv"
private let fixtureFiles = SchoolFile.allCases.filter {
    SchoolFixture.bytes(of: $0.rawValue) != nil
}

private let cases: [FindingCase] = [
    FindingCase(
        "semicolons", [.write("orgs.csv", [UInt8]("sourcedId;name;type\r\na;b;school\r\n".utf8))],
        ["error orgs.csv 1 - wrong_separator"]),
    FindingCase(
        "a needed column is missing", [.header(users, "familyName", "surname")],
        [
            "warning users.csv 1 surname unknown_columns",
            "error users.csv 1 familyName missing_column",
        ]),
    FindingCase(
        "a column of the timetable is missing", [.header("meetings.csv", "weeks", "week")],
        [
            "warning meetings.csv 1 week unknown_columns",
            "error meetings.csv 1 weeks missing_column",
        ]),
    FindingCase(
        "a column twice", [.header(users, "phone", "identifier")],
        ["error users.csv 1 identifier duplicate_column"]),
    FindingCase(
        "a header in another letter case", [.header(users, "identifier", " Identifier ")],
        ["warning users.csv 1 identifier column_case"]),
    FindingCase(
        "unknown columns are named once a file",
        [.header(users, "phone", "shoeSize"), .header(users, "sms", "hat")],
        ["warning users.csv 1 hat unknown_columns"]),
    FindingCase("metadata columns", [.header(users, "phone", "metadata.shoeSize")], []),
    FindingCase(
        "a quotation mark inside a cell", [.append(users, "x,a\"b\r\n")],
        ["error users.csv 6 status bad_quote"]),
    FindingCase(
        "text after a quotation mark", [.append(users, "\"x\" ,y\r\n")],
        ["error users.csv 6 sourcedId bad_quote"]),
    FindingCase(
        "a quotation mark that never closes", [.append(users, "x,,,\"true\r\n\r\n")],
        ["error users.csv 6 enabledUser bad_quote"]),
    FindingCase(
        "a zero byte", [.append(users, "x,\0\r\n")], ["error users.csv 6 status nul"]),
    FindingCase(
        "a cell over the limit",
        [.append(users, "x,,," + String(repeating: "y", count: 32_769) + "\n")],
        ["error users.csv 6 enabledUser cell_too_long"]),
    FindingCase(
        "far too many cells", [.append(users, String(repeating: ",", count: 1_000) + "\n")],
        ["error users.csv 6 - too_many_cells"]),
    FindingCase(
        "a cell too many", [.append("periods.csv", "3,10:00,10:45,,x\n")],
        ["error periods.csv 4 - too_many_cells"]),
    FindingCase("blank cells too many", [.append("periods.csv", "3,10:00,10:45,,\n")], []),
    FindingCase(
        "too few cells", [.append("periods.csv", "3,10:00\n")],
        ["error periods.csv 4 end too_few_cells"]),
    FindingCase(
        "a row counts from the line on which it begins",
        [.append(users, "\n\n\"a\n\nb\",c\n,,,,,,\nd,e\n")],
        [
            "error users.csv 8 dateLastModified too_few_cells",
            "error users.csv 12 dateLastModified too_few_cells",
        ]),
    FindingCase(
        "a missed row is not missed again by those who refer to it",
        [.append(users, "s3,broken\n"), .append("enrollments.csv", "e4,,,c1,sch,s3,student,,,\n")],
        ["error users.csv 6 dateLastModified too_few_cells"]),
]

@Test("A report names file, line and column of what is wrong with a table", arguments: cases)
private func tableFindings(_ row: FindingCase) throws {
    try check(row)
}

@Test("Bytes that are no UTF-8 are an error in their row and column")
private func notUTF8() throws {
    let head = "section,start,end\r\n1,08:00,08:45\r\n2,08:55,09:40\r\n"
    let bytes = [UInt8](head.utf8) + [0x33, 0x2C, 0xE9, 0x2C, 0x0A]
    try check(
        FindingCase(
            "", [.write("periods.csv", bytes)], ["error periods.csv 4 start not_utf8"]))
}

@Test("The order of columns does not matter, nor a byte order mark, nor how lines end")
private func formsOfAFile() throws {
    let sound = try SchoolFixture().imported().roster
    for end in ["\n", "\r", "\r\n"] {
        let text = ["\u{FEFF}end,section,start", "08:45,1,08:00", "", "09:40,2,\"08:55\""]
        let bytes = [UInt8](text.joined(separator: end).utf8)
        let read = try SchoolFixture([.write("periods.csv", bytes)]).imported()
        #expect(read.report.entries.isEmpty)
        #expect(read.roster == sound)
    }
}

@Test("Any bytes in any file end in a report", arguments: fixtureFiles)
private func anyBytes(file: SchoolFile) throws {
    for seed in 0..<40 {
        var state = UInt64(seed * 31 + file.rawValue.utf8.count)
        var bytes = try #require(SchoolFixture.bytes(of: file.rawValue))
        for _ in 0..<6 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let place = Int(state >> 33) % bytes.count
            let signs: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D, 0x00, 0xFF, 0x31, 0x2D]
            bytes[place] = signs[Int(state >> 20) % signs.count]
        }
        let (roster, report) = try SchoolFixture([.write(file.rawValue, bytes)]).imported()
        #expect((roster == nil) == report.hasErrors)
    }
}
