import Rostering
import Testing

private let adjustments = "adjustments.csv"

private let cases: [FindingCase] = [
    FindingCase(
        "a user who is not there", [.cell(adjustments, 2, "userIdentifier", "s9")],
        ["error adjustments.csv 2 userIdentifier unknown_user"]),
    FindingCase(
        "a username where the code is the identifier",
        [.cell(adjustments, 2, "userIdentifier", "john")],
        ["error adjustments.csv 2 userIdentifier unknown_user"]),
    FindingCase(
        "a code", [.cell(adjustments, 2, "userIdentifier", "2024123456")], []),
    FindingCase(
        "a code in another letter case",
        [
            .cell("users.csv", 4, "identifier", "202412345X"),
            .cell(adjustments, 2, "userIdentifier", "202412345x"),
        ], []),
    FindingCase(
        "a sourcedId in another letter case", [.cell(adjustments, 2, "userIdentifier", "S1")],
        ["error adjustments.csv 2 userIdentifier unknown_user"]),
    FindingCase(
        "one user's code that is another's sourcedId",
        [
            .cell("users.csv", 4, "identifier", "s1"),
            .cell(adjustments, 3, "userIdentifier", "2024123456"),
        ], ["error adjustments.csv 2 userIdentifier ambiguous_user"]),
    FindingCase(
        "a code that is the user's own sourcedId",
        [
            .cell("users.csv", 4, "identifier", "s2"),
            .cell(adjustments, 2, "userIdentifier", "s2"),
        ], []),
    FindingCase(
        "a code that users who were passed over have too, before and after",
        [
            .cell("users.csv", 2, "status", "inactive"),
            .cell("users.csv", 2, "identifier", "2024123456"),
            .cell("enrollments.csv", 2, "userSourcedId", "s1"),
            .cell("enrollments.csv", 2, "role", "student"),
            .cell("meetings.csv", 2, "teacherSourcedId", ""),
            .append("users.csv", "s3,inactive,,true,sch,student,x,,A,B,,2024123456,,,,,,\n"),
            .cell(adjustments, 2, "userIdentifier", "2024123456"),
        ],
        ["warning users.csv 2 status inactive_row", "warning users.csv 6 status inactive_row"]),
    FindingCase(
        "users who were passed over, by code and by sourcedId",
        [
            .append("users.csv", "s3,inactive,,true,sch,student,x,,A,B,,77,,,,,,\n"),
            .append(adjustments, "77,y,Late,1\ns3,y,Late,1\n"),
        ],
        [
            "warning users.csv 6 status inactive_row",
            "warning adjustments.csv 4 userIdentifier left_out_reference",
            "warning adjustments.csv 5 userIdentifier left_out_reference",
        ]),
    FindingCase(
        "users whose role was not granted, by code and by sourcedId",
        [
            .append("users.csv", "a1,,,true,sch,aide,x,,A,B,,A1,,,,,,\n"),
            .append(adjustments, "A1,y,Late,1\na1,y,Late,1\n"),
        ],
        [
            "warning users.csv 6 role role_not_granted",
            "warning adjustments.csv 4 userIdentifier left_out_reference",
            "warning adjustments.csv 5 userIdentifier left_out_reference",
        ]),
    FindingCase(
        "a teacher and a parent",
        [
            .cell(adjustments, 2, "userIdentifier", "T1"),
            .cell(adjustments, 3, "userIdentifier", "p1"),
        ],
        [
            "error adjustments.csv 2 userIdentifier role_mismatch",
            "error adjustments.csv 3 userIdentifier role_mismatch",
        ]),
    FindingCase(
        "a term that is not there", [.cell(adjustments, 2, "term", "First")],
        ["error adjustments.csv 2 term unknown_term"]),
    FindingCase(
        "blank cells",
        [
            .cell(adjustments, 2, "userIdentifier", ""), .cell(adjustments, 2, "term", ""),
            .cell(adjustments, 3, "label", ""), .cell(adjustments, 3, "days", ""),
        ],
        [
            "error adjustments.csv 2 userIdentifier blank_cell",
            "error adjustments.csv 2 term blank_cell",
            "error adjustments.csv 3 label blank_cell",
            "error adjustments.csv 3 days blank_cell",
        ]),
    FindingCase(
        "a missing column", [.header(adjustments, "days", "metadata.days")],
        ["error adjustments.csv 1 days missing_column"]),
    FindingCase(
        "a label of 40 characters",
        [.cell(adjustments, 2, "label", String(repeating: "é", count: 40))], []),
    FindingCase(
        "a label of 41 characters",
        [.cell(adjustments, 2, "label", String(repeating: "é", count: 41))],
        ["error adjustments.csv 2 label bad_value"]),
    FindingCase(
        "a label with a direction character", [.cell(adjustments, 2, "label", "Ab\u{202E}sent")],
        ["warning adjustments.csv 2 label hidden_characters"]),
    FindingCase(
        "a student, term and label twice, by sourcedId and by code",
        [.append(adjustments, "2024123456,sem,Absent,3\n")],
        ["error adjustments.csv 4 label duplicate_adjustment"]),
    FindingCase(
        "another label, term or student beside a row",
        [.append(adjustments, "s1,sem,LATE,3\ns1,y,Absent,3\ns2,sem,Absent,3\n")], []),
    FindingCase(
        "a code that could not be read is not missed again",
        [
            .cell("users.csv", 3, "identifier", "2024 123456"),
            .cell(adjustments, 2, "userIdentifier", "2024123456"),
        ], ["error users.csv 3 identifier bad_code"]),
    FindingCase(
        "codes of a column that is not there are not missed again",
        [.cell(adjustments, 2, "userIdentifier", "2024123456")],
        ["error users.csv 1 badge missing_column"],
        options: ImportOptions(userCodeFrom: .column("badge"))),
    FindingCase(
        "a user whose row could not be read is not missed again",
        [.append("users.csv", "s3,broken\n"), .append(adjustments, "s3,sem,Absent,1\n")],
        ["error users.csv 6 dateLastModified too_few_cells"]),
]

@Test("A report names what is wrong with adjustments", arguments: cases)
private func adjustmentFindings(_ row: FindingCase) throws {
    try check(row)
}

private let someDays: [(String, Int?)] = [
    ("1", 1), ("-1", -1), ("+5", 5), ("007", 7), ("400", 400), ("-400", -400), ("0", nil),
    ("-0", nil), ("401", nil), ("-401", nil), ("1.0", nil), ("1,5", nil), ("−1", nil), ("two", nil),
    ("1 000", nil), ("-9223372036854775808", nil), ("9223372036854775808", nil),
]

@Test("Days are a signed whole number up to 400, and not 0", arguments: someDays)
private func days(text: String, days: Int?) throws {
    let (roster, report) = try SchoolFixture([.cell(adjustments, 2, "days", text)]).imported()
    #expect(roster?.adjustments?[0].days == days)
    #expect(report.summary == (days == nil ? ["error adjustments.csv 2 days bad_value"] : []))
}

@Test("A code of an adjustment comes from the column that codes come from")
private func codeOfTheNamedColumn() throws {
    let fixture = SchoolFixture([.cell(adjustments, 2, "userIdentifier", "john")])
    let options = ImportOptions(userCodeFrom: .column("username"))
    let (roster, report) = try fixture.imported(options)
    #expect(report.entries.isEmpty)
    #expect(roster?.adjustments?.map(\.person) == ["s1", "s1"])
}
