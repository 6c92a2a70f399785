import Attendance
import Foundation
import Rostering
import Testing

/// No roster with an error in the report, every error with a sentence.
private func check(_ roster: SchoolRoster?, _ report: ImportReport, _ what: String) {
    #expect((roster == nil) == report.hasErrors, "\(what)")
    for entry in report.entries {
        #expect(entry.message.hasSuffix("."), "\(what): \(entry.message)")
    }
    guard let roster else { return }
    let people = Set(roster.people.map(\.id))
    let courses = Set(roster.courses.map(\.id))
    #expect(people.count == roster.people.count && courses.count == roster.courses.count, "\(what)")
    #expect(
        roster.enrolments.allSatisfy { people.contains($0.person) && courses.contains($0.course) },
        "\(what)")
    #expect(
        Set(roster.people.map { $0.code.lowercased() }).count == roster.people.count, "\(what)")
}

@Test("A damaged school is a report or a sound roster, 5,000 times", arguments: 0..<20)
private func damagedSchools(seed: Int) throws {
    var chance = Chance(state: UInt64(seed) &* 7_919)
    let sound = SchoolFixture().contents
    try withTemporaryFolder { folder in
        for (name, bytes) in sound {
            try Data(bytes).write(to: folder.appendingPathComponent(name))
        }
        for round in 0..<250 {
            var (name, bytes) = sound[chance.below(sound.count)]
            chance.damage(&bytes)
            let file = folder.appendingPathComponent(name)
            try Data(bytes).write(to: file)
            let (roster, report) = readOneRoster(at: folder)
            check(roster, report, "seed \(seed), round \(round), \(name)")
            try Data(sound.first { $0.0 == name }!.1).write(to: file)
        }
    }
}

@Test("A damaged zip, workbook or list is a report or a sound roster", arguments: 0..<6)
private func damagedContainers(seed: Int) throws {
    var chance = Chance(state: UInt64(seed) &* 104_729)
    try withTemporaryFolder { folder in
        let zip = folder.appendingPathComponent("school.zip")
        let entries = SchoolFixture().contents.map { WrittenZip.Entry.file($0.0, $0.1) }
        try WrittenZip(entries: entries).write(to: zip)
        let book = folder.appendingPathComponent("list.xlsx")
        let rows = (1...9).map { row in
            "<row r=\"\(row)\"><c t=\"str\"><v>\(row == 1 ? "No" : "10\(row)")</v></c>"
                + "<c t=\"inlineStr\"><is><t>\(row == 1 ? "Name" : "Ann Poe")</t></is></c></row>"
        }
        try WrittenWorkbook(rows: rows.joined()).write(to: book)
        let list = folder.appendingPathComponent("list.csv")
        try Data("No;Name;Kurs\n1001;Größer, Jürgen;A\n1002;李明;B\n".utf8).write(to: list)
        for file in [zip, book, list] {
            let sound = [UInt8](try Data(contentsOf: file))
            for round in 0..<60 {
                var bytes = sound
                chance.damage(&bytes)
                try Data(bytes).write(to: file)
                let what = "seed \(seed), round \(round), \(file.lastPathComponent)"
                if file == zip {
                    let (roster, report) = readOneRoster(at: zip)
                    check(roster, report, what)
                } else {
                    let result = readTable(at: file).result
                    check(result.roster, result.report, what)
                }
            }
        }
    }
}

private let odd: [(String, [UInt8], [String])] = [
    (
        "one endless line", [UInt8](repeating: 0x61, count: 3_000_000),
        ["error orgs.csv 1 - cell_too_long"]
    ),
    (
        "one endless line of commas", [UInt8](repeating: 0x2C, count: 3_000_000),
        ["error orgs.csv 1 - too_many_cells"]
    ),
    (
        "one endless quoted cell", [UInt8](repeating: 0x22, count: 2_999_999),
        ["error orgs.csv 1 - bad_quote"]
    ),
    ("nothing but zero bytes", [UInt8](repeating: 0, count: 4_096), ["error orgs.csv 1 - nul"]),
    (
        "a byte order mark in an id",
        [UInt8]("sourcedId,name,type\n\u{FEFF}sch,Hill,school\ndis,Hill,district\n".utf8),
        ["error orgs.csv 2 sourcedId bad_id"]
    ),
]

@Test("Odd files are findings of their own", arguments: odd.indices)
private func oddFiles(index: Int) throws {
    let (name, bytes, findings) = odd[index]
    let (roster, report) = try SchoolFixture([.write("orgs.csv", bytes)]).imported()
    let summary = report.summary.filter { $0.hasPrefix("error") }
    #expect(summary == findings, "\(name)")
    #expect((roster == nil) == report.hasErrors)
}

private let dates = [
    "31.08.2026", "8/31/2026", "31/08/2026", "2026/08/31", "20260831", "46265", "x",
]

@Test("A date of another style is an error that shows the right one", arguments: dates)
private func dateStyles(text: String) throws {
    let fixture = SchoolFixture([.cell("enrollments.csv", 3, "beginDate", text)])
    let report = try fixture.imported().report
    #expect(report.summary == ["error enrollments.csv 3 beginDate bad_date"])
    #expect(report.entries.first?.message.contains("2026-08-31") == true)
}
