import Attendance

/// When an event begins, and what is taken out of that.
struct PlannedDates {
    var starts: Set<Moment> = []
    /// Of dates that have an end of their own.
    var lengths: [Moment: Int64] = [:]
    var excluded: Set<CalendarClock.Named> = []
}

extension CalendarsUnderWay {
    mutating func plan(
        _ event: CalendarEvent, _ clock: inout CalendarClock
    ) throws(CalendarFault) -> PlannedDates {
        let (wall, zone) = try clock.start(of: event)
        var planned = PlannedDates()
        let rules = event.text.all("RRULE")
        if rules.isEmpty { planned.starts = [zone.moment(wall)] }
        for property in rules {
            let times = try follow(property, of: event, from: wall, zone)
            if !times.contains(wall), wall.date <= end, findings.isNews("start \(file)") {
                warn(
                    .badRule, event, "DTSTART",
                    """
                    The first date does not fit the event's rule, so it is not held, here and in \
                    other events. Correct DTSTART or RRULE if it is.
                    """)
            }
            planned.starts.formUnion(times.map(zone.moment))
        }
        for property in event.text.all("EXRULE") {
            let times = try follow(property, of: event, from: wall, zone)
            planned.starts.subtract(times.map(zone.moment))
        }
        for (property, word) in try words(of: "RDATE", in: event) {
            let parts = word.split(separator: "/", maxSplits: 1)
            let start = try moment(parts.first ?? "", property, wall, zone, &clock)
            planned.starts.insert(start)
            guard parts.count == 2 else { continue }
            planned.lengths[start] =
                if let length = calendarDuration(String(parts[1])) { Int64(length) } else {
                    try moment(parts[1], property, wall, zone, &clock).wholeSeconds
                        - start.wholeSeconds
                }
        }
        for (property, word) in try words(of: "EXDATE", in: event) {
            planned.excluded.insert(try clock.named(property, word, in: zone))
        }
        return planned
    }

    /// The dates of all properties of one name.
    private func words(
        of name: String, in event: CalendarEvent
    ) throws(CalendarFault) -> [(CalendarProperty, Substring)] {
        var words: [(CalendarProperty, Substring)] = []
        for property in event.text.all(name) {
            words += property.value.split(separator: ",").map { (property, $0) }
            if words.count > limits.dates {
                throw CalendarFault(
                    .tooManyOccurrences, line: property.line, of: name,
                    """
                    More than \(limits.dates) dates are put into one event, or taken out of it. \
                    Export the lessons one by one.
                    """)
            }
        }
        return words
    }

    private func moment(
        _ text: Substring, _ property: CalendarProperty, _ start: WallTime, _ zone: CalendarZone,
        _ clock: inout CalendarClock
    ) throws(CalendarFault) -> Moment {
        switch try clock.named(property, text, in: zone) {
        case .moment(let moment): moment
        case .date(let date): zone.moment(WallTime(date: date, seconds: start.seconds))
        }
    }

    /// The times of a rule up to the end of the last term.
    private mutating func follow(
        _ property: CalendarProperty, of event: CalendarEvent, from start: WallTime,
        _ zone: CalendarZone
    ) throws(CalendarFault) -> [WallTime] {
        func fault(_ code: ImportCode, _ message: String) -> CalendarFault {
            CalendarFault(code, line: property.line, of: property.name, message)
        }
        let rule: RecurrenceRule
        do {
            rule = try RecurrenceRule(property.value)
        } catch {
            throw fault(
                .badRule,
                "The rule cannot be followed: \(error.why). Export the lessons one by one.")
        }
        guard start.date.civil.year >= RecurrenceRule.firstYear else {
            throw fault(.badRule, "The event begins before the year 1600. Correct DTSTART.")
        }
        stepsLeft -= rule.steps(from: start.date, to: end)
        guard stepsLeft >= 0 else {
            throw fault(
                .tooManyOccurrences,
                """
                The rules of these calendars reach back too far to be followed. Let them begin \
                with the school year.
                """)
        }
        let until = rule.until.map { time in
            let wall = WallTime(date: time.date, seconds: time.seconds ?? 86_399)
            return time.isUTC ? zone.wall(CalendarZone.known(.utc).moment(wall)) : wall
        }
        // Elsewhere it may be another day already.
        let last = WallTime(date: end.adding(days: 2), seconds: 0)
        let most = limits.ruleOccurrences
        guard let times = rule.times(from: start, until: until, to: last, most: most + 1) else {
            emptyRulesLeft -= 1
            throw fault(.emptyRule, "The rule never comes true. Correct it.")
        }
        guard times.count <= most else {
            throw fault(
                .tooManyOccurrences,
                "The rule has more than \(most) dates. Let it begin with the school year.")
        }
        return times
    }
}
