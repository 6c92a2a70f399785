import Attendance

/// One date of an event that is a course's.
struct Lesson {
    let event: CalendarEvent
    /// What the event changes a date of; itself where it changes none.
    let main: CalendarEvent?
    let course: CourseID
    /// When the series planned it, and when it is held.
    let planned: Moment
    let start: Moment
    /// In seconds; nil where nothing says how long it lasts.
    let length: Int64?
    var isCancelled = false
}

extension CalendarsUnderWay {
    /// The lesson in the school's time; nil outside every term.
    func meeting(_ lesson: Lesson) throws(CalendarFault) -> DatedMeeting? {
        let (date, seconds, _) = facts.zone.local(lesson.start)
        guard facts.isInTerm(date), let start = TimeOfDay(minutes: seconds / 60) else {
            return nil
        }
        let planned = facts.zone.local(lesson.planned)
        let isOfSeries =
            lesson.event.text.first("RECURRENCE-ID") != nil
            || ["RRULE", "RDATE"].contains { lesson.main?.text.first($0) != nil }
        let event = lesson.event
        let name =
            event.uid
            ?? [event.summary, event.text.first("DTSTART")?.value ?? ""].joined(separator: "\n")
        return DatedMeeting(
            course: lesson.course,
            key: EventKey(
                of: isOfSeries ? "\(name)\n\(planned.seconds / 60)" : name, isOfSeries: isOfSeries),
            plannedDate: planned.date, date: date, start: start,
            end: try end(of: lesson, on: date, from: start),
            location: location(of: lesson), teachers: teachers(of: lesson),
            isMoved: lesson.start != lesson.planned, isCancelled: lesson.isCancelled)
    }

    private func end(
        of lesson: Lesson, on date: SchoolDate, from start: TimeOfDay
    ) throws(CalendarFault) -> TimeOfDay {
        guard let length = lesson.length else {
            if let end = timetable.end(ofSectionAt: start) { return end }
            throw lesson.event.fault(
                .noEnd, of: "DTSTART",
                """
                The event does not say when it ends, and at \(start) there is no section of the \
                bell. Add DTEND, or import a periods.csv.
                """)
        }
        let end = facts.zone.local(lesson.start.adding(seconds: length))
        // Midnight is the end of the day before.
        if end.date == date.adding(days: 1), end.seconds == 0 { return TimeOfDay(minutes: 1_440)! }
        guard end.date == date, let time = TimeOfDay(minutes: end.seconds / 60), time > start else {
            throw lesson.event.fault(
                .overMidnight, of: "DTSTART",
                """
                The event begins on \(date) at \(start) and ends on \(end.date). A lesson ends on \
                its own day: correct DTEND, or leave it out with a rule.
                """)
        }
        return time
    }

    /// A room; what is longer than the name of one, or a link, is none.
    private func location(of lesson: Lesson) -> String {
        let event = lesson.event
        let text =
            event.text.first("LOCATION") == nil ? lesson.main?.location ?? "" : event.location
        let plain = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let isLink = plain.contains("://")
        guard isLink || plain.count > limits.locationLength else { return plain }
        if findings.isNews("location \(plain)") {
            warn(
                isLink ? .onlineRoom : .noRoom, event, "LOCATION",
                """
                \(quoted(plain)) is no room, so no door will show the lesson. Write the room alone \
                if there is one.
                """)
        }
        return ""
    }

    private func teachers(of lesson: Lesson) -> [UserID] {
        var found: [UserID] = []
        for person in lesson.event.people {
            if let teacher = facts.staff[person], !found.contains(teacher) { found.append(teacher) }
        }
        return found
    }
}
