import Attendance
import Rostering
import Testing

/// Rows of id and parent, and where the circle that they close is found.
private let rows: [(String, [(String, String)], [String])] = [
    ("a row under itself", [("a", "a")], ["2"]),
    ("two under each other", [("a", "b"), ("b", "a")], ["3"]),
    (
        "three in a circle, and one under them", [("a", "b"), ("d", "a"), ("b", "c"), ("c", "a")],
        ["5"]
    ),
    ("two circles", [("a", "b"), ("c", "d"), ("b", "a"), ("d", "c")], ["4", "5"]),
    ("a chain", [("a", "b"), ("b", "c"), ("c", "")], []),
    ("branches that meet", [("a", "c"), ("b", "c"), ("c", "d"), ("d", "")], []),
]

private func findings(_ file: String, _ lines: [String]) -> [String] {
    lines.map { "error \(file) \($0) parentSourcedId parent_cycle" }
}

/// Beside the roots that the other files name.
private func orgs(_ rows: [(String, String)]) -> String {
    (["sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId"]
        + rows.map { "\($0.0),,,Hill \($0.0),school,,\($0.1)" } + ["sch,,,Hill School,school,,"])
        .joined(separator: "\n")
}

private func sessions(_ rows: [(String, String)]) -> String {
    ([
        "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear"
    ]
        + rows.map { "\($0.0),,,Part \($0.0),term,2026-09-01,2026-10-01,\($0.1),2027" }
        + ["sem,,,First,semester,2026-08-31,2027-01-24,y,2027"]
        + ["y,,,Year,schoolYear,2026-08-01,2027-07-31,,2027"]).joined(separator: "\n")
}

@Test("Schools or terms that lie within each other are an error of the row", arguments: rows)
private func circles(name: String, rows: [(String, String)], lines: [String]) throws {
    let schools = SchoolFixture([.write("orgs.csv", [UInt8](orgs(rows).utf8))])
    let (roster, report) = try schools.imported()
    #expect(report.summary == findings("orgs.csv", lines), "\(name)")
    #expect((roster == nil) == report.hasErrors)
    #expect(report.entries.allSatisfy { $0.message.contains("blank the cell") })
    let terms = SchoolFixture([.write("academicSessions.csv", [UInt8](sessions(rows).utf8))])
    #expect(
        try terms.imported().report.summary == findings("academicSessions.csv", lines), "\(name)")
}

@Test("Schools within each other are found in School Data Sync as well")
private func circlesOfSchoolDataSync() throws {
    let read = try readWritten(
        .schoolDataSync,
        [
            "orgs.csv": "sourcedId,name,type,parentSourcedId\na,Hill,school,b\nb,Dale,school,a\n",
            "users.csv": "sourcedId,username,givenName,familyName\ns1,john,John,Smith\n",
            "roles.csv": "userSourcedId,orgSourcedId,role\ns1,a,student\n",
            "classes.csv": "sourcedId,orgSourcedId,title\nc1,a,Calculus\n",
            "enrollments.csv": "classSourcedId,userSourcedId,role\nc1,s1,student\n",
        ])
    #expect(read.dialect == "School Data Sync 2.1" && read.roster == nil)
    #expect(
        read.report.summary.filter { $0.hasPrefix("error") } == findings("orgs.csv", ["3"]))
}

@Test("Terms that changes put within those of before are an error")
private func circleWithKnownTerms() throws {
    var known = SchoolRoster.Known()
    known.roles = ["t1": .teacher]
    known.terms = [("sem", "y"), ("y", "")].map { id, parent in
        .init(
            id: id, title: id, kind: .term, start: SchoolDate("2026-08-31")!,
            end: SchoolDate("2027-01-24")!, parent: parent.isEmpty ? nil : parent)
    }
    var options = ImportOptions()
    options.known = known
    let absent = (0..<6).map { line -> SchoolFixture.Edit in
        .cell("manifest.csv", 4 + line, "value", line == 0 ? "delta" : "absent")
    }
    let year = """
        sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear
        y,active,2026-11-01T00:00:00.000Z,Year,schoolYear,2026-08-01,2027-07-31,sem,2027
        """
    let fixture = SchoolFixture(
        absent + [
            .write("academicSessions.csv", [UInt8](year.utf8)), .delete("meetings.csv"),
            .delete("adjustments.csv"),
        ])
    let report = try fixture.imported(options).report
    #expect(report.summary == findings("academicSessions.csv", ["2"]))
}

@Test("A chain of 30,000 schools is followed, whichever end comes first", arguments: [true, false])
private func longChain(isUpwards: Bool) throws {
    let chain = (0..<30_000).map { ("o\($0)", $0 == 29_999 ? "o0" : "o\($0 + 1)") }
    let rows = isUpwards ? chain : chain.reversed()
    let schools = SchoolFixture([.write("orgs.csv", [UInt8](orgs(rows).utf8))])
    #expect(try schools.imported().report.summary == findings("orgs.csv", ["30001"]))
}
