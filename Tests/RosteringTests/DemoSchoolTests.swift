import Attendance
import Foundation
import Rostering
import Testing

private let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("assets/demo-school")

private func demoSchool() throws -> SchoolRoster {
    let (roster, report) = readOneRoster(
        folder: folder, options: OneRosterOptions(grantRoles: true))
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
    #expect(Set(roster.meetings.map(\.weekday)).count == 6)
    #expect(roster.exceptions.count { $0.movedTo != nil } == 1)
}

@Test("Without granted roles the demo school loses its secretary and nobody else")
private func demoSchoolWithoutRoles() throws {
    let (roster, report) = readOneRoster(folder: folder)
    #expect(report.entries.map(\.code) == [.roleNotGranted])
    #expect(roster?.people.count == (try demoSchool().people.count) - 1)
}

@Test("Calculus meets on Monday in 5A C317, with the codes that a demonstration needs")
private func calculus() throws {
    let roster = try demoSchool()
    let course = try #require(roster.courses.first { $0.title == "Calculus" })
    #expect(course.code == "MATH101" && course.className == "CS 2024")
    let monday = try #require(
        roster.meetings.first { $0.course == course.id && $0.weekday == .monday })
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
    var taken: Set<String> = []
    for meeting in roster.meetings {
        let people = members[meeting.course, default: []].filter { !$0.isTeacher }.map(\.person)
        for section in meeting.sections {
            let slot = "\(meeting.weekday) \(section)"
            for who in people + meeting.teachers + [meeting.building + " " + meeting.room] {
                let isFree = taken.insert("\(slot) \(who)").inserted
                #expect(isFree, "\(who) twice on \(slot)")
            }
        }
    }
}
