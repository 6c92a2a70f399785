import Attendance
import TestKit
import Testing

/// The one property that makes offline doors safe: any order and any repetition of one day's
/// evidence gives one result; and that result is the one that the table says.
@Suite struct SettlePropertyTests {
    static let days = 400

    @Test(arguments: 0..<days)
    func anyOrderAndAnyRepetitionSettleAlike(_ day: Int) {
        var dice = SeededDice(seed: UInt64(day) + 1)
        let evidence = RandomDay.evidence(using: &dice)
        #expect(
            SettleChecker(settle).complaints(about: evidence, using: &dice) == [], "day \(day)")
    }

    @Test func theDaysReachEveryRow() {
        var rows: Set<Int> = []
        for day in 0..<Self.days {
            var dice = SeededDice(seed: UInt64(day) + 1)
            let settled = settle(RandomDay.evidence(using: &dice))
            for period in settled.periods { rows.insert(period.row) }
        }
        // 11 is a row without an outcome of its own.
        #expect(rows == Set(1...12).subtracting([11]))
    }

    /// The control: were `settle` wrong, the same days would tell.
    @Test("A settle that is wrong is caught", arguments: SettleMutant.all)
    func aWrongSettleIsCaught(_ mutant: SettleMutant) {
        let caught = (0..<Self.days).contains { day in
            var dice = SeededDice(seed: UInt64(day) + 1)
            let evidence = RandomDay.evidence(using: &dice)
            return !SettleChecker(mutant.settle).complaints(about: evidence, using: &dice).isEmpty
        }
        #expect(caught, "\(mutant.testDescription) would go unseen")
    }

    @Test func thereAreEnoughWrongOnes() {
        #expect(Set(SettleMutant.all.map(\.testDescription)).count >= 10)
    }
}
