import Attendance
import Rostering
import Testing

private let canvas: [String: String] = [
    "users.csv": """
    user_id,login_id,first_name,last_name,full_name,sortable_name,short_name,email,status
    u1,jane,Jane,Miller,,,,jane@example.org,active
    u2,2024123456,,,John van Smith,,,,active
    u3,2024000002,,,"Hale, Mary",,,,active
    u4,2024000003,Ann,Poe,,,,,suspended
    u5,2024000004,Ben,Low,,,,,active
    """,
    "terms.csv": """
    term_id,name,status,start_date,end_date
    fall,Fall,active,2026-08-31T00:00:00Z,2027-01-24T23:59:59Z
    later,Later,active,,
    """,
    "courses.csv": """
    course_id,short_name,long_name,account_id,term_id,status
    m,MATH101,Calculus,a,fall,active
    p,PHYS101,Physics,a,fall,active
    """,
    "sections.csv": """
    section_id,course_id,name,status
    m-1,m,Group 1,active
    """,
    "enrollments.csv": """
    course_id,user_id,role,section_id,status
    m,u1,teacher,m-1,active
    m,u2,student,m-1,active
    p,u3,student,,active
    m,u3,observer,m-1,active
    m,u4,student,m-1,active
    """,
]

@Test("Canvas files become sections, whole courses, and people by what they are enrolled as")
private func soundCanvas() throws {
    let read = try readWritten(.canvas, canvas)
    #expect(read.dialect == "Canvas SIS CSV")
    #expect(
        read.report.summary == [
            "warning terms.csv 3 start_date no_term", "warning users.csv 5 status inactive_row",
            "warning enrollments.csv 5 role role_skipped",
            "warning enrollments.csv 6 user_id left_out_reference",
            "warning users.csv 6 role no_role",
        ])
    let roster = try #require(read.roster)
    #expect(roster.people.map(\.role) == [.teacher, .student, .student])
    #expect(roster.people.map(\.givenName) == ["Jane", "John van", "Mary"])
    #expect(roster.people.map(\.familyName) == ["Miller", "Smith", "Hale"])
    #expect(roster.courses.map(\.title) == ["Calculus", "Physics"])
    #expect(roster.courses.map(\.className) == ["Group 1", ""])
    #expect(roster.courses.map(\.code) == ["MATH101", "PHYS101"])
    #expect(roster.courses.map(\.terms) == [["fall"], ["fall"]])
    #expect(roster.enrolments.map(\.course) == ["m-1", "m-1", roster.courses[1].id])
    let fall = roster.terms.first { $0.id == "fall" }
    #expect(fall?.start.description == "2026-08-31" && fall?.end.description == "2027-01-24")
}

private let spoilt: [(String, String, String, String)] = [
    ("enrollments.csv", "p,u3", "x,u3", "error enrollments.csv 4 course_id unknown_course"),
    ("enrollments.csv", "p,u3", ",u3", "error enrollments.csv 4 course_id blank_cell"),
    ("sections.csv", "m-1,m", "m-1,x", "error sections.csv 2 course_id unknown_course"),
    ("users.csv", "u3,2024000002", "u3,", "error users.csv 4 login_id blank_cell"),
    ("terms.csv", "2027-01-24T23", "2027-02-30T23", "error terms.csv 2 end_date bad_date"),
]

@Test("Findings in Canvas files name its own headers", arguments: spoilt)
private func canvasFindings(file: String, before: String, after: String, finding: String) throws {
    var files = canvas
    files[file] = files[file]?.replacing(before, with: after)
    let read = try readWritten(.canvas, files)
    #expect(read.report.summary.contains(finding), "\(read.report.summary)")
    #expect(read.roster == nil)
}

@Test("Canvas files without sections and terms are read")
private func withoutSections() throws {
    var files = canvas
    files["sections.csv"] = nil
    files["terms.csv"] = nil
    files["enrollments.csv"] = "course_id,user_id,role,status\nm,u2,student,active\n"
    let roster = try #require(try readWritten(.canvas, files).roster)
    #expect(roster.courses.map(\.title) == ["Calculus"])
    #expect(roster.people.map(\.id) == ["u2"])
}
