import Attendance
import Foundation
import Rostering
import Testing

/// Microsoft's own sample files, beside the project where they are at hand.
private let samples = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("shared/data/sds")
private let hasSamples = FileManager.default.fileExists(atPath: samples.path)
private let why: Comment = "the sample files of School Data Sync are not on this machine"

/// The cells of a sample file by a plain look at it: none of them has a quotation mark.
private func rows(_ file: String) throws -> [[String]] {
    let text = try String(contentsOf: samples.appendingPathComponent(file), encoding: .utf8)
    return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
        line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
}

@Test(
    "The samples of version 1 become as many people, classes and enrolments as they have lines",
    .enabled(if: hasSamples, why),
    arguments: [
        "SDS_Format/25_Users", "SDS_Format/100_Users", "SDS_Format/Min_Required_Attributes",
    ]
)
private func version1(folder: String) throws {
    let read = readSchool(.schoolDataSync, at: samples.appendingPathComponent(folder))
    #expect(read.dialect == "School Data Sync 1")
    let roster = try #require(read.roster, "\(read.report.summary)")
    let students = try rows(folder + "/Student.csv")
    let teachers = try rows(folder + "/Teacher.csv")
    #expect(roster.people.count { $0.role == .student } == students.count)
    #expect(roster.people.count { $0.role == .teacher } == teachers.count)
    #expect(try roster.courses.count == rows(folder + "/Section.csv").count)
    let enrolments = try rows(folder + "/StudentEnrollment.csv")
    let teaching = try rows(folder + "/TeacherRoster.csv")
    #expect(roster.enrolments.count { !$0.isTeacher } == Set(enrolments).count)
    #expect(roster.enrolments.count(where: \.isTeacher) == Set(teaching).count)
    let school = try rows(folder + "/School.csv")[0][1]
    #expect(roster.schoolName == school)
    #expect(!String(describing: roster).contains("P@ss"))
}

@Test(
    "Terms of version 1 stand in its sections, with dates of the United States",
    .enabled(if: hasSamples, why))
private func version1Terms() throws {
    let read = readSchool(
        .schoolDataSync, at: samples.appendingPathComponent("SDS_Format/25_Users"))
    let section = try rows("SDS_Format/25_Users/Section.csv")[0]
    let term = try #require(read.roster?.terms.first { $0.id == section[4] })
    #expect(term.title == section[5])
    // 7/1/2017 and 6/30/2018 in the file.
    #expect([section[6], section[7]] == ["7/1/2017", "6/30/2018"])
    #expect(term.start.description == "2017-07-01" && term.end.description == "2018-06-30")
    #expect(read.roster?.courses[0].code == section[10])
}

@Test(
    "The sample of version 2 is read, whatever its staff is called",
    .enabled(if: hasSamples, why))
private func version2() throws {
    let read = readSchool(.schoolDataSync, at: samples.appendingPathComponent("SDS_v2"))
    #expect(read.dialect == "School Data Sync 2")
    let roster = try #require(read.roster, "\(read.report.summary)")
    let users = try rows("SDS_v2/users.csv")
    #expect(roster.people.count { $0.role == .student } == users.count { $0[6] == "Student" })
    let teaching: Set = ["Teacher", "Faculty", "Professor", "Lecturer"]
    let enrolments = try rows("SDS_v2/enrollments.csv")
    #expect(
        roster.enrolments.count { $0.isTeacher } == enrolments.count { teaching.contains($0[2]) })
    #expect(roster.courses.map(\.title) == (try rows("SDS_v2/classes.csv").map { $0[2] }))
    #expect(read.report.entries.contains { $0.code == .noTerm })
}

@Test(
    "The sample of version 2.1 is read with its roles, relationships and terms",
    .enabled(if: hasSamples, why))
private func version21() throws {
    let read = readSchool(.schoolDataSync, at: samples.appendingPathComponent("SDS_v2.1"))
    #expect(read.dialect == "School Data Sync 2.1")
    let roster = try #require(read.roster, "\(read.report.summary)")
    #expect(try roster.people.count == rows("SDS_v2.1/users.csv").count)
    #expect(try roster.terms.map(\.id).contains(rows("SDS_v2.1/academicSessions.csv")[1][0]))
    let families = try rows("SDS_v2.1/relationships.csv")
    for family in families {
        let child = try #require(roster.people.first { $0.id == family[0] })
        #expect(child.agents == [family[1]] && child.role == .student)
        #expect(roster.people.first { $0.id == family[1] }?.role == .parent)
    }
    #expect(try roster.enrolments.count == rows("SDS_v2.1/enrollments.csv").count)
}

