import Attendance
import Foundation
import Rostering
import Testing

@Test("A sound folder becomes the roster that its cells describe")
private func soundSchool() throws {
    let roster = try #require(try SchoolFixture().imported().roster)
    #expect(roster.schoolName == "Hill School")
    #expect(roster.terms.map(\.id) == ["y", "sem"])
    #expect(roster.terms.map(\.kind) == [.schoolYear, .semester])
    #expect(roster.terms[1].parent == "y" && roster.terms[1].schoolYear == 2027)
    #expect(roster.terms[1].start.description == "2026-08-31")
    var course = SchoolRoster.Course(
        id: "c1", title: "Calculus", code: "MATH101", className: "CS 2024", terms: ["sem"])
    course.location = "5A C317"
    #expect(roster.courses == [course])
    #expect(
        roster.bell.map { "\($0.section) \($0.start) \($0.end)" } == [
            "1 08:00 08:45", "2 08:55 09:40",
        ])
    #expect(roster.exceptions.map { $0.movedTo?.description } == [nil, "2026-10-10"])
}

@Test("Terms without a school year get one, and stand after what they belong to")
private func schoolYears() throws {
    let text = """
        sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear
        q1,,,Quarter,gradingPeriod,2026-08-31,2026-10-30,sem,2027
        sem,,,First,semester,2026-08-31,2027-01-24,,2027
        late,,,Second,semester,2027-02-22,2027-07-11,,2027
        """
    let fixture = SchoolFixture([
        .write("academicSessions.csv", [UInt8](text.utf8)),
        .cell("courses.csv", 2, "schoolYearSourcedId", ""),
    ])
    let terms = try #require(try fixture.imported().roster).terms
    #expect(terms.map(\.id) == ["year:2027", "sem", "q1", "late"])
    #expect(terms.map(\.parent) == [nil, "year:2027", "sem", "year:2027"])
    #expect(terms[0].title == "August 2026 – July 2027" && terms[0].kind == .schoolYear)
}

@Test("People carry code, names, role, cards, grades and agents both ways, and no password")
private func people() throws {
    let roster = try #require(try SchoolFixture().imported().roster)
    var john = SchoolRoster.Person(
        id: "s1", code: "2024123456", givenName: "John", familyName: "Smith", role: .student)
    john.grades = ["CS 2024"]
    john.aliases = ["0040856634"]
    john.agents = ["p1"]
    #expect(roster.people[1] == john)
    #expect(roster.people.map(\.role) == [.teacher, .student, .student, .parent])
    #expect(roster.people[0].email == "jane@example.org")
    #expect(roster.people[3].agents == ["s1"])
    #expect(!String(describing: roster).contains("hunter2"))
}

@Test("Enrolments carry role, primary teacher and dates")
private func enrolments() throws {
    let roster = try #require(try SchoolFixture().imported().roster)
    #expect(roster.enrolments.map(\.isTeacher) == [true, false, false])
    #expect(roster.enrolments.map(\.isPrimary) == [true, false, false])
    #expect(roster.enrolments[1].begin?.description == "2026-09-01")
    #expect(roster.enrolments[1].end?.description == "2026-12-01")
}

@Test("Meetings carry weekday, weeks, sections, times, room and teachers")
private func meetings() throws {
    let roster = try #require(try SchoolFixture().imported().roster)
    #expect(
        roster.meetings == [
            SchoolRoster.Meeting(
                course: "c1", weekday: .monday, weeks: nil, sections: [1, 2], start: nil, end: nil,
                building: "5A", room: "C317", teachers: ["t1"]),
            SchoolRoster.Meeting(
                course: "c1", weekday: .wednesday, weeks: [1, 2, 3], sections: [],
                start: TimeOfDay("10:00"), end: TimeOfDay("11:00"), building: "5A", room: "C318"),
        ])
}

@Test("A meeting falls on a weekday by number or name, or on a day of the rotation")
private func meetingDays() throws {
    let fixture = SchoolFixture([
        .cell("meetings.csv", 2, "weekday", "7"), .cell("meetings.csv", 3, "weekday", "d12"),
    ])
    let roster = try #require(try fixture.imported().roster)
    #expect(roster.meetings.map(\.day) == [.weekday(.sunday), .rotation(12)])
    #expect(roster.rotationLength == 12)
}

