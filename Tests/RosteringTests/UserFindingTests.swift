import Attendance
import Rostering
import Testing

private let users = "users.csv"
private let badCode = ["error users.csv 3 identifier bad_code"]
private let granting = ImportOptions(grantRoles: true)

private func row(_ id: String, role: String, code: String) -> SchoolFixture.Edit {
    .append(users, "\(id),,,true,sch,\(role),\(id),,A,B,,\(code),,,,,,\n")
}

private let cases: [FindingCase] = [
    FindingCase("a code with a blank", [.cell(users, 3, "identifier", "2024 1")], badCode),
    FindingCase("a code beyond ASCII", [.cell(users, 3, "identifier", "２０２４")], badCode),
    FindingCase("a code with a slash", [.cell(users, 3, "identifier", "a/b")], badCode),
    FindingCase(
        "a code that a spreadsheet shortened", [.cell(users, 3, "identifier", "2.02E+09")],
        badCode),
    FindingCase(
        "a code of 65 characters",
        [.cell(users, 3, "identifier", String(repeating: "7", count: 65))], badCode),
    FindingCase(
        "a code of 64 characters",
        [.cell(users, 3, "identifier", String(repeating: "7", count: 64))], []),
    FindingCase("every sign a code may have", [.cell(users, 3, "identifier", "aZ09-._@")], []),
    FindingCase(
        "a fall-back is held to the same rule",
        [.cell(users, 3, "identifier", ""), .cell(users, 3, "username", "jo hn")],
        ["error users.csv 3 username bad_code"]),
    FindingCase(
        "a code twice, letter case folded",
        [.cell(users, 3, "identifier", "20x"), .cell(users, 4, "identifier", "20X")],
        ["error users.csv 4 identifier duplicate_code"]),
    FindingCase(
        "a named column with a blank cell", [],
        [
            "error users.csv 3 email bad_code", "error users.csv 4 email bad_code",
            "error users.csv 5 email bad_code",
        ],
        options: ImportOptions(userCodeFrom: .column("email"))),
    FindingCase(
        "a named column that is not there", [], ["error users.csv 1 badge missing_column"],
        options: ImportOptions(userCodeFrom: .column("badge"))),
    FindingCase(
        "the password is no code", [], ["error users.csv 1 password missing_column"],
        options: ImportOptions(userCodeFrom: .column("Password"))),
    FindingCase(
        "an administrator is left out", [row("a1", role: "administrator", code: "A1")],
        ["warning users.csv 6 role role_not_granted"]),
    FindingCase(
        "an aide who is enrolled as a student is left out with the enrolment",
        [
            row("a1", role: "aide", code: "A1"),
            .append("enrollments.csv", "e4,,,c1,sch,a1,student,,,\n"),
        ],
        ["warning users.csv 6 role role_not_granted"]),
    FindingCase(
        "an administrator who teaches is a teacher",
        [
            row("a1", role: "administrator", code: "A1"),
            .append("enrollments.csv", "e4,,,c1,sch,a1,teacher,,,\n"),
        ], []),
    FindingCase(
        "roles that were granted",
        [row("a1", role: "administrator", code: "A1"), row("a2", role: "proctor", code: "A2")], [],
        options: granting),
    FindingCase(
        "a role never heard of", [.cell(users, 3, "role", "king")],
        ["error users.csv 3 role bad_value"]),
    FindingCase(
        "an agent who is not there", [.cell(users, 4, "agentSourcedIds", "p1,p9")],
        ["warning users.csv 4 agentSourcedIds unknown_user"]),
    FindingCase(
        "ids that are none", [.cell(users, 4, "userIds", "{RFID:12 3},{LIB:77},0040")],
        ["warning users.csv 4 userIds bad_user_id"]),
    FindingCase(
        "a card of two people", [.cell(users, 4, "userIds", "{NFC:0040856634}")],
        ["warning users.csv 4 userIds duplicate_alias"]),
    FindingCase(
        "a card with somebody else's code", [.cell(users, 4, "userIds", "{LIB:2024123456}")],
        ["warning users.csv 4 userIds duplicate_alias"]),
    FindingCase(
        "a card with one's own code", [.cell(users, 4, "userIds", "{LIB:2024000002}")], []),
]

@Test("A report names what is wrong with users, their codes and their roles", arguments: cases)
private func userFindings(_ row: FindingCase) throws {
    try check(row, sourceLocation: #_sourceLocation)
}

private let listedRoles: [(String, Role, Bool)] = [
    ("student", Role.student, true), ("teacher", .teacher, true), ("parent", .parent, true),
    ("guardian", .parent, true), ("relative", .parent, true),
    ("administrator", .secretary, false), ("aide", .assistant, false),
    ("proctor", .assistant, false), ("systemAdministrator", .superadmin, false),
]

@Test("A listed role becomes one of ours", arguments: listedRoles)
private func roles(listed: String, role: Role, isGrantedAlways: Bool) throws {
    let fixture = SchoolFixture([row("x", role: listed, code: "X1")])
    for options in [ImportOptions(), granting] {
        let people = try #require(try fixture.imported(options).roster).people
        let person = people.first { $0.id == "x" }
        #expect(person?.role == (isGrantedAlways || options.grantRoles ? role : nil))
    }
}

@Test("An ungranted role that teaches comes in as a teacher")
private func teachingAdministrator() throws {
    let fixture = SchoolFixture([
        row("x", role: "systemAdministrator", code: "X1"),
        .append("enrollments.csv", "e4,,,c1,sch,x,teacher,,,\n"),
    ])
    #expect(try fixture.imported().roster?.people.last?.role == .teacher)
    #expect(try fixture.imported(granting).roster?.people.last?.role == .superadmin)
}

private let fallbacks: [(String, String, String)] = [
    ("2024", "john", "2024"), ("", "john", "john"),
]

@Test("A code is the identifier, else the username, else the sourcedId", arguments: fallbacks)
private func codes(identifier: String, username: String, code: String) throws {
    let fixture = SchoolFixture([
        .cell(users, 3, "identifier", identifier), .cell(users, 3, "username", username),
    ])
    #expect(try fixture.imported().roster?.people[1].code == code)
}

@Test("A code may come from any named column, in any letter case")
private func namedColumn() throws {
    let edits: [SchoolFixture.Edit] =
        [.header(users, "phone", "metadata.Card")]
        + (2...5).map { .cell(users, $0, "phone", "00\($0)") }
    // The cells are set under the old name, so the header is renamed last.
    let fixture = SchoolFixture(Array(edits.dropFirst()) + [edits[0]])
    let options = ImportOptions(userCodeFrom: .column("metadata.card"))
    let people = try #require(try fixture.imported(options).roster).people
    #expect(people.map(\.code) == ["002", "003", "004", "005"])
}

private let agents: [(String, Bool)] = [
    ("guardian", true), ("parent", true), ("relative", true), ("student", false),
    ("teacher", false), ("aide", false), ("administrator", false),
]

@Test("An agent is linked as a parent only where that is the user's role", arguments: agents)
private func linkedAgents(role: String, isLinked: Bool) throws {
    let fixture = SchoolFixture([.cell(users, 5, "role", role)])
    let people = try #require(try fixture.imported(granting).roster).people
    #expect(people[1].agents == (isLinked ? ["p1"] : []))
    #expect(people[3].agents == (isLinked ? ["s1"] : []))
}
