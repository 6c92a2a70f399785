import Attendance

/// One VEVENT: what is needed of it, with its dates as they are written.
struct CalendarEvent {
    let text: CalendarText
    let uid: String?
    let summary: String
    let description: String
    let location: String
    let categories: [String]
    let isCancelled: Bool
    /// A change that came later has a higher one.
    let sequence: Int
    /// E-mail addresses in small letters.
    let people: [String]

    var line: Int { text.line }

    init(_ text: CalendarText, in block: CalendarBlock, limits: CalendarLimits) {
        func clean(_ name: String) -> String {
            let plain = text.first(name)?.text ?? ""
            return withoutHiddenCharacters(plain) ?? plain
        }
        self.text = text
        let name = text.first("UID")?.value ?? ""
        uid = name.isEmpty ? nil : name
        summary = clean("SUMMARY")
        description = String(
            decoding: clean("DESCRIPTION").utf8.prefix(limits.textBytes), as: UTF8.self)
        location = clean("LOCATION")
        categories = text.all("CATEGORIES").flatMap(\.texts)
        isCancelled = block.isCancelled || text.first("STATUS")?.value.uppercased() == "CANCELLED"
        sequence = text.first("SEQUENCE").flatMap { Int($0.value) } ?? 0
        let invited = text.all("ORGANIZER") + text.all("ATTENDEE")
        // Whoever has declined is not coming, also where they wrote the invitation.
        let declined = invited.filter { $0.parameters["PARTSTAT"]?.uppercased() == "DECLINED" }
            .flatMap(Self.addresses)
        people = invited.flatMap(Self.addresses).filter { !declined.contains($0) }
    }

    private static func addresses(_ person: CalendarProperty) -> [String] {
        let address = person.value.lowercased()
        let mail = address.hasPrefix("mailto:") ? String(address.dropFirst(7)) : ""
        return [mail, person.parameters["EMAIL"]?.lowercased() ?? ""].filter { !$0.isEmpty }
    }

    var isAllDay: Bool {
        guard let start = text.first("DTSTART") else { return false }
        return start.parameters["VALUE"]?.uppercased() == "DATE"
            || CalendarTime(start.value).map { $0.seconds == nil } ?? false
    }

    func fault(
        _ code: ImportCode, of property: String? = nil, _ message: String
    ) -> CalendarFault {
        let line = property.flatMap { text.first($0)?.line } ?? self.line
        return CalendarFault(code, line: line, of: property, message)
    }
}

/// Reads the times of one calendar's events.
struct CalendarClock {
    let school: SchoolZone
    var zones: CalendarZones

    /// The zone that a property's time is read in: its own, or the school's.
    mutating func zone(of property: CalendarProperty) throws(CalendarFault) -> CalendarZone {
        guard let name = property.parameters["TZID"], !name.isEmpty else { return .known(school) }
        return try zones.zone(name, of: property)
    }

    /// A time with its zone. `Z` is UTC whatever the property says.
    mutating func time(
        _ property: CalendarProperty, _ text: some StringProtocol
    ) throws(CalendarFault) -> (time: CalendarTime, zone: CalendarZone) {
        guard let time = CalendarTime(text) else {
            throw CalendarFault(
                .badTime, line: property.line, of: property.name,
                """
                \(quoted(String(text))) is no time. Write year, month, day, T, hour, minute and \
                second, for example 20260309T080000.
                """)
        }
        return (time, time.isUTC ? .known(.utc) : try zone(of: property))
    }

    /// When an event begins.
    mutating func start(
        of event: CalendarEvent
    ) throws(CalendarFault) -> (wall: WallTime, zone: CalendarZone) {
        guard let property = event.text.first("DTSTART") else {
            throw event.fault(
                .noStart, "The event has no DTSTART, so nobody knows when it is. Add it.")
        }
        let (time, zone) = try time(property, property.value)
        return (WallTime(date: time.date, seconds: time.seconds ?? 0), zone)
    }

    /// How long an event lasts, in seconds; nil where it does not say.
    mutating func length(of event: CalendarEvent) throws(CalendarFault) -> Int64? {
        let (start, zone) = try start(of: event)
        if let property = event.text.first("DTEND") {
            let (time, endZone) = try time(property, property.value)
            let end = endZone.moment(WallTime(date: time.date, seconds: time.seconds ?? 0))
            let length = end.wholeSeconds - zone.moment(start).wholeSeconds
            if length < 0 {
                throw event.fault(
                    .endBeforeStart, of: "DTEND",
                    "The event ends before it begins. Correct DTSTART or DTEND.")
            }
            return length < 60 ? nil : length
        }
        guard let property = event.text.first("DURATION") else { return nil }
        guard let length = calendarDuration(property.value) else {
            throw event.fault(
                .badTime, of: "DURATION",
                """
                \(quoted(property.value)) is no duration of at most a year. Write PT45M or PT1H30M.
                """
            )
        }
        return length < 60 ? nil : Int64(length)
    }

    /// What an EXDATE or a RECURRENCE-ID names.
    enum Named: Hashable {
        case moment(Moment)
        /// All that begins on that date, on the clock of the series.
        case date(SchoolDate)
    }

    mutating func named(
        _ property: CalendarProperty, _ text: some StringProtocol, in series: CalendarZone
    ) throws(CalendarFault) -> Named {
        let (time, own) = try time(property, text)
        guard let seconds = time.seconds else { return .date(time.date) }
        let isOwn = time.isUTC || property.parameters["TZID"] != nil
        let zone = isOwn ? own : series
        return .moment(zone.moment(WallTime(date: time.date, seconds: seconds)))
    }
}