@Test("A meeting may name several teachers, and be kept without being held")
private func enabledColumn() throws {
    let text = """
        classSourcedId,weekday,weeks,sections,startTime,endTime,building,room,teacherSourcedId,enabled
        c1,SUN,2,"1,2",,,5B,A1,"t1, s2",FALSE
        c1,MON,,1,,,5B,A1,,
        """
    let fixture = SchoolFixture([.write("meetings.csv", [UInt8](text.utf8))])
    let meetings = try #require(try fixture.imported().roster).meetings
    #expect(meetings.map(\.enabled) == [false, true])
    #expect(meetings[0].teachers == ["t1", "s2"] && meetings[0].day == .weekday(.sunday))
}

@Test("Adjustments carry student, term, label and signed days")
private func adjustments() throws {
    let roster = try #require(try SchoolFixture().imported().roster)
    #expect(
        roster.adjustments == [
            SchoolRoster.Adjustment(person: "s1", term: "sem", label: "Absent", days: -2),
            SchoolRoster.Adjustment(person: "s1", term: "sem", label: "Late", days: 15),
        ])
}

@Test("The class's own code comes before its course's, and grades are joined")
private func classCells() throws {
    let roster = try SchoolFixture([
        .cell("classes.csv", 2, "classCode", "M-1"),
        .cell("classes.csv", 2, "grades", "09,10 ,11"),
        .cell("classes.csv", 2, "classType", "homeroom"),
        .cell("classes.csv", 2, "termSourcedIds", "sem, y,sem"),
    ]).imported().roster
    let course = try #require(roster?.courses.first)
    #expect(course.code == "M-1" && course.className == "09, 10, 11" && course.isHomeroom)
    #expect(course.terms == ["sem", "y"])
}

@Test("A preferred name is taken where its cell is not blank")
private func preferredNames() throws {
    let fixture = SchoolFixture([
        .cell("users.csv", 3, "sms", "Jack"), .cell("users.csv", 3, "phone", ""),
        .header("users.csv", "sms", "preferredGivenName"),
        .header("users.csv", "phone", "preferredFamilyName"),
    ])
    let people = try #require(try fixture.imported().roster).people
    #expect(people[1].givenName == "Jack" && people[1].familyName == "Smith")
    #expect(people[2].givenName == "Mary")
}

@Test("Names lose control and direction characters and keep joiners and combining marks")
private func cleanNames() throws {
    let fixture = SchoolFixture([
        .cell("users.csv", 3, "givenName", "\u{200F}Ng\u{75}\u{302}\u{303}\r\nThi\u{7}"),
        .cell("users.csv", 3, "familyName", "क्\u{200D}ष"),
    ])
    let person = try #require(try fixture.imported().roster).people[1]
    #expect(Array(person.givenName.unicodeScalars) == Array("Ngu\u{302}\u{303} Thi".unicodeScalars))
    #expect(person.familyName.unicodeScalars.contains("\u{200D}"))
}

@Test("Only the ids of cards become aliases")
private func aliases() throws {
    let cell = "{LDAP:12},{rfid:1C:78:F2:BF}, {LIB:21234000012344},{LIB:21234000012344}"
    let fixture = SchoolFixture([.cell("users.csv", 4, "userIds", cell)])
    let people = try #require(try fixture.imported().roster).people
    #expect(people[2].aliases == ["1C:78:F2:BF", "21234000012344"])
}

@Test("A report keeps a thousand entries of each severity and counts the others")
private func reportLimit() {
    var report = ImportReport()
    for line in 1...1_500 {
        report.add(.warning, .letterCase, file: "users.csv", line: line, "A warning.")
    }
    #expect(!report.hasErrors)
    report.add(.error, .version, file: "manifest.csv", "An error.")
    #expect(report.hasErrors)
    #expect(report.entries.count == 1_001)
    #expect(report.omittedCount == 500)
    #expect(report.entries.last?.code == .version)
}

@Test("Codes are short words in small letters")
private func codeSpelling() {
    for code in ImportCode.allCases {
        let isPlain = code.rawValue.utf8.allSatisfy {
            $0 == UInt8(ascii: "_") || (97...122).contains($0) || (48...57).contains($0)
        }
        #expect(isPlain && code.rawValue.utf8.count <= 24)
    }
}
