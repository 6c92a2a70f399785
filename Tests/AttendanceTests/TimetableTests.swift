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
    let september = term("2026-09-02", "2026-09-30")

    static func term(_ first: String, _ last: String) -> ClosedRange<SchoolDate> {
        SchoolDate(first)!...SchoolDate(last)!
    }

    func meeting(
        _ weekday: Weekday = .monday, weeks: Set<Int>? = nil, sections: [Int] = [1, 2],
        start: String? = nil, end: String? = nil
    ) -> Meeting {
        meeting(on: .weekday(weekday), weeks: weeks, sections: sections, start: start, end: end)
    }

    func meeting(
        on day: SchoolRoster.Day, weeks: Set<Int>? = nil, sections: [Int] = [1, 2],
        start: String? = nil, end: String? = nil
    ) -> Meeting {
        Meeting(
            course: "c", day: day, weeks: weeks, sections: sections,
            start: start.flatMap { TimeOfDay($0) }, end: end.flatMap { TimeOfDay($0) },
            building: "5A", room: "C317")
    }

    func dates(
        _ meeting: Meeting, exceptions: [SchoolRoster.DayException] = [],
        in terms: [ClosedRange<SchoolDate>]? = nil, rotationLength: Int = 0
    ) -> [String] {
        Timetable(bell: Self.bell, exceptions: exceptions, rotationLength: rotationLength)
            .plan([meeting], in: terms ?? [september]).map { $0.date.description }
    }

    @Test func meetsEveryWeekOfTheTerm() {
        #expect(dates(meeting()) == ["2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28"])
        #expect(dates(meeting(.wednesday)).first == "2026-09-02")
    }

    @Test func weeksCountFromTheMondayBeforeTheTermBegins() {
        #expect(dates(meeting(weeks: [1, 3])) == ["2026-09-14"])
        #expect(dates(meeting(.wednesday, weeks: [1])) == ["2026-09-02"])
    }

    @Test func eachTermCountsItsOwnWeeksAndNothingIsHeldBetweenTwo() {
        // A Thursday.
        let terms = [Self.term("2026-11-05", "2026-11-20"), september]
        #expect(
            dates(meeting(), in: terms) == [
                "2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28", "2026-11-09", "2026-11-16",
            ])
        #expect(dates(meeting(weeks: [1, 2]), in: terms) == ["2026-09-07", "2026-11-09"])
        #expect(dates(meeting(), in: []).isEmpty)
    }

    @Test func aTermThatContainsAnotherAddsNothingToIt() {
        let year = Self.term("2026-08-01", "2027-07-31")
        let sameStart = Self.term("2026-09-02", "2026-12-18")
        for terms in [[year, september], [september, sameStart, september], [september, year]] {
            #expect(
                dates(meeting(), in: terms)
                    == ["2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28"])
        }
    }

    @Test func termsThatOverlapHoldAMeetingOnce() {
        let terms = [september, Self.term("2026-09-21", "2026-10-09")]
        let held = ["2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28", "2026-10-05"]
        #expect(dates(meeting(), in: terms) == held)
        let evening = meeting(sections: [], start: "18:00", end: "19:00")
        let planned = Timetable(bell: Self.bell, exceptions: []).plan([evening], in: terms)
        #expect(planned.map(\.date.description) == held)
        #expect(planned.map(\.sections) == [[1], [1], [1], [1], [1]])
    }

    static let rotationDays: [(SchoolRoster.Day, Set<Int>?, [String])] = [
        (
            .rotation(1), nil,
            [
                "2026-09-02", "2026-09-08", "2026-09-14", "2026-09-18", "2026-09-24", "2026-09-30",
            ]
        ),
        (
            .rotation(4), nil,
            ["2026-09-07", "2026-09-11", "2026-09-17", "2026-09-23", "2026-09-29"]
        ),
        (.rotation(1), [1, 2], ["2026-09-02", "2026-09-08"]),
        (.rotation(5), nil, []),
    ]

    @Test(arguments: rotationDays)
    func rotationDaysCountMondayToFridayAndBeginAgain(
        day: SchoolRoster.Day, weeks: Set<Int>?, held: [String]
    ) {
        #expect(dates(meeting(on: day, weeks: weeks), rotationLength: 4) == held)
    }

    @Test func eachTermCountsItsOwnRotationDays() {
        let terms = [
            Self.term("2026-09-28", "2026-09-30"), Self.term("2026-11-05", "2026-11-20"),
        ]
        #expect(
            dates(meeting(on: .rotation(1)), in: terms, rotationLength: 4)
                == ["2026-09-28", "2026-11-05", "2026-11-11", "2026-11-17"])
        #expect(dates(meeting(on: .rotation(1)), in: terms).isEmpty)
    }

    @Test func aCancelledDayHasNoNumberAndAMovedOneKeepsItsOwn() {
        let tuesday = SchoolDate("2026-09-08")!
        let saturday = SchoolDate("2026-09-12")!
        func dates(_ number: Int, _ exception: SchoolRoster.DayException) -> [String] {
            self.dates(
                meeting(on: .rotation(number)), exceptions: [exception],
                in: [Self.term("2026-09-02", "2026-09-18")], rotationLength: 4)
        }
        #expect(
            dates(1, .init(date: tuesday, movedTo: nil))
                == ["2026-09-02", "2026-09-09", "2026-09-15"])
        #expect(
            dates(1, .init(date: tuesday, movedTo: saturday))
                == ["2026-09-02", "2026-09-12", "2026-09-14", "2026-09-18"])
        #expect(
            dates(2, .init(date: tuesday, movedTo: saturday))
                == ["2026-09-03", "2026-09-09", "2026-09-15"])
        #expect(
            dates(1, .init(date: saturday, movedTo: nil))
                == ["2026-09-02", "2026-09-08", "2026-09-14", "2026-09-18"])
    }

    @Test func theRotationIsAsLongAsTheHighestDayThatAMeetingHas() {
        var roster = SchoolRoster()
        roster.meetings = [meeting(.sunday)]
        #expect(roster.rotationLength == 0)
        roster.meetings += [meeting(on: .rotation(6)), meeting(on: .rotation(2))]
        #expect(roster.rotationLength == 6)
        #expect(roster.meetings.map(\.day.number) == [7, 6, 2])
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
        let bySections = try #require(timetable.plan([meeting()], in: [september]).first)
        #expect("\(bySections.start)-\(bySections.end)" == "08:00-09:40")
        let byTimes = try #require(
            timetable.plan(
                [meeting(sections: [], start: "08:50", end: "10:10")], in: [september]
            ).first)
        #expect(byTimes.sections == [2, 3])
    }

    @Test func withoutABellTableTheyAreNumberedWithinTheDay() {
        let planned = Timetable(bell: [], exceptions: []).plan(
            [
                meeting(sections: [], start: "10:00", end: "11:00"),
                meeting(sections: [], start: "08:00", end: "09:00"),
            ], in: [Self.term("2026-09-02", "2026-09-13")])
        #expect(planned.map(\.sections) == [[1], [2]])
        #expect(planned.map { $0.start.description } == ["08:00", "10:00"])
    }

    @Test func aNumberWithinTheDayIsNoSectionOfAnotherMeeting() {
        let planned = Timetable(bell: Self.bell, exceptions: []).plan(
            [
                meeting(sections: [2, 3]),
                meeting(sections: [], start: "18:00", end: "19:00"),
                meeting(sections: [], start: "20:00", end: "21:00"),
            ], in: [Self.term("2026-09-07", "2026-09-13")])
        #expect(planned.map(\.sections) == [[2, 3], [4], [5]])
    }

    @Test func aMeetingWithoutTimesIsNotHeld() {
        #expect(dates(meeting(sections: [9])).isEmpty)
    }

    func disabled(_ meeting: Meeting) -> Meeting {
        var meeting = meeting
        meeting.enabled = false
        return meeting
    }

    @Test func aDisabledMeetingIsPlannedAsOneThatCountsNowhere() {
        let planned = Timetable(bell: Self.bell, exceptions: []).plan(
            [meeting(sections: [3]), disabled(meeting())],
            in: [Self.term("2026-09-07", "2026-09-13")])
        #expect(planned.map(\.sections) == [[1, 2], [3]])
        #expect(planned.map(\.isEnabled) == [false, true])
    }

    @Test func ofAnEnabledAndADisabledMeetingWithOneFirstSectionTheEnabledOneStays() {
        let earlier = disabled(meeting(sections: [2, 3], start: "08:00", end: "10:00"))
        let elsewhere = disabled(meeting(.tuesday, sections: [2]))
        let planned = Timetable(bell: Self.bell, exceptions: []).plan(
            [earlier, elsewhere, meeting(sections: [2])],
            in: [Self.term("2026-09-07", "2026-09-13")])
        #expect(planned.map(\.date.description) == ["2026-09-07", "2026-09-08"])
        #expect(planned.map(\.isEnabled) == [true, false])
        #expect(planned.map(\.start.description) == ["08:55", "08:55"])
    }

    @Test func aDisabledMeetingWithoutSectionsIsNotPlannedAndTakesNoNumber() {
        let planned = Timetable(bell: [], exceptions: []).plan(
            [
                disabled(meeting(sections: [], start: "08:00", end: "09:00")),
                meeting(sections: [], start: "10:00", end: "11:00"),
            ], in: [Self.term("2026-09-07", "2026-09-13")])
        #expect(planned.map(\.start.description) == ["10:00"])
        #expect(planned.map(\.sections) == [[1]])
    }
}
