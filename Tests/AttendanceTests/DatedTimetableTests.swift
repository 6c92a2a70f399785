import Attendance
import Testing

/// A lesson of the tests' one course.
func lesson(
    _ day: Int, _ start: String, _ end: String, _ name: String = "1", series: Bool = false,
    planned: Int? = nil, location: String = "", teachers: [Int64] = [], cancelled: Bool = false
) -> DatedMeeting {
    let date = SchoolDate("2026-09-01")!.adding(days: day - 1)
    return DatedMeeting(
        course: CourseID(1), key: EventKey(of: name, isOfSeries: series),
        plannedDate: planned.map { SchoolDate("2026-09-01")!.adding(days: $0 - 1) }, date: date,
        start: TimeOfDay(start)!, end: TimeOfDay(end)!, location: location,
        teachers: teachers.map(UserID.init), isMoved: planned != nil, isCancelled: cancelled)
}

/// In short: `07 08:00-09:40 [1, 2] 5A/C317`.
func short(_ occurrence: PlannedOccurrence) -> String {
    let place = occurrence.room.isEmpty ? "" : " \(occurrence.building)/\(occurrence.room)"
    let staff = occurrence.staff.map(\.number).sorted().map { " by \($0)" }.joined()
    let status = occurrence.status == .scheduled ? "" : " \(occurrence.status)"
    return "\(occurrence.date.description.suffix(2)) \(occurrence.start)-\(occurrence.end) "
        + "\(occurrence.sections)" + place + staff + status
}

@Suite struct DatedTimetableTests {
    let timetable = Timetable(bell: TimetableTests.bell, exceptions: [])

    func planned(_ lessons: [DatedMeeting]) -> [String] {
        timetable.plan(lessons) { ($0.isEmpty ? "" : "5A", $0) }.map(short)
    }

    @Test func lessonsHaveTheSectionsThatTheyTouch() {
        #expect(
            planned([
                lesson(7, "08:00", "09:40", location: "C317"), lesson(8, "08:30", "08:50", "2"),
                lesson(9, "09:00", "10:30", "3", teachers: [7]),
            ]) == [
                "07 08:00-09:40 [1, 2] 5A/C317", "08 08:30-08:50 [1]", "09 09:00-10:30 [2, 3] by 7",
            ])
    }

    @Test func whatTouchesNoneIsNumberedInItsDay() {
        #expect(
            planned([
                lesson(7, "18:00", "19:00", "2"), lesson(7, "08:00", "08:45", "3"),
                lesson(8, "18:00", "19:00", "2"), lesson(8, "07:00", "07:30"),
            ]) == [
                "07 08:00-08:45 [1]", "07 18:00-19:00 [2]", "08 07:00-07:30 [1]",
                "08 18:00-19:00 [2]",
            ])
    }

    @Test func noSectionIsHeldTwice() {
        #expect(
            planned([
                lesson(7, "08:00", "09:00"), lesson(7, "09:00", "10:30", "2"),
                lesson(7, "08:10", "08:20", "3"),
            ]) == ["07 08:00-09:00 [1, 2]", "07 08:10-08:20 [4]", "07 09:00-10:30 [3]"])
    }

    @Test func lessonsAtTheSameTimeAreOneWithTheTeachersOfBoth() {
        let one = lesson(7, "08:00", "08:45", teachers: [7])
        let two = lesson(7, "08:00", "08:45", "2", location: "C317", teachers: [8])
        for lessons in [[one, two], [two, one]] {
            #expect(planned(lessons) == ["07 08:00-08:45 [1] 5A/C317 by 7 by 8"])
        }
        let cancelled = lesson(7, "08:00", "08:45", "3", cancelled: true)
        #expect(planned([cancelled, two]) == ["07 08:00-08:45 [1] 5A/C317 by 8"])
    }

    @Test func whatIsCancelledGivesWayInItsSection() {
        let cancelled = lesson(7, "08:00", "09:40", cancelled: true)
        #expect(planned([cancelled]) == ["07 08:00-09:40 [1, 2] cancelled"])
        #expect(
            planned([cancelled, lesson(7, "08:00", "08:30", "2", planned: 8)])
                == ["07 08:00-08:30 [1] moved"])
    }

    @Test func eventsOfOneNameAreStillTwo() {
        let twice = timetable.plan([
            lesson(7, "08:00", "08:45"), lesson(7, "10:00", "10:45"),
        ]) { _ in ("", "") }
        #expect(Set(twice.map(\.origin)).count == 2)
    }

    @Test func theSectionUnderWayEndsALesson() {
        for (time, end) in [("08:00", "08:45"), ("08:44", "08:45"), ("09:39", "09:40")] {
            #expect(timetable.end(ofSectionAt: TimeOfDay(time)!) == TimeOfDay(end)!)
        }
        for time in ["07:59", "08:45", "08:50", "10:45"] {
            #expect(timetable.end(ofSectionAt: TimeOfDay(time)!) == nil)
        }
    }

    @Test func aKeyIsTheSameForTheSameNameAndNoSection() {
        let key = EventKey(of: "4f1c@example.org", isOfSeries: false)
        #expect(key == EventKey(of: "4f1c@example.org", isOfSeries: false))
        #expect(key != EventKey(of: "4f1d@example.org", isOfSeries: false))
        #expect(key != EventKey(of: "4f1c@example.org", isOfSeries: true))
        #expect(!key.isOfSeries && EventKey(of: "", isOfSeries: true).isOfSeries)
        #expect(EventKey(number: key.number) == key && key.next.isOfSeries == key.isOfSeries)
        #expect(key.number > 1 << 60)
    }
}
