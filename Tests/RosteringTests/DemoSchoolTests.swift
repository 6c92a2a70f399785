import Attendance
import Foundation
import Rostering
import Testing

private let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("assets/demo-school")

private func demoSchool() throws -> SchoolRoster {
    let (roster, report) = readOneRoster(
        at: folder, options: ImportOptions(grantRoles: true))
    #expect(report.summary == [])
    return try #require(roster)
}

@Test("The demo school imports without an error or a warning")
private func demoSchoolIsSound() throws {
    let roster = try demoSchool()
    #expect(roster.courses.count == 24)
    #expect(roster.bell.count == 8)
    #expect(roster.people.count { $0.role == .student } == 300)
    #expect(roster.people.count { $0.role == .teacher } == 16)
    #expect(roster.people.count { $0.role == .secretary } == 1)
    #expect(Set(roster.meetings.map { $0.building + " " + $0.room }).count == 12)
    #expect(Set(roster.meetings.map(\.day)).count == 8)
    #expect(roster.rotationLength == 4)
    #expect(roster.meetings.count { !$0.enabled } == 1)
    #expect(roster.terms.map(\.id) == ["Y2627", "SEM1", "SEM2"])
    #expect(roster.exceptions.count { $0.movedTo != nil } == 1)
}

@Test("Without granted roles the demo school loses its secretary and nobody else")
private func demoSchoolWithoutRoles() throws {
    let (roster, report) = readOneRoster(at: folder)
    #expect(report.entries.map(\.code) == [.roleNotGranted])
    #expect(roster?.people.count == (try demoSchool().people.count) - 1)
}

private let families: [String: [String]] = [
    "P01": ["S001"], "P02": ["S001"], "P03": ["S006"], "P04": ["S007"], "P05": ["S211"],
    "P06": ["S002", "S272"], "P07": ["S036"], "P08": ["S037", "S057"], "P09": ["S015"],
    "P10": ["S064", "S091"],
]

@Test("Ten parents of the demo school are linked to their children, and those to them")
private func parents() throws {
    let people = try demoSchool().people
    let agents = Dictionary(uniqueKeysWithValues: people.map { ($0.id, Set($0.agents)) })
    #expect(Set(people.filter { $0.role == .parent }.map(\.id)) == Set(families.keys))
    for (parent, children) in families {
        #expect(agents[parent] == Set(children))
        for child in children { #expect(agents[child]?.contains(parent) == true) }
    }
    // Ids are given in the order of the files, and students come right after the staff.
    #expect(people.suffix(10).allSatisfy { $0.role == .parent })
    #expect(people[17].id == "S001")
}

@Test("The homeroom of the demo school has adjustments, by code and by sourcedId")
private func adjustments() throws {
    let rows = try #require(try demoSchool().adjustments).map {
        "\($0.person) \($0.term) \($0.label) \($0.days)"
    }
    #expect(
        rows == [
            "S001 SEM1 Absent -2", "S001 SEM1 Late 1", "S006 SEM1 Absent -1",
            "S008 SEM1 Field trip 3", "S007 SEM2 Absent -1",
        ])
}

@Test("Calculus meets on Monday in 5A C317, with the codes that a demonstration needs")
private func calculus() throws {
    let roster = try demoSchool()
    let course = try #require(roster.courses.first { $0.title == "Calculus" })
    #expect(course.code == "MATH101" && course.className == "CS 2024")
    let monday = try #require(
        roster.meetings.first { $0.course == course.id && $0.day == .weekday(.monday) })
    #expect(monday.sections == [1, 2] && monday.building == "5A" && monday.room == "C317")
    let members = Dictionary(grouping: roster.enrolments.filter { $0.course == course.id }) {
        $0.isTeacher
    }
    let people = Dictionary(uniqueKeysWithValues: roster.people.map { ($0.id, $0) })
    #expect(members[true]?.compactMap { people[$0.person]?.familyName } == ["Miller"])
    let students = members[false]?.compactMap { people[$0.person] } ?? []
    #expect(students.count == 60)
    #expect(students.first { $0.code == "2024123456" }?.familyName == "Smith")
    let sharing = Dictionary(grouping: students.map(\.code)) { $0.suffix(4) }
    #expect(sharing["3456"]?.count == 1)
    #expect(sharing["0006"] == ["0024000006"])
    let ties = sharing.values.filter { $0.count > 1 }
    #expect(ties.contains { Set($0.map { $0.suffix(5) }).count == 2 })
    #expect(ties.contains { Set($0.map { $0.suffix(6) }).count == 1 })
}

@Test("Nobody and no room of the demo school is in two places at once")
private func noDoubleBooking() throws {
    let roster = try demoSchool()
    let members = Dictionary(grouping: roster.enrolments, by: \.course)
    var taken: [String: [SchoolRoster.Day]] = [:]
    for meeting in roster.meetings {
        let people = members[meeting.course, default: []].filter { !$0.isTeacher }.map(\.person)
        for section in meeting.sections {
            for who in people + meeting.teachers + [meeting.building + " " + meeting.room] {
                let others = taken["\(section) \(who)", default: []]
                let isFree = !others.contains { mayCoincide($0, meeting.day) }
                #expect(isFree, "\(who) twice on \(meeting.day), section \(section)")
                taken["\(section) \(who)", default: []].append(meeting.day)
            }
        }
    }
}

/// A day of the rotation may be any from Monday to Friday.
private func mayCoincide(_ one: SchoolRoster.Day, _ other: SchoolRoster.Day) -> Bool {
    switch (one, other) {
    case (.weekday(let weekday), .rotation), (.rotation, .weekday(let weekday)):
        weekday.rawValue <= 5
    case (.weekday, .weekday), (.rotation, .rotation): one == other
    }
}
