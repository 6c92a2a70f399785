/// One VCALENDAR: its events and time zones as they are written.
struct CalendarBlock {
    /// `X-WR-CALNAME`.
    var name = ""
    /// `METHOD:CANCEL`: all its events are.
    var isCancelled = false
    var events: [CalendarText] = []
    var zones: [CalendarText] = []
}

/// A component with the properties that are read of it, and the components within it.
struct CalendarText {
    let name: String
    /// Of its BEGIN.
    let line: Int
    var properties: [CalendarProperty] = []
    var parts: [CalendarText] = []

    /// The first of that name.
    func first(_ name: String) -> CalendarProperty? {
        properties.first { $0.name == name }
    }

    func all(_ name: String) -> [CalendarProperty] {
        properties.filter { $0.name == name }
    }
}

/// Reads components from lines, whatever they hold: no deeper, and no more of them, than allowed.
struct CalendarFile {
    private let limits: CalendarLimits
    private(set) var blocks: [CalendarBlock] = []
    /// The line of the first line that is no property, where there is one.
    private(set) var strayLine: Int?
    private var block = CalendarBlock()
    private var open: [CalendarText] = []
    private var eventsLeft: Int

    /// `events` may still be read.
    init(
        _ lines: CalendarLines, limits: CalendarLimits, events: Int
    ) throws(CalendarFault) {
        self.limits = limits
        eventsLeft = events
        for line in lines {
            guard let name = CalendarProperty.name(of: line.bytes) else {
                if open.isEmpty { throw Self.noCalendar(line.number) }
                strayLine = strayLine ?? line.number
                continue
            }
            switch name {
            case "BEGIN": try begin(line)
            case "END": try end(line)
            default:
                if open.isEmpty { throw Self.noCalendar(line.number) }
                try take(name, line)
            }
        }
        if let cut = open.last {
            throw CalendarFault(
                .truncated, line: cut.line,
                """
                \(quoted(cut.name)) begins here and never ends: the file was cut off. Export it \
                again.
                """)
        }
        if blocks.isEmpty { throw Self.noCalendar(nil) }
    }

    private static func noCalendar(_ line: Int?) -> CalendarFault {
        CalendarFault(
            .noCalendar, line: line,
            """
            This is no iCalendar file: it does not consist of BEGIN:VCALENDAR to END:VCALENDAR. \
            Export the calendar as .ics.
            """)
    }

    private static func component(_ line: CalendarLines.Line) -> String {
        let text = String(decoding: line.bytes, as: UTF8.self)
        return String(text.drop { $0 != ":" }.dropFirst().prefix(64)).uppercased()
            .filter { !$0.isWhitespace }
    }

    private mutating func begin(_ line: CalendarLines.Line) throws(CalendarFault) {
        let name = Self.component(line)
        if open.isEmpty != (name == "VCALENDAR") { throw Self.noCalendar(line.number) }
        if open.count >= limits.depth {
            throw CalendarFault(
                .tooDeep, line: line.number,
                """
                More than \(limits.depth) components lie within each other. No program writes \
                that: export the calendar again.
                """)
        }
        if name == "VEVENT" {
            eventsLeft -= 1
            if eventsLeft < 0 {
                throw CalendarFault(
                    .tooManyEvents, line: line.number,
                    """
                    There are more than \(limits.events) events. Export one school or one year at \
                    a time.
                    """)
            }
        }
        open.append(CalendarText(name: name, line: line.number))
    }

    private mutating func end(_ line: CalendarLines.Line) throws(CalendarFault) {
        guard let last = open.popLast() else { throw Self.noCalendar(line.number) }
        let name = Self.component(line)
        guard name == last.name else {
            throw CalendarFault(
                .truncated, line: line.number,
                """
                \(quoted(name)) ends here, but \(quoted(last.name)) of line \(last.line) was begun \
                and not ended. Export the calendar again.
                """)
        }
        switch (name, open.count) {
        case ("VCALENDAR", 0):
            blocks.append(block)
            block = CalendarBlock()
        case ("VEVENT", 1): block.events.append(last)
        case ("VTIMEZONE", 1): block.zones.append(last)
        default:
            // What lies in a time zone are its clocks; reminders in events are let go.
            if open[open.count - 1].name == "VTIMEZONE" { open[open.count - 1].parts.append(last) }
        }
    }

    private static let ofEvents: Set<String> = [
        "UID", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "STATUS", "SEQUENCE", "ATTENDEE",
        "ORGANIZER", "DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE",
        "RECURRENCE-ID",
    ]
    private static let ofZones: Set<String> = [
        "TZID", "X-LIC-LOCATION", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE",
    ]

    private mutating func take(
        _ name: String, _ line: CalendarLines.Line
    ) throws(CalendarFault) {
        let depth = open.count
        let isRead =
            switch open[depth - 1].name {
            case "VEVENT": Self.ofEvents.contains(name)
            case "VTIMEZONE", "STANDARD", "DAYLIGHT": Self.ofZones.contains(name)
            case "VCALENDAR": ["VERSION", "METHOD", "X-WR-CALNAME", "NAME"].contains(name)
            default: false
            }
        guard isRead, let property = CalendarProperty(line, name: name) else { return }
        if depth == 1 { return try takeOfCalendar(property) }
        if open[depth - 1].properties.count >= limits.properties {
            throw CalendarFault(
                .tooManyProperties, line: line.number, of: name,
                """
                One event has more than \(limits.properties) lines. Export the calendar again, \
                with a rule or with events of their own.
                """)
        }
        open[depth - 1].properties.append(property)
    }

    private mutating func takeOfCalendar(_ property: CalendarProperty) throws(CalendarFault) {
        switch property.name {
        case "VERSION" where property.value == "1.0":
            throw CalendarFault(
                .version, line: property.line, of: "VERSION",
                "This is vCalendar 1.0, which is not read. Export as iCalendar (2.0, .ics).")
        case "METHOD": block.isCancelled = property.value.uppercased() == "CANCEL"
        case "X-WR-CALNAME", "NAME": block.name = property.text
        default: break
        }
    }
}
