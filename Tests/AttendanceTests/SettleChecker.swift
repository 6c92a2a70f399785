import Attendance
import TestKit

/// Holds a settle function against what `settle` promises: the same in any order and under any
/// repetition, and each period as the README's table has it, read here once more and on its own.
struct SettleChecker {
    typealias Settle = @Sendable (Evidence) -> Settlement

    static let ordersOfEach = 25

    let settle: Settle

    init(_ settle: @escaping Settle) { self.settle = settle }

    /// What is wrong with how one day's evidence is settled, in words; empty for nothing.
    func complaints(about evidence: Evidence, using dice: inout SeededDice) -> [String] {
        let settled = settle(evidence)
        var complaints = settledOtherwise(evidence, settled, using: &dice)
        let table = SettlingTable(evidence)
        if settled.remark != table.remark { complaints.append("remark \(settled.remark)") }
        if settled.flagged != table.flagged { complaints.append("flags \(settled.flagged)") }
        for section in evidence.sections {
            let period = settled.periods.first { $0.section == section }
            let expected = table.row(of: section)
            let found = SettlingTable.Row(
                status: period?.number?.status, time: period?.checkinTime, row: period?.row)
            if found != expected { complaints.append("section \(section) is \(found)") }
            if period?.number != table.number(of: section) {
                complaints.append("section \(section) has another number")
            }
        }
        if settled.status != table.folded { complaints.append("folded to another status") }
        return complaints
    }

    private func settledOtherwise(
        _ evidence: Evidence, _ settled: Settlement, using dice: inout SeededDice
    ) -> [String] {
        for _ in 0..<Self.ordersOfEach {
            var other = evidence
            for _ in 0..<Int.random(in: 0...6, using: &dice) {
                if let again = evidence.entries.randomElement(using: &dice) {
                    other.entries.append(again)
                }
            }
            other.entries.shuffle(using: &dice)
            if settle(other) != settled { return ["another order, another record"] }
        }
        return []
    }
}
