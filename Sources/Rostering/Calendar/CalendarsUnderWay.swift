import Attendance

/// One import of calendars under way.
struct CalendarsUnderWay {
    let facts: TimetableFacts
    let windows: WindowsZones
    let limits: CalendarLimits
    let findings: Findings
    let timetable: Timetable
    let finder: CourseFinder
    let courses: CourseDirectory
    /// The last day of the last term.
    let end: SchoolDate
    var rules = CourseRules()
    var meetings: [DatedMeeting] = []

    /// The file that is read now.
    var file = ""
    private var eventsLeft: Int
    /// Of the file's occurrences.
    var occurrencesLeft = 0
    var stepsLeft: Int
    var emptyRulesLeft: Int
    var said: [Taken: Seen] = [:]
    var allDay = Seen()
    var outside = Seen()

    /// Events that are told of together.
    struct Taken: Hashable {
        let summary: String
        let match: CourseMatch
    }

    /// Where the first of them stands, and how many there are.
    struct Seen {
        var count = 0
        var file = ""
        var line: Int?
    }

    init(
        facts: TimetableFacts, windows: WindowsZones, limits: CalendarLimits, findings: Findings
    ) {
        self.facts = facts
        self.windows = windows
        self.limits = limits
        self.findings = findings
        timetable = Timetable(bell: facts.bell, exceptions: [])
        finder = CourseFinder(facts.courses)
        courses = CourseDirectory(facts.courses)
        end = facts.terms.map(\.upperBound).max() ?? SchoolDate(days: 0)
        eventsLeft = limits.events
        stepsLeft = limits.steps
        emptyRulesLeft = limits.emptyRules
    }

    /// Reads one file to its end, or to what cannot be passed over. After what an import may take
    /// is used up, no more are read.
    mutating func read(_ bytes: [UInt8], named name: String) {
        if stepsLeft < 0 || emptyRulesLeft < 0 { return }
        file = name
        occurrencesLeft = min(limits.occurrences, limits.allOccurrences - meetings.count)
        do {
            let lines = try CalendarLines(bytes, limits: limits)
            let calendars = try CalendarFile(lines, limits: limits, events: eventsLeft)
            if let line = calendars.strayLine {
                findings.add(
                    .warning, .strayLine, file: file, line: line,
                    "Lines like this one are no property and were passed over. Export again.")
            }
            for block in calendars.blocks {
                eventsLeft -= block.events.count
                if try !read(block) { return }
            }
        } catch {
            report(error)
        }
    }

    /// False where the rest of the file is given up.
    private mutating func read(_ block: CalendarBlock) throws(CalendarFault) -> Bool {
        var clock = CalendarClock(
            school: facts.zone,
            zones: CalendarZones(block, windows: windows, until: end, limits: limits))
        let events = block.events.map { CalendarEvent($0, in: block, limits: limits) }
        for series in CalendarSeries.all(of: events) {
            do {
                try take(series, calendar: block.name, &clock)
            } catch {
                report(error)
                if [.tooManyOccurrences, .emptyRule].contains(error.code), isSpent { return false }
            }
        }
        return true
    }

    /// Whether what an import may take is used up.
    private var isSpent: Bool { occurrencesLeft < 0 || stepsLeft < 0 || emptyRulesLeft < 0 }

    private func report(_ fault: CalendarFault) {
        findings.add(
            .error, fault.code, file: file, line: fault.line, column: fault.property, fault.message)
    }

    func warn(
        _ code: ImportCode, _ event: CalendarEvent, _ property: String, _ message: String
    ) {
        let line = event.text.first(property)?.line ?? event.line
        findings.add(.warning, code, file: file, line: line, column: property, message)
    }

    private mutating func take(
        _ series: CalendarSeries, calendar: String, _ clock: inout CalendarClock
    ) throws(CalendarFault) {
        let all = [series.main].compactMap(\.self) + series.changes
        guard let first = all.first else { return }
        if first.isAllDay {
            count(&allDay, all.count, first)
            return
        }
        let matches = all.map { match($0, calendar: calendar) }
        var lessons = Lessons(series: series)
        if series.main != nil { lessons.course = matches[0].course }
        for (event, match) in zip(all, matches) {
            let isMain = event.line == series.main?.line
            // A change that names no course is one of its series' lessons.
            let standing = match == .none && !isMain ? lessons.course : match.course
            note(event, match == .none && standing != nil ? matches[0] : match)
            if !isMain { lessons.courses.append(standing) }
        }
        if lessons.course == nil, !lessons.courses.contains(where: { $0 != nil }) { return }
        let found = try meetings(of: lessons, &clock)
        if found.isOutside { count(&outside, all.count, first) }
        meetings += found.meetings
        occurrencesLeft -= found.meetings.count
        if occurrencesLeft < 0 {
            throw first.fault(
                .tooManyOccurrences,
                """
                There are more than \(limits.occurrences) lessons in a file, or more than \
                \(limits.allOccurrences) in all. Export one school or one year at a time.
                """)
        }
    }

    private func match(_ event: CalendarEvent, calendar: String) -> CourseMatch {
        let stem = String(file[..<(file.lastIndex(of: ".") ?? file.endIndex)])
        return rules.match(event, calendar: calendar, files: [file, stem])
            ?? finder.match(event, file: stem)
    }

    private func count(
        _ seen: inout Seen, _ count: Int, _ event: CalendarEvent, of property: String? = nil
    ) {
        if seen.count == 0 {
            let line = property.flatMap { event.text.first($0)?.line }
            seen = Seen(file: file, line: line ?? event.line)
        }
        seen.count += count
    }

    private mutating func note(_ event: CalendarEvent, _ match: CourseMatch) {
        var seen = said[Taken(summary: event.summary, match: match)] ?? Seen()
        count(&seen, 1, event, of: "SUMMARY")
        said[Taken(summary: event.summary, match: match)] = seen
    }
}
