import Attendance
import TestKit
import Testing

/// The one property that makes offline doors safe: any order and any repetition of one day's
/// evidence gives one result.
@Suite struct SettlePropertyTests {
    static let days = 200
    static let ordersOfEach = 25

    @Test(arguments: 0..<days)
    func anyOrderAndAnyRepetitionSettleAlike(_ day: Int) {
        var dice = SeededDice(seed: UInt64(day) + 1)
        let one = Self.randomDay(using: &dice)
        let settled = settle(one)
        for _ in 0..<Self.ordersOfEach {
            var other = one
            for _ in 0..<Int.random(in: 0...6, using: &dice) {
                if let again = one.entries.randomElement(using: &dice) {
                    other.entries.append(again)
                }
            }
            other.entries.shuffle(using: &dice)
            #expect(settle(other) == settled, "day \(day)")
        }
    }

    @Test func theDaysReachEveryRow() {
        var rows: Set<Int> = []
        for day in 0..<Self.days {
            var dice = SeededDice(seed: UInt64(day) + 1)
            for period in settle(Self.randomDay(using: &dice)).periods { rows.insert(period.row) }
        }
        // 11 is a row without an outcome of its own.
        #expect(rows == Set(1...12).subtracting([11]))
    }

    /// Scans of three doors, marks, voids, retractions and verdicts, with fixed revisions.
    private static func randomDay(using dice: inout SeededDice) -> Evidence {
        var entries: [EvidenceEntry] = []
        for number in 1...Int.random(in: 1...9, using: &dice) {
            let device = DeviceID(Int64.random(in: 1...3, using: &dice))
            let isNumbered = Int.random(in: 0..<8, using: &dice) > 0
            entries.append(
                EvidenceEntry(
                    id: id(number), moment: at(Int.random(in: -5...60, using: &dice)),
                    place: EvidencePlace(
                        revision: isNumbered ? number : nil,
                        seen: Int.random(in: 0..<number, using: &dice), device: device,
                        seq: number),
                    kind: randomKind(after: entries, using: &dice)))
        }
        if Int.random(in: 0..<12, using: &dice) == 0 { entries = [] }
        return Evidence(
            entries: entries, sections: [[1], [1, 2], [3, 4, 5]].randomElement(using: &dice)!,
            lateAfter: at(10), isClosed: .random(using: &dice), isCancelled: .random(using: &dice),
            isExcused: .random(using: &dice))
    }

    private static func randomKind(
        after earlier: [EvidenceEntry], using dice: inout SeededDice
    ) -> EvidenceEntry.Kind {
        let target = earlier.randomElement(using: &dice)?.id ?? id(99)
        switch Int.random(in: 0..<12, using: &dice) {
        case 0...3:
            let held: EvidenceEntry.HoldReason? =
                Int.random(in: 0..<5, using: &dice) == 0 ? .wrongRoom : nil
            return .scan(
                .init(
                    method: .card, heldFor: held,
                    doubts: Bool.random(using: &dice) ? [] : [.typedBurst]))
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
