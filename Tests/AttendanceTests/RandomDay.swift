import Attendance
import TestKit

/// One student's day by chance.
enum RandomDay {
    /// Scans of three doors, marks, voids, retractions and verdicts, with fixed revisions.
    static func evidence(using dice: inout SeededDice) -> Evidence {
        var entries: [EvidenceEntry] = []
        for number in 1...Int.random(in: 1...9, using: &dice) {
            let device = DeviceID(Int64.random(in: 1...3, using: &dice))
            let isNumbered = Int.random(in: 0..<8, using: &dice) > 0
            entries.append(
                EvidenceEntry(
                    id: id(number),
                    // Now and then on the last second that is in time.
                    moment: at(
                        Int.random(in: 0..<5, using: &dice) == 0
                            ? 10 : Int.random(in: -5...60, using: &dice)),
                    place: EvidencePlace(
                        revision: isNumbered ? number : nil,
                        seen: Int.random(in: 0..<number, using: &dice), device: device,
                        seq: number),
                    kind: randomKind(after: entries, using: &dice),
                    hasHubTime: isNumbered && Int.random(in: 0..<4, using: &dice) == 0))
        }
        entries += doorCopies(of: entries, using: &dice)
        if Int.random(in: 0..<12, using: &dice) == 0 { entries = [] }
        return Evidence(
            entries: entries, sections: [[1], [1, 2], [3, 4, 5]].randomElement(using: &dice)!,
            lateAfter: at(10), isClosed: .random(using: &dice), isCancelled: .random(using: &dice),
            isExcused: .random(using: &dice),
            isExpected: Int.random(in: 0..<6, using: &dice) > 0)
    }

    /// As a door still holds some of them: without the hub's number, by a clock of its own.
    private static func doorCopies(
        of entries: [EvidenceEntry], using dice: inout SeededDice
    ) -> [EvidenceEntry] {
        entries.filter { $0.place.revision != nil && Int.random(in: 0..<4, using: &dice) == 0 }
            .map { numbered in
                var own = numbered
                own.place.revision = nil
                own.hasHubTime = false
                let shift = Int64.random(in: -20...20, using: &dice)
                own.moment = own.moment.adding(seconds: shift * 60)
                return own
            }
    }

    static func randomKind(
        after earlier: [EvidenceEntry], using dice: inout SeededDice
    ) -> EvidenceEntry.Kind {
        let target = earlier.randomElement(using: &dice)?.id ?? id(99)
        switch Int.random(in: 0..<13, using: &dice) {
        case 12:
            return .timing(
                scans: [target], shift: Int64.random(in: -30...30, using: &dice) * 60_000)
        case 0...3:
            let held: EvidenceEntry.HoldReason? =
                Int.random(in: 0..<5, using: &dice) == 0 ? .wrongRoom : nil
            return .scan(
                .init(
                    method: .card, heldFor: held,
                    doubts: [[], [], [.typedBurst], [.clockUncertain]].randomElement(using: &dice)!)
            )
        case 4...7:
            let status = CheckinStatus.allCases.randomElement(using: &dice)!
            let number = AttendanceNumber.allCases.dropFirst().randomElement(using: &dice)!
            return .mark(
                .init(
                    value: Bool.random(using: &dice) ? .status(status) : .number(number),
                    period: [nil, nil, 1, 2, 4].randomElement(using: &dice)!,
                    remark: [nil, "", "a", "b"].randomElement(using: &dice)!))
        case 8: return .retraction(mark: target)
        case 9: return .void(scans: [target])
        default:
            return .verdict(
                RecordFlag.allCases.randomElement(using: &dice)!,
                accepted: .random(using: &dice), scans: [target])
        }
    }
}
