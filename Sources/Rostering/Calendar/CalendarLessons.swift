import Attendance

/// A series with the courses that its lessons are of.
struct Lessons {
    let series: CalendarSeries
    /// Of the main event; nil where it is left out.
    var course: CourseID?
    /// Of each change.
    var courses: [CourseID?] = []
}

extension CalendarsUnderWay {
    /// The lessons within the terms; `isOutside` where there is no date in any.
    mutating func meetings(
        of lessons: Lessons, _ clock: inout CalendarClock
    ) throws(CalendarFault) -> (meetings: [DatedMeeting], isOutside: Bool) {
        var planned = PlannedDates()
        var zone = CalendarZone.known(facts.zone)
        var length: Int64?
        if let main = lessons.series.main {
            zone = try clock.start(of: main).zone
            planned = try plan(main, &clock)
            length = try clock.length(of: main)
        }
        var found: [DatedMeeting] = []
        var isOutside = !planned.starts.contains { facts.isInTerm(facts.zone.date(of: $0)) }
        var replaced: Set<CalendarClock.Named> = []
        for (change, course) in zip(lessons.series.changes, lessons.courses) {
            let named = try self.named(by: change, zone, &clock)
            replaced.insert(named)
            let start = try time(of: named, planned.starts, zone, lessons.series.main, &clock)
            guard let course else { continue }
            let held =
                change.text.first("DTSTART") == nil
                ? start : try moment(of: change, &clock)
            let own = change.text.first("DTSTART") == nil ? nil : try clock.length(of: change)
            var lesson = Lesson(
                event: change, main: lessons.series.main, course: course, planned: start,
                start: held, length: own ?? length)
            lesson.isCancelled = change.isCancelled || lessons.series.main?.isCancelled == true
            if let meeting = try meeting(lesson) {
                found.append(meeting)
                isOutside = false
            }
        }
        guard let main = lessons.series.main, let course = lessons.course else {
            return (found, isOutside)
        }
        for start in planned.starts.sorted() {
            let names = [.moment(start), CalendarClock.Named.date(zone.wall(start).date)]
            if !planned.excluded.isDisjoint(with: names) || !replaced.isDisjoint(with: names) {
                continue
            }
            var lesson = Lesson(
                event: main, main: main, course: course, planned: start, start: start,
                length: planned.lengths[start] ?? length)
            lesson.isCancelled = main.isCancelled
            if let meeting = try meeting(lesson) { found.append(meeting) }
        }
        return (found, isOutside)
    }

    private func moment(
        of event: CalendarEvent, _ clock: inout CalendarClock
    ) throws(CalendarFault) -> Moment {
        let (wall, zone) = try clock.start(of: event)
        return zone.moment(wall)
    }

    private func named(
        by change: CalendarEvent, _ zone: CalendarZone, _ clock: inout CalendarClock
    ) throws(CalendarFault) -> CalendarClock.Named {
        guard let property = change.text.first("RECURRENCE-ID") else {
            preconditionFailure("a change names what it changes")
        }
        if property.parameters["RANGE"] != nil {
            throw change.fault(
                .badRule, of: "RECURRENCE-ID",
                """
                A change of this and all that follow is not read. End the series before it, and \
                begin another.
                """)
        }
        return try clock.named(property, property.value, in: zone)
    }

    /// When the series planned what a change names.
    private func time(
        of named: CalendarClock.Named, _ starts: Set<Moment>, _ zone: CalendarZone,
        _ main: CalendarEvent?, _ clock: inout CalendarClock
    ) throws(CalendarFault) -> Moment {
        switch named {
        case .moment(let moment): return moment
        case .date(let date):
            if let start = starts.filter({ zone.wall($0).date == date }).min() { return start }
            guard let main else { return zone.moment(WallTime(date: date, seconds: 0)) }
            return zone.moment(
                WallTime(date: date, seconds: try clock.start(of: main).wall.seconds))
        }
    }
}
