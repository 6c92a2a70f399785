import Attendance
import Testing

@Suite struct TimetableTests {
    typealias Meeting = SchoolRoster.Meeting
    static let bell = [
        SchoolRoster.Bell(section: 1, start: TimeOfDay("08:00")!, end: TimeOfDay("08:45")!),
        SchoolRoster.Bell(section: 2, start: TimeOfDay("08:55")!, end: TimeOfDay("09:40")!),
        SchoolRoster.Bell(section: 3, start: TimeOfDay("10:00")!, end: TimeOfDay("10:45")!),
    ]
    // A Wednesday: the first week has no Monday of the term.
    let first = SchoolDate("2026-09-02")!
    let last = SchoolDate("2026-09-30")!

    func meeting(
        _ weekday: Weekday = .monday, weeks: Set<Int>? = nil, sections: [Int] = [1, 2],
        start: String? = nil, end: String? = nil
    ) -> Meeting {
        Meeting(
            course: "c", weekday: weekday, weeks: weeks, sections: sections,
            start: start.flatMap { TimeOfDay($0) }, end: end.flatMap { TimeOfDay($0) },
            building: "5A", room: "C317")
    }

    func dates(_ meeting: Meeting, exceptions: [SchoolRoster.DayException] = []) -> [String] {
        Timetable(bell: Self.bell, exceptions: exceptions)
            .plan([meeting], from: first, to: last).map { $0.date.description }
    }

    @Test func meetsEveryWeekOfTheTerm() {
        #expect(dates(meeting()) == ["2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28"])
        #expect(dates(meeting(.wednesday)).first == "2026-09-02")
    }

    @Test func weeksCountFromTheMondayBeforeTheTermBegins() {
        #expect(dates(meeting(weeks: [1, 3])) == ["2026-09-14"])
        #expect(dates(meeting(.wednesday, weeks: [1])) == ["2026-09-02"])
    }

    @Test func anExceptionCancelsOrMovesADay() {
        let day = SchoolDate("2026-09-14")!
        let saturday = SchoolDate("2026-09-19")!
        #expect(
            dates(meeting(), exceptions: [.init(date: day, movedTo: nil)])
                == ["2026-09-07", "2026-09-21", "2026-09-28"])
        #expect(
            dates(meeting(), exceptions: [.init(date: day, movedTo: saturday)])
                == ["2026-09-07", "2026-09-19", "2026-09-21", "2026-09-28"])
    }

    @Test func theBellTableGivesTimesOrSections() throws {
        let timetable = Timetable(bell: Self.bell, exceptions: [])
        let bySections = try #require(timetable.plan([meeting()], from: first, to: last).first)
        #expect("\(bySections.start)-\(bySections.end)" == "08:00-09:40")
        let byTimes = try #require(
            timetable.plan(
                [meeting(sections: [], start: "08:50", end: "10:10")], from: first, to: last
            ).first)
        #expect(byTimes.sections == [2, 3])
    }

    @Test func withoutABellTableTheyAreNumberedWithinTheDay() {
        let planned = Timetable(bell: [], exceptions: []).plan(
            [
                meeting(sections: [], start: "10:00", end: "11:00"),
                meeting(sections: [], start: "08:00", end: "09:00"),
            ], from: first, to: SchoolDate("2026-09-13")!)
        #expect(planned.map(\.sections) == [[1], [2]])
        #expect(planned.map { $0.start.description } == ["08:00", "10:00"])
    }

    @Test func aDisabledMeetingAndOneWithoutTimesAreNotHeld() {
        var disabled = meeting()
        disabled.enabled = false
        #expect(dates(disabled).isEmpty)
        #expect(dates(meeting(sections: [9])).isEmpty)
    }
}
