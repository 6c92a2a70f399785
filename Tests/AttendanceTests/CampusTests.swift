import Attendance
import TestKit
import Testing

/// Doors that keep what they take, and a hub that numbers it, come to the same in the end.
@Suite struct CampusTests {
    static let campuses = 300

    static func campus(_ number: Int, flaw: Campus.Flaw? = nil) -> Campus {
        var dice = SeededDice(seed: UInt64(number) + 1)
        var campus = Campus(flaw: flaw, using: &dice)
        campus.pass(Int.random(in: 10...60, using: &dice), using: &dice)
        campus.comeTogether(using: &dice)
        return campus
    }

    /// What differs between the hub and a door, or was lost on the way.
    static func complaints(_ campus: Campus) -> [String] {
        var complaints: [String] = []
        let held = Set(campus.hub.fed.map(\.id))
        for (number, door) in campus.doors.enumerated() {
            if !held.isSuperset(of: door.copy.own.map(\.id)) { complaints.append("lost") }
            for student in 0..<Campus.students
            where door.copy.settled(student) != campus.hub.settled(student) {
                complaints.append("door \(number) settles student \(student) otherwise")
            }
            if door.copy.history != campus.hub.history {
                complaints.append("door \(number) has another session")
            }
        }
        return complaints
    }

    @Test func allCopiesSettleAlikeInTheEnd() {
        for number in 0..<Self.campuses {
            #expect(Self.complaints(Self.campus(number)) == [], "campus \(number)")
        }
    }

    /// What a door's own entries were settled to before anybody else knew of them, and what they
    /// are once numbered, is the same where nobody else did anything.
    @Test func numberingAloneChangesNothing() {
        for number in 0..<Self.campuses {
            var dice = SeededDice(seed: UInt64(number) + 1)
            let whole = RandomDay.evidence(using: &dice)
            var atDoor = whole
            atDoor.entries = whole.entries.map { entry in
                var own = entry
                own.place = EvidencePlace(
                    revision: nil, seen: 0, device: DeviceID(2), seq: Int(entry.id.low))
                own.hasHubTime = false
                return own
            }
            var numbered = atDoor
            for place in numbered.entries.indices {
                numbered.entries[place].place.revision = numbered.entries[place].place.seq + 7
            }
            #expect(settle(atDoor) == settle(numbered), "day \(number)")
        }
    }

    @Test("A way that loses or differs is caught", arguments: Campus.Flaw.allCases)
    func aFlawIsCaught(_ flaw: Campus.Flaw) {
        let caught = (0..<Self.campuses).contains { number in
            let flawed = Self.complaints(Self.campus(number, flaw: flaw))
            return !flawed.isEmpty
        }
        #expect(caught, "\(flaw) would go unseen")
    }

    @Test func theCampusesReachMuch() {
        var rows: Set<Int> = []
        var lengths: [Int] = []
        for number in 0..<Self.campuses {
            let campus = Self.campus(number)
            lengths.append(campus.hub.fed.count)
            for student in 0..<Campus.students {
                rows.formUnion(campus.hub.settled(student).periods.map(\.row))
            }
        }
        #expect(rows.isSuperset(of: [1, 2, 3, 4, 5, 6, 7, 8, 9, 12]))
        #expect(lengths.contains { $0 > 15 })
    }
}
