import Rostering
import Testing

private let sessions = "academicSessions.csv"
private let enrollments = "enrollments.csv"

private let cases: [FindingCase] = [
    FindingCase(
        "a blank cell that is needed", [.cell("users.csv", 3, "familyName", "  ")],
        ["error users.csv 3 familyName blank_cell"]),
    FindingCase(
        "a name of invisible characters only", [.cell("users.csv", 3, "familyName", "\u{202E}")],
        ["error users.csv 3 familyName blank_cell"]),
    FindingCase(
        "a row without an id", [.cell("users.csv", 4, "sourcedId", "")],
        ["error users.csv 4 sourcedId blank_cell"]),
    FindingCase(
        "an id with a control character",
        [.cell("courses.csv", 2, "sourcedId", "ma\u{7}th")],
        [
            "error courses.csv 2 sourcedId bad_id",
            "error classes.csv 2 courseSourcedId unknown_course",
            "warning classes.csv 2 classCode no_course_code",
        ]),
    FindingCase(
        "an id twice", [.append(enrollments, "e2,,,c1,sch,s2,student,,,\n")],
        ["error enrollments.csv 5 sourcedId duplicate_id"]),
    FindingCase(
        "a word in another letter case is said once",
        [.cell(enrollments, 3, "role", "Student"), .cell(enrollments, 4, "role", "Student")],
        ["warning enrollments.csv 3 role letter_case"]),
    FindingCase(
        "a word that is none of the list", [.cell(enrollments, 3, "role", "pupil")],
        ["error enrollments.csv 3 role bad_value"]),
    FindingCase(
        "true and false in any letter case",
        [.cell("users.csv", 3, "enabledUser", "TRUE"), .cell(enrollments, 2, "primary", "False")],
        []),
    FindingCase(
        "neither true nor false", [.cell("users.csv", 3, "enabledUser", "yes")],
        ["error users.csv 3 enabledUser bad_value"]),
    FindingCase(
        "a date that does not exist", [.cell(sessions, 3, "endDate", "2027-02-29")],
        ["error academicSessions.csv 3 endDate bad_date"]),
    FindingCase(
        "a date written otherwise", [.cell(enrollments, 3, "beginDate", "9/1/2026")],
        ["error enrollments.csv 3 beginDate bad_date"]),
    FindingCase(
        "a term that ends before it starts", [.cell(sessions, 3, "endDate", "2026-08-30")],
        ["error academicSessions.csv 3 endDate end_before_start"]),
    FindingCase(
        "an enrolment that ends before it begins", [.cell(enrollments, 3, "endDate", "2026-08-31")],
        ["error enrollments.csv 3 endDate end_before_start"]),
    FindingCase(
        "a school year that is no year", [.cell(sessions, 3, "schoolYear", "26/27")],
        ["error academicSessions.csv 3 schoolYear bad_value"]),
    FindingCase(
        "a row marked as deleted", [.cell(enrollments, 4, "status", "tobedeleted")],
        ["warning enrollments.csv 4 status inactive_row"]),
    FindingCase(
        "a row marked as inactive, and one that refers to it",
        [.cell("users.csv", 4, "status", "inactive")],
        [
            "warning users.csv 4 status inactive_row",
            "warning enrollments.csv 4 userSourcedId left_out_reference",
        ]),
    FindingCase(
        "a status never heard of", [.cell("users.csv", 4, "status", "gone")],
        ["error users.csv 4 status bad_value"]),
    FindingCase("an active row", [.cell("users.csv", 4, "status", "active")], []),
    FindingCase(
        "an enrolment in no class", [.cell(enrollments, 3, "classSourcedId", "c9")],
        ["error enrollments.csv 3 classSourcedId unknown_class"]),
    FindingCase(
        "an enrolment of nobody", [.cell(enrollments, 3, "userSourcedId", "s9")],
        ["error enrollments.csv 3 userSourcedId unknown_user"]),
    FindingCase(
        "an enrolment as aide", [.cell(enrollments, 4, "role", "aide")],
        ["warning enrollments.csv 4 role role_skipped"]),
    FindingCase(
        "a student who teaches", [.cell(enrollments, 4, "role", "teacher")],
        ["warning enrollments.csv 4 role role_mismatch"]),
    FindingCase(
        "schools that are not there",
        [
            .cell("orgs.csv", 3, "parentSourcedId", "x"),
            .cell("courses.csv", 2, "orgSourcedId", "x"),
            .cell("classes.csv", 2, "schoolSourcedId", "x"),
            .cell("users.csv", 2, "orgSourcedIds", "sch, x"),
            .cell(enrollments, 2, "schoolSourcedId", "x"),
        ],
        [
            "warning orgs.csv 3 parentSourcedId unknown_org",
            "warning courses.csv 2 orgSourcedId unknown_org",
            "warning classes.csv 2 schoolSourcedId unknown_org",
            "warning users.csv 2 orgSourcedIds unknown_org",
            "warning enrollments.csv 2 schoolSourcedId unknown_org",
        ]),
    FindingCase(
        "terms that are not there, where they can be done without",
        [
            .cell(sessions, 3, "parentSourcedId", "x"),
            .cell("courses.csv", 2, "schoolYearSourcedId", "x"),
        ],
        [
            "warning academicSessions.csv 3 parentSourcedId unknown_term",
            "warning courses.csv 2 schoolYearSourcedId unknown_term",
        ]),
    FindingCase(
        "terms within each other", [.cell(sessions, 2, "parentSourcedId", "sem")],
        ["error academicSessions.csv 3 parentSourcedId parent_cycle"]),
    FindingCase(
        "a class in no term", [.cell("classes.csv", 2, "termSourcedIds", "sem,x")],
        ["error classes.csv 2 termSourcedIds unknown_term"]),
    FindingCase(
        "a class whose term is a comma", [.cell("classes.csv", 2, "termSourcedIds", ",")],
        ["error classes.csv 2 termSourcedIds blank_cell"]),
    FindingCase(
        "a class of no course",
        [
            .cell("classes.csv", 2, "courseSourcedId", "x"),
            .cell("classes.csv", 2, "classCode", "M1"),
        ],
        ["error classes.csv 2 courseSourcedId unknown_course"]),
    FindingCase(
        "a class without any code", [.cell("courses.csv", 2, "courseCode", "")],
        ["warning classes.csv 2 classCode no_course_code"]),
    FindingCase(
        "hidden characters in names",
        [
            .cell("users.csv", 3, "givenName", "Jo\u{202E}hn"),
            .cell("classes.csv", 2, "title", "Cal\tculus"),
        ],
        [
            "warning classes.csv 2 title hidden_characters",
            "warning users.csv 3 givenName hidden_characters",
        ]),
]

@Test("A report names file, line and column of what is wrong with a row", arguments: cases)
private func rowFindings(_ row: FindingCase) throws {
    try check(row)
}

@Test("A message about a duplicate names both rows")
private func duplicatesNameBoth() throws {
    let row = "s9,,,true,sch,student,x,,A,B,,2024123456,,,,,,\n"
    let report = try SchoolFixture([.append("users.csv", row)]).imported().report
    let message = try #require(report.entries.first?.message)
    #expect(message.contains("line 6") && message.contains("line 3"))
}
