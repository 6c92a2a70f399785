import Attendance
import Foundation
import Rostering
import Testing

/// An event's lines, and what it is taken for.
private let found: [(String, [String], String)] = [
    ("a code in the categories", ["SUMMARY:x", "CATEGORIES:Lehre,MATH101"], "course 1 categories"),
    ("a code in the summary", ["SUMMARY:MATH101 Calculus I"], "course 1 summary"),
    ("in small letters", ["SUMMARY:(math101)"], "course 1 summary"),
    ("beside an underscore", ["SUMMARY:2026_MATH101_A"], "course 1 summary"),
    ("beside Chinese letters", ["SUMMARY:高数MATH101班"], "course 1 summary"),
    ("within another word", ["SUMMARY:MATH1010 XMATH101"], "none"),
    (
        "in the description", ["SUMMARY:x", "DESCRIPTION:Kurs:\\nMATH101\\, Raum 5"],
        "course 1 description"
    ),
    (
        "the categories before the summary", ["SUMMARY:ART1", "CATEGORIES:MATH101"],
        "course 1 categories"
    ),
    (
        "the summary before the description", ["SUMMARY:ART1", "DESCRIPTION:MATH101"],
        "course 2 summary"
    ),
    ("a title", ["SUMMARY: drawing "], "course 2 title"),
    ("a title among other words", ["SUMMARY:Drawing lesson"], "none"),
    ("a code that is a word only in capitals", ["SUMMARY:IT room"], "course 5 summary"),
    ("the word itself", ["SUMMARY:it is free"], "none"),
    ("nothing at all", [], "none"),
]

@Test("An event is the course's whose code stands in it as a word", arguments: found)
private func matches(name: String, lines: [String], match: String) throws {
    let reading = try CalendarSchool().read(
        events: [["UID:1", "DTSTART:20260907T080000"] + lines])
    let kinds = reading.matches.map { String($0.drop { $0 != ":" }.dropFirst(2)) }
    #expect(kinds == [match], "\(name)")
    #expect(reading.report.hasErrors == false)
    #expect(reading.report.summary.isEmpty == (match != "none"))
}

@Test("A file's name tells the course where its events do not")
private func fileNames() throws {
    let text = CalendarSchool.calendar(
        events: [["UID:1", "SUMMARY:Lecture", "DTSTART:20260907T080000"]])
    for name in ["MATH101.ics", "Group 2 - math101_2026.ICS", "math101.v2.ics"] {
        let reading = try CalendarSchool().read(text, named: name)
        #expect(reading.matches == ["Lecture 1: course 1 file"], "\(name)")
    }
    #expect(try CalendarSchool().read(text, named: "mine.ics").matches == ["Lecture 1: none"])
}

@Test("What fits several courses is an error that names them, and a rule cures it")
private func severalCourses() throws {
    let events = [
        ["UID:1", "SUMMARY:PHYS", "DTSTART:20260907T080000"],
        ["UID:2", "SUMMARY:MATH101 or ART1", "DTSTART:20260907T080000"],
        ["UID:3", "SUMMARY:PHYS", "DTSTART:20260908T080000"],
        ["UID:4", "SUMMARY:Physics", "DTSTART:20260909T080000"],
    ]
    let reading = try CalendarSchool().read(events: events)
    #expect(
        reading.report.summary == [
            "error plan.ics 5 SUMMARY several_courses", "error plan.ics 10 SUMMARY several_courses",
            "error plan.ics 20 SUMMARY several_courses",
        ])
    let message = reading.report.entries[0].message
    #expect(message.contains("2 events") && message.contains("3 (PHYS, CS 2024)"))
    #expect(reading.matches[0].hasPrefix("MATH101 or ART1 1: several"))
    let rules = "field,pattern,course\nsummary,phys*,3\nsummary,*ART1,ART1\n"
    let cured = try CalendarSchool().read(events: events, rules: rules)
    #expect(cured.report.summary == [])
    #expect(
        cured.matches == [
            "MATH101 or ART1 1: course 2 rule of line 3", "PHYS 2: course 3 rule of line 2",
            "Physics 1: course 3 rule of line 2",
        ])
}

private let rules: [(String, String)] = [
    ("summary,Lecture*,ART1", "course 2"), ("Summary,LECTURE 1,art1", "course 2"),
    ("summary,lecture,ART1", "none"), ("summary,*1,2", "course 2"),
    ("summary,*,-", "left_out"), ("categories,year 2,ART1", "course 2"),
    ("categories,\"year 1,year 2\",ART1", "none"), ("description,*book*,ART1", "course 2"),
    ("location,5A*,ART1", "course 2"), ("uid,*@campus.example.org,ART1", "course 2"),
    ("calendar,Autumn,ART1", "course 2"), ("file,pl*n,ART1", "course 2"),
    ("summary,l*e**c*u*1,ART1", "course 2"), ("summary,l*e*x*1,ART1", "none"),
    ("location,*\nsummary,*,ART1", "course 2"),
]

