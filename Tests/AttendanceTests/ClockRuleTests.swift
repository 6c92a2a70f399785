import Attendance
import Testing

@Suite struct ClockRuleTests {
    static let start = Moment(seconds: 1_000_000)
    static let end = start.adding(seconds: 2_700)

    static func slot(
        _ intervals: [(Int64, Int64?)]? = nil, isCancelled: Bool = false
    ) -> RoomDay.Slot {
        let session = intervals.map { intervals in
            CheckinSession(
                id: CheckinSessionID(1), occurrence: OccurrenceID(1),
                intervals: intervals.map { opened, closed in
                    .init(
                        opened: start.adding(seconds: opened),
                        closed: closed.map { start.adding(seconds: $0) })
                })
        }
        return RoomDay.Slot(
            occurrence: OccurrenceID(1), course: "Calculus", start: start, end: end,
            isCancelled: isCancelled, session: session)
    }

    /// Seconds from the start: opened ten minutes before, closed five after the end.
    @Test(
        arguments: [
            (-601, nil), (-600, .open), (0, .open), (2_699, .open), (2_700, nil),
        ] as [(Int64, ClockRule.Deed?)])
    func aLessonOpensUntilItsEnd(_ seconds: Int64, _ deed: ClockRule.Deed?) {
        let rule = ClockRule(opens: 10, closes: 5)
        let moment = Self.start.adding(seconds: seconds)
        #expect(rule.deed(for: Self.slot(), isTaken: false, at: moment) == deed)
        #expect(rule.deed(for: Self.slot([]), isTaken: false, at: moment) == deed, "a draft")
        #expect(rule.deed(for: Self.slot(isCancelled: true), isTaken: false, at: moment) == nil)
        #expect(
            ClockRule(opens: nil, closes: 5).deed(for: Self.slot(), isTaken: false, at: moment)
                == nil)
    }

    @Test(
        arguments: [
            (-60, 2_999, nil), (-60, 3_000, .close), (4_000, 4_299, nil), (4_000, 4_300, .close),
        ] as [(Int64, Int64, ClockRule.Deed?)])
    func aSessionClosesAfterItsEndOrItsLastOpening(
        _ opened: Int64, _ seconds: Int64, _ deed: ClockRule.Deed?
    ) {
        let rule = ClockRule(opens: nil, closes: 5)
        let moment = Self.start.adding(seconds: seconds)
        #expect(rule.deed(for: Self.slot([(opened, nil)]), isTaken: true, at: moment) == deed)
        #expect(
            rule.deed(for: Self.slot([(opened, nil)]), isTaken: false, at: moment) == nil,
            "nobody is on record")
        #expect(
            ClockRule(opens: 10, closes: nil)
                .deed(for: Self.slot([(opened, nil)]), isTaken: true, at: moment) == nil)
    }

    @Test func whatWasClosedStaysClosed() {
        let rule = ClockRule(opens: 10, closes: 5)
        let slot = Self.slot([(-60, 60)])
        for seconds in [Int64(61), 2_699, 10_000] {
            #expect(
                rule.deed(for: slot, isTaken: true, at: Self.start.adding(seconds: seconds)) == nil)
        }
    }
}