private let version1Files: [String: String] = [
    "School.csv": "SIS ID,Name\n1,Hill School\n",
    "Section.csv": """
    SIS ID,School SIS ID,Section Name,Term SIS ID,Term Name,Term StartDate,Term EndDate,\
    Course SIS ID,Course Name,Course Number,Status
    c1,1,Calculus,t,Fall,8/31/2026,1/24/2027,m,Mathematics,MATH101,Active
    c2,1,Algebra,t,Fall,8/31/2026,1/24/2027,m,Mathematics,MATH101,Active
    """,
    "Student.csv": """
    SIS ID,School SIS ID,First Name,Last Name,Username,Password,Student Number,Grade,Status,Birthdate
    7,1,John,Smith,john,hunter2,2024123456,10,Active,4/2/2010
    8,1,Mary,Hale,mary,hunter2,2024000002,10,Inactive,4/3/2010
    """,
    "Teacher.csv": """
    SIS ID,School SIS ID,First Name,Last Name,Username,Teacher Number
    7,1,Jane,Miller,jane,T1
    """,
    "StudentEnrollment.csv": "Section SIS ID,SIS ID\nc1,7\nc2,7\n",
    "TeacherRoster.csv": "Section SIS ID,SIS ID\nc1,7\n",
]

func readWritten(
    _ format: RosterFormat, _ files: [String: String]
) throws -> SchoolImport {
    try withTemporaryFolder { folder in
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        return readSchool(format, at: folder)
    }
}

@Test("A student and a teacher of version 1 may have the same id")
private func sameIDs() throws {
    let read = try readWritten(.schoolDataSync, version1Files)
    #expect(read.report.summary == ["warning Student.csv 3 Status inactive_row"])
    let roster = try #require(read.roster)
    #expect(roster.people.map(\.code) == ["2024123456", "T1"])
    #expect(roster.people.map(\.role) == [.student, .teacher])
    #expect(roster.courses.map(\.terms) == [["t"], ["t"]])
    #expect(roster.courses.map(\.code) == ["MATH101", "MATH101"])
    #expect(roster.terms.contains { $0.id == "t" && $0.end.description == "2027-01-24" })
    #expect(roster.enrolments.map(\.isTeacher) == [false, false, true])
    #expect(!String(describing: roster).contains("hunter2"))
    #expect(!String(describing: roster).contains("2010"))
}

private let spoilt: [(String, String, String, [String])] = [
    (
        "Section.csv", "8/31/2026,1/24/2027", "31/8/2026,1/24/2027",
        [
            "error Section.csv 2 Term StartDate bad_date"
        ]
    ),
    (
        "StudentEnrollment.csv", "c2,7", "c2,9",
        [
            "error StudentEnrollment.csv 3 SIS ID unknown_user"
        ]
    ),
    (
        "StudentEnrollment.csv", "c2,7", "c1,7",
        [
            "warning StudentEnrollment.csv 3 - duplicate_row"
        ]
    ),
    (
        "TeacherRoster.csv", "c1,7", "c9,7",
        [
            "error TeacherRoster.csv 2 Section SIS ID unknown_class"
        ]
    ),
    (
        "Student.csv", "Student Number", "Shoe Size",
        [
            "warning Student.csv 1 Shoe Size unknown_columns"
        ]
    ),
    (
        "School.csv", "SIS ID", "ID",
        [
            "warning School.csv 1 ID unknown_columns", "error School.csv 1 SIS ID missing_column",
        ]
    ),
]

@Test("Findings name the files and headers of version 1 as it spells them", arguments: spoilt)
private func version1Findings(
    file: String, before: String, after: String, findings: [String]
) throws {
    var files = version1Files
    files[file] = files[file]?.replacing(before, with: after, maxReplacements: 1)
    let read = try readWritten(.schoolDataSync, files)
    let summary = read.report.summary.filter { $0 != "warning Student.csv 3 Status inactive_row" }
    #expect(summary == findings)
    #expect((read.roster == nil) == read.report.hasErrors)
}

@Test("What is no School Data Sync says so, and names the command for OneRoster")
private func otherFiles() throws {
    #expect(try readWritten(.schoolDataSync, [:]).report.entries.map(\.code) == [.version])
    let read = try readWritten(.schoolDataSync, ["manifest.csv": "", "users.csv": ""])
    #expect(read.dialect == nil)
    #expect(read.report.entries.first?.message.contains("kiosk import oneroster") == true)
}
