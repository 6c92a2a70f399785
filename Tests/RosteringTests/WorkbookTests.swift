import Attendance
import Foundation
import Rostering
import Testing

private func read(_ book: WrittenWorkbook, sheet: String? = nil) throws -> TableReading {
    try withTemporaryFolder { folder in
        let file = folder.appendingPathComponent("list.xlsx")
        try book.write(to: file)
        return readTable(at: file, sheet: sheet)
    }
}

private let header = """
    <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>\
    <c r="D1" t="inlineStr"><is><t>Class</t></is></c></row>
    """
private let strings = [
    "<t>Student No</t>", "<t>Name</t>",
    "<r><t>Mary</t></r><r><t xml:space=\"preserve\"> Hale</t></r><rPh><t>mari</t></rPh>",
]

private func book(_ rows: String) -> WrittenWorkbook {
    WrittenWorkbook(rows: header + rows, strings: strings)
}

@Test("Shared and inline strings, numbers and dates are read as a person sees them")
private func cells() throws {
    var written = book(
        """
        <row r="2"><c r="A2"><v>2.024123456E9</v></c><c r="B2" t="s"><v>2</v></c>\
        <c r="C2"><v>1.5</v></c><c r="D2" s="1"><v>46265</v></c></row>\
        <row r="4"><c r="A4" t="str"><v>A&amp;7</v></c><c r="B4" t="inlineStr"><is><t>Jo</t></is></c>\
        </row>
        """)
    written.formats = ["yyyy\\-mm\\-dd"]
    let reading = try read(written)
    #expect(reading.written == "an Excel workbook, sheet “List”")
    // The second person's code is refused, on the row where Excel shows it.
    #expect(reading.result.report.summary == ["error list.xlsx 4 Student No bad_code"])
    written.rows = written.rows.replacing("A&amp;7", with: "A-7")
    let people = try #require(try read(written).result.roster?.people)
    #expect(people.map(\.code) == ["2024123456", "A-7"])
    #expect(people.map(\.givenName) == ["Mary", "Jo"])
    // Day 46265 of Excel is 2026-08-31: 2026-01-01 is 46023, and it is the year's 243rd day.
    #expect(people[0].grades == ["2026-08-31"])
}

@Test("A sheet is the first, or the one that is named")
private func sheets() throws {
    var written = book("")
    written.sheets = ["List", "Other"]
    #expect(try read(written, sheet: "other").written?.contains("Other") == true)
    let report = try read(written, sheet: "Third").result.report
    #expect(report.entries.map(\.code) == [.unknownSheet])
    #expect(report.entries[0].message.contains("“List”, “Other”"))
}

private let laughs = """
    <?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">\
    <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
    """

@Test("A workbook with a DTD is refused before anything in it expands")
private func billionLaughs() throws {
    for prolog in [laughs, "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">"] {
        var written = book("<row r=\"2\"><c r=\"A2\"><v>1</v></c></row>")
        written.prolog = prolog
        let report = try read(written).result.report
        #expect(report.entries.map(\.code) == [.badWorkbook])
    }
}

private let broken = [
    "<row r=\"2\"><c r=\"A2\">", "<row r=\"99999999\"></row>", "<row r=\"1\"></row>", "&nbsp;",
    "\0",
]

@Test("Broken XML is a finding", arguments: broken)
private func brokenSheets(rows: String) throws {
    let result = try read(book(rows)).result
    #expect(result.roster == nil)
    #expect(result.report.entries.map(\.code) == [.badWorkbook])
}

@Test("A small workbook cannot become a large list")
private func amplified() throws {
    let long = String(repeating: "x", count: 30_000)
    let cells = (0..<700).map { row in
        "<row r=\"\(row + 2)\">"
            + String(repeating: "<c t=\"s\"><v>3</v></c>", count: 20) + "</row>"
    }
    var written = book(cells.joined())
    written.strings.append("<t>\(long)</t>")
    #expect(try read(written).result.report.entries.map(\.code) == [.fileTooLarge])
}

@Test("Moodle's upload of users becomes people, courses and enrolments")
private func moodle() throws {
    let text = """
        username,firstname,lastname,email,idnumber,course1,role1,course2,role2,password,deleted
        jane,Jane,Miller,jane@example.org,,MATH101,editingteacher,,,x,
        john,John,Smith,john@example.org,2024123456,MATH101,student,ART,,x,
        old,Old,One,,,MATH101,student,,,x,1
        zoe,Zoe,Park,,,ART,,art,editingteacher,x,
        """
    try withTemporaryFolder { folder in
        let file = folder.appendingPathComponent("users.csv")
        try Data(text.utf8).write(to: file)
        let read = readMoodle(at: file)
        #expect(read.report.summary == ["warning users.csv 4 - inactive_row"])
        let roster = try #require(read.roster)
        #expect(roster.people.map(\.code) == ["jane", "2024123456", "zoe"])
        #expect(roster.people.map(\.role) == [.teacher, .student, .teacher])
        #expect(roster.courses.map(\.code) == ["MATH101", "ART"])
        // A course may be named once for each group in it.
        #expect(roster.enrolments.map(\.isTeacher) == [true, false, false, true])
        try Data("username,first\na,b\n".utf8).write(to: file)
        let missing = readMoodle(at: file).report
        #expect(missing.entries.map(\.column) == ["firstname", "lastname"])
    }
}