@Test("A rule looks at one field, with stars for any letters", arguments: rules)
private func ruleFields(row: String, match: String) throws {
    let event = [
        "UID:7@campus.example.org", "SUMMARY:Lecture 1", "DESCRIPTION:Bring the book",
        "LOCATION:5A",
        "CATEGORIES:Year 1,Year 2", "DTSTART:20260907T080000",
    ]
    // A rule without a course is not one of these.
    let table = "field,pattern,course\n" + row.replacing("location,*\n", with: "")
    let reading = try CalendarSchool().read(
        events: [event], before: ["X-WR-CALNAME:Autumn"], rules: table)
    let kind = reading.mapping[0].kind.rawValue
    let course = reading.mapping[0].course.map { " \($0.id.number)" } ?? ""
    #expect(kind + course == match)
}

@Test("The first rule that fits holds, and goes before what the event says")
private func ruleOrder() throws {
    let event = ["UID:1", "SUMMARY:MATH101", "DTSTART:20260907T080000"]
    let first = "field;pattern;course\nsummary;math*;ART1\nsummary;*;-\n"
    #expect(
        try CalendarSchool().read(events: [event], rules: first).matches
            == ["MATH101 1: course 2 rule of line 2"])
    let second = "course,field,pattern,remark\n-,summary,math*,no\nART1,summary,*,\n"
    let reading = try CalendarSchool().read(events: [event], rules: second)
    #expect(reading.matches == ["MATH101 1: left_out rule of line 2"])
    #expect(reading.meetings == [] && reading.report.summary == [])
}

private let wrongRules: [(String, String)] = [
    ("pattern,course\n*,ART1", "error rules.csv 1 field missing_column"),
    ("field,pattern,course\ntitle,*,ART1", "error rules.csv 2 field bad_value"),
    ("field,pattern,course\nsummary,,ART1", "error rules.csv 2 pattern blank_cell"),
    ("field,pattern,course\nsummary,*,CHEM", "error rules.csv 2 course unknown_course"),
    ("field,pattern,course\nsummary,*", "error rules.csv 2 course unknown_course"),
    ("field,pattern,course\nsummary,*,PHYS", "error rules.csv 2 course several_courses"),
    ("field,pattern,course\nsummary,\"*,ART1", "error rules.csv 2 - bad_quote"),
    ("", "error rules.csv - - empty_file"),
]

@Test("A rule that cannot be followed is an error of its line", arguments: wrongRules)
private func brokenRules(text: String, finding: String) throws {
    let reading = try CalendarSchool().read(
        events: [["UID:1", "SUMMARY:MATH101", "DTSTART:20260907T080000"]], rules: text)
    #expect(reading.report.summary == [finding])
    #expect(reading.meetings == nil && reading.mapping.isEmpty)
}

@Test("There may be a thousand rules, and no more")
private func manyRules() throws {
    let event = [
        "UID:1", "SUMMARY:" + String(repeating: "ab", count: 200), "DTSTART:20260907T080000",
    ]
    let row = "summary,*a*b*a*b*a*b*a*b*a*b*c,ART1\n"
    let head = "field,pattern,course\n"
    let many = try CalendarSchool().read(
        events: [event], rules: head + String(repeating: row, count: 1_000))
    #expect(many.mapping.map(\.kind) == [.none])
    let more = try CalendarSchool().read(
        events: [event], rules: head + String(repeating: row, count: 1_001))
    #expect(more.report.summary == ["error rules.csv 1001 - too_many_cells"])
}

@Test("A folder and a zip of calendars are read whole, and nothing beside them")
private func places() throws {
    func text(_ name: String) -> [UInt8] {
        [UInt8](
            CalendarSchool.calendar(
                events: [["UID:\(name)", "SUMMARY:\(name)", "DTSTART:20260907T080000"]]
            ).utf8)
    }
    let files = [
        ("a.ics", text("MATH101")), ("B.ICS", text("ART1")), ("notes.txt", [UInt8]("ART1".utf8)),
        ("._a.ics", [0, 5, 22]),
    ]
    try withTemporaryFolder { folder in
        let inner = folder.appendingPathComponent("plans/inner")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        for (name, bytes) in files {
            try Data(bytes).write(to: inner.appendingPathComponent(name))
        }
        let zip = folder.appendingPathComponent("plans.zip")
        try WrittenZip(entries: files.map { .file($0.0, $0.1) }).write(to: zip)
        for (place, warnings) in [
            (inner, []), (folder.appendingPathComponent("plans"), ["warning plans - - sub_folder"]),
            (zip, []),
        ] {
            let reading = CalendarSchool().read(at: place)
            #expect(reading.report.summary == warnings)
            #expect(
                reading.lessons == ["1 2026-09-07 08:00-08:45", "2 2026-09-07 08:00-08:45"])
        }
        let empty = folder.appendingPathComponent("nothing")
        #expect(
            CalendarSchool().read(at: empty).report.summary == ["error nothing - - missing_file"])
        try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
        #expect(
            CalendarSchool().read(at: empty).report.summary == ["error nothing - - missing_file"])
    }
}
