import Attendance
import Rostering
import Testing

private let known: SchoolRoster.Known = {
    var known = SchoolRoster.Known()
    known.roles = ["t1": .teacher, "s1": .student, "s2": .student, "p1": .parent]
    known.courses = ["c1"]
    known.terms = [
        .init(
            id: "sem", title: "First", kind: .semester, start: SchoolDate("2026-08-31")!,
            end: SchoolDate("2027-01-24")!, parent: "y", schoolYear: 2027),
        .init(
            id: "y", title: "Year", kind: .schoolYear, start: SchoolDate("2026-08-01")!,
            end: SchoolDate("2027-07-31")!, schoolYear: 2027),
    ]
    return known
}()

/// The manifest's lines after the version, in the order of the fixture.
private let properties = ["academicSessions", "classes", "courses", "enrollments", "orgs", "users"]

private func changes(
    _ modes: [String: String], _ edits: [SchoolFixture.Edit] = []
) -> SchoolFixture {
    SchoolFixture(
        properties.enumerated().map { index, name in
            .cell("manifest.csv", index + 4, "value", modes[name] ?? "absent")
        } + [.delete("meetings.csv"), .delete("adjustments.csv")] + edits)
}

private func read(
    _ fixture: SchoolFixture, known: SchoolRoster.Known? = known
) throws -> (roster: SchoolRoster?, report: ImportReport) {
    var options = ImportOptions()
    options.known = known
    return try fixture.imported(options)
}

private let now = "2026-11-01T00:00:00.000Z"

@Test("Changes before any whole files are refused with the cure, and known rows make them good")
private func changesOfNothing() throws {
    let fixture = changes(["users": "delta"])
    for nothing in [nil, SchoolRoster.Known()] {
        let (roster, report) = try read(fixture, known: nothing)
        #expect(roster == nil)
        #expect(report.entries.map(\.code) == [.delta])
        #expect(report.entries.first?.message.contains("bulk") == true)
    }
    #expect(try read(fixture).roster?.partial == [.people, .courses, .enrolments])
}

@Test("A change may refer to rows that only the source's earlier files had")
private func references() throws {
    let rows = "e9,active,\(now),c1,sch,s2,student,,,\ne1,tobedeleted,\(now),c1,sch,t1,teacher,,,\n"
    let header =
        "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,"
        + "beginDate,endDate\n"
    let fixture = changes(
        ["enrollments": "delta"], [.write("enrollments.csv", [UInt8]((header + rows).utf8))])
    let (roster, report) = try read(fixture)
    #expect(report.summary == [])
    #expect(roster?.enrolments.map(\.id) == ["e9"])
    #expect(roster?.removed[.enrolments] == ["e1"])
    // Files that are absent beside changes hold none.
    #expect(roster?.partial == [.people, .courses, .enrolments])
    #expect(roster?.people == [])
    let lost = changes(
        ["enrollments": "delta"],
        [.write("enrollments.csv", [UInt8]((header + rows).replacing("s2", with: "s7").utf8))])
    #expect(
        try read(lost).report.summary == [
            "error enrollments.csv 2 userSourcedId unknown_user"
        ])
}

@Test("Terms that are not named stay, and those that are change")
private func terms() throws {
    let text = """
        sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear
        sem,active,\(now),Autumn,semester,2026-08-31,2027-01-31,y,2027
        """
    let fixture = changes(
        ["academicSessions": "delta"], [.write("academicSessions.csv", [UInt8](text.utf8))])
    let (roster, report) = try read(fixture)
    #expect(report.summary == [])
    #expect(roster?.terms.map(\.title).sorted() == ["Autumn", "Year"])
    #expect(roster?.terms.first { $0.id == "sem" }?.parent == "y")
}

@Test("A mix is read as the manifest says: whole files are whole beside those of changes")
private func mixed() throws {
    let fixture = changes(
        [
            "users": "delta", "enrollments": "bulk", "classes": "bulk", "courses": "bulk",
            "orgs": "bulk", "academicSessions": "bulk",
        ], [.cell("users.csv", 5, "status", "tobedeleted")])
    let (roster, report) = try read(fixture)
    #expect(report.entries.allSatisfy { $0.severity == .warning })
    #expect(roster?.partial == [.people])
    #expect(roster?.removed == [.people: ["p1"]])
    #expect(roster?.enrolments.count == 3)
}

@Test("A timetable beside changes of classes stays as it is, with a warning")
private func timetable() throws {
    let meetings =
        "classSourcedId,weekday,weeks,sections,startTime,endTime,building,room,"
        + "teacherSourcedId\nc1,MON,,1,,,5A,C317,\n"
    let fixture = changes(
        ["classes": "delta", "users": "delta"],
        [
            .write("meetings.csv", [UInt8](meetings.utf8)),
            .cell("classes.csv", 2, "status", "active"),
        ])
    let (roster, report) = try read(fixture)
    #expect(report.entries.contains { $0.file == "meetings.csv" && $0.code == .delta })
    #expect(roster?.meetings == [])
}
