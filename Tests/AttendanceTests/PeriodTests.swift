import Attendance
import Testing

/// How the periods of one session settle and fold.
@Suite struct PeriodTests {
    private func settled(_ entries: [EvidenceEntry], closed: Bool = false) -> Settlement {
        settle(evidence(entries, closed: closed, sections: [1, 2]))
    }

    @Test func aScanCountsForEveryPeriod() {
        #expect(settled([scan(1, 5)]).periods.map(\.number) == [.present, .present])
    }

    @Test func aMarkForOnePeriodLeavesTheOthers() {
        let result = settled([scan(1, 5), number(2, 60, .dismissed, period: 2)])
        #expect(result.periods.map(\.number) == [.present, .dismissed])
        #expect(result.status == .present, "else the first period's")
    }

    @Test func absentFirstAndThereLaterIsLate() {
        let result = settled([
            number(1, 5, .absent, period: 1), number(2, 60, .present, period: 2),
        ])
        #expect(result.number == .late)
        #expect(result.checkinTime == at(60))
    }

    @Test func onLeaveFirstAndThereLaterIsLate() {
        let result = settled([
            number(1, 5, .health, period: 1), number(2, 60, .present, period: 2),
        ])
        #expect(result.number == .late)
    }

    @Test func allAlikeIsThat() {
        let result = settled([
            number(1, 5, .sports, period: 1), number(2, 6, .sports, period: 2),
        ])
        #expect(result.number == .sports)
    }

    @Test func aPeriodWithoutAnythingIsLeftAsideUntilTheSessionCloses() {
        let marked = [number(1, 60, .present, period: 2)]
        #expect(settled(marked).number == .present)
        #expect(settled(marked, closed: true).number == .late, "then it is absent first")
    }

    @Test func aMarkForAPeriodThatIsNotTheSessionsChangesNothing() {
        #expect(settled([number(1, 5, .absent, period: 7)]).number == nil)
    }
}
