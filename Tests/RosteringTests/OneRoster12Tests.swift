import Attendance
import Rostering
import Testing

private let users = """
    sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,\
    identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,\
    preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns
    t1,,,true,jane,,Jane,Miller,,T1,jane@example.org,,,,,hunter2,,,,,sch,
    s1,,,true,john,{RFID:0040856634},John,Smith,,2024123456,,,,"p1,t2",CS 2024,,,Jack,,,sch,he
    s2,,,true,mary,,Mary,Hale,,2024000002,,,,t1,CS 2024,,,,,Halas,sch,
    p1,,,true,pat,,Pat,Smith,,P1,,,,,,,,,,,,
    t2,,,true,ben,,Ben,Smith,,T2,,,,,,,,,,,,
    """
private let roles = """
    sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,\
    userProfileSourcedId
    r1,,,t1,primary,teacher,2026-08-31,,sch,
    r2,,,s1,primary,student,,,sch,
    r3,,,s2,secondary,proctor,,,sch,
    r4,,,s2,primary,student,,,sch,
    r5,,,p1,primary,guardian,,,sch,
    r6,,,t2,secondary,parent,,,sch,
    r7,,,t2,primary,teacher,,,sch,
    """

private func school(_ edits: [SchoolFixture.Edit] = []) -> SchoolFixture {
    SchoolFixture(
        [
            .cell("manifest.csv", 3, "value", "1.2"), .append("manifest.csv", "file.roles,bulk\n"),
            .write("users.csv", [UInt8](users.utf8)), .write("roles.csv", [UInt8](roles.utf8)),
        ] + edits)
}

private func with(_ lines: String...) -> SchoolFixture.Edit {
    .write("roles.csv", [UInt8](([roles] + lines).joined(separator: "\n").utf8))
}

@Test("OneRoster 1.2 has its roles in roles.csv: the primary one, before any secondary one")
private func roleFile() throws {
    let (roster, report) = try school().imported()
    #expect(report.summary == [])
    let people = try #require(roster?.people)
    #expect(people.map(\.role) == [.teacher, .student, .student, .parent, .teacher])
    #expect(people.map(\.givenName) == ["Jane", "Jack", "Mary", "Pat", "Ben"])
    #expect(people.map(\.familyName) == ["Miller", "Smith", "Halas", "Smith", "Smith"])
    #expect(!String(describing: roster).contains("hunter2"))
}

@Test("Whoever has a parent's role beside another is the parent of those who name them")
private func secondaryParent() throws {
    let people = try #require(try school().imported().roster?.people)
    #expect(people[1].agents == ["p1", "t2"])
    #expect(people[2].agents == [])
    #expect(people[3].agents == ["s1"])
    // The ledger reads a teacher's agents as parents; the student's say it all.
    #expect(people[4].agents == [])
}

@Test("userProfiles.csv is no file that is opened")
private func profiles() throws {
    let fixture = school([
        .write("userProfiles.csv", [0xFF, 0]),
        .append("manifest.csv", "file.userProfiles,bulk\n"),
    ])
    #expect(try fixture.imported().report.summary == [])
}

private let cases: [(String, [SchoolFixture.Edit], [String])] = [
    ("no roles", [.write("roles.csv", [])], ["error roles.csv - - empty_file"]),
    (
        "a user without a role",
        [.write("users.csv", [UInt8]((users + "\nx1,,,true,ann,,A,P,,X1,,,,,,,,,,,,\n").utf8))],
        ["warning users.csv 7 - no_role"]
    ),
    (
        "a role of nobody", [with("r8,,,x9,primary,student,,,sch,")],
        ["error roles.csv 9 userSourcedId unknown_user"]
    ),
    (
        "a role never heard of", [with("r8,,,t1,secondary,king,,,sch,")],
        ["error roles.csv 9 role bad_value"]
    ),
    (
        "a kind of role never heard of", [with("r8,,,t1,third,aide,,,sch,")],
        ["error roles.csv 9 roleType bad_value"]
    ),
    (
        "a role at a school that is not there", [with("r8,,,t1,secondary,aide,,,x,")],
        ["warning roles.csv 9 orgSourcedId unknown_org"]
    ),
    (
        "a role that ends before it begins",
        [with("r8,,,t1,secondary,aide,2026-09-02,2026-09-01,sch,")],
        ["error roles.csv 9 endDate end_before_start"]
    ),
    (
        "a role that was taken away", [with("r8,inactive,,t1,secondary,aide,,,sch,")],
        ["warning roles.csv 9 status inactive_row"]
    ),
]

@Test("A report names what is wrong with roles", arguments: cases.indices)
private func roleFindings(index: Int) throws {
    let (name, edits, findings) = cases[index]
    let (roster, report) = try school(edits).imported()
    #expect(report.summary == findings, "\(name)")
    #expect((roster == nil) == report.hasErrors)
}

@Test("The role is granted or not as in 1.1, and an office that teaches is a teacher")
private func offices() throws {
    let files = school([with("r8,,,p1,primary,principal,,,sch,")])
    #expect(try files.imported().roster?.people[3].role == .parent)
    let changed = roles.replacing("p1,primary,guardian", with: "p1,primary,systemAdministrator")
    let office = school([.write("roles.csv", [UInt8](changed.utf8))])
    #expect(try office.imported().report.summary == ["warning users.csv 5 - role_not_granted"])
    let granted = try office.imported(ImportOptions(grantRoles: true))
    #expect(granted.roster?.people[3].role == .superadmin)
}
