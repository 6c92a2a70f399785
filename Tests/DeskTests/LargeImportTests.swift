import Attendance
import Desk
import TestKit
import Testing

/// Rows are looked up and written by the thousand: what holds of one must hold across them.
@Suite struct LargeImportTests {
    private static let people = 2_100

    /// Each with the code of whoever is `shift` after them.
    private func roster(shift: Int = 0) -> SchoolRoster {
        var roster = TestSchool.roster
        for number in 0..<Self.people {
            let code = 5_000_000_000 + (number + shift) % Self.people
            let id = "many-\(number)"
            roster.people.append(
                .init(
                    id: id, code: "\(code)", givenName: "Given", familyName: "Number\(number)",
                    role: .student))
            roster.enrolments.append(
                .init(
                    id: "sits-\(number)", course: roster.courses[0].id, person: id,
                    isTeacher: false, isPrimary: false))
        }
        return roster
    }

    private func imported(
        _ roster: SchoolRoster, _ school: TestSchool
    ) async throws -> ImportCounts {
        try await school.desk.apply(roster, source: "test", allowMassRemoval: true).get()
    }

    /// By name, of those who are there.
    private func codes(_ school: TestSchool) async throws -> [String: String] {
        let users = try await school.ledger.read { try $0.users(role: .student, matching: nil) }
        let many = users.filter { $0.fullName.contains("Number") && !$0.isArchived }
        return Dictionary(uniqueKeysWithValues: many.map { ($0.fullName, $0.code.text) })
    }

    private func wanted(_ roster: SchoolRoster) -> [String: String] {
        let many = roster.people.filter { $0.id.hasPrefix("many-") }
        return Dictionary(
            uniqueKeysWithValues: many.map { ("\($0.givenName) \($0.familyName)", $0.code) })
    }

    @Test func everyCodeMayMoveToSomebodyElse() async throws {
        let school = try await TestSchool()
        let first = try await imported(roster(), school)
        #expect(first.users.created == Self.people && first.enrolments.created == Self.people)
        #expect(try await codes(school) == wanted(roster()))

        // From one thousand to another, and round.
        let moved = roster(shift: 1_500)
        let second = try await imported(moved, school)
        #expect(second.users.updated == Self.people && second.users.created == 0)
        #expect(second.enrolments.updated == 0 && second.enrolments.created == 0)
        #expect(try await codes(school) == wanted(moved))
        let again = try await imported(moved, school)
        #expect(again.users.updated == 0 && again.enrolments.updated == 0)
    }

    @Test func newOnesStandAmongThoseWhoChangeAndThoseWhoGo() async throws {
        let school = try await TestSchool()
        _ = try await imported(roster(), school)
        var changed = roster()
        for place in changed.people.indices where changed.people[place].id.hasPrefix("many-") {
            switch place % 7 {
            case 0: changed.people[place].familyName += "b"
            // Another person altogether, with the code of the one who goes.
            case 1:
                let id = changed.people[place].id
                changed.people[place].id += "-new"
                changed.people[place].familyName += "c"
                for sits in changed.enrolments.indices
                where changed.enrolments[sits].person == id {
                    changed.enrolments[sits].person += "-new"
                    changed.enrolments[sits].id += "-new"
                }
            default: break
            }
        }
        let counts = try await imported(changed, school)
        #expect(counts.users.created == Self.people / 7 && counts.users.removed == Self.people / 7)
        #expect(counts.users.updated == Self.people / 7)
        #expect(counts.enrolments.created == Self.people / 7)
        #expect(counts.enrolments.removed == Self.people / 7)
        #expect(try await codes(school) == wanted(changed))
    }
}
