import Attendance

/// The clock that a time of a calendar is read on.
enum CalendarZone: Sendable {
    /// One that the system knows.
    case known(SchoolZone)
    /// One that the calendar describes.
    case described(DescribedZone)

    func moment(_ time: WallTime) -> Moment {
        switch self {
        case .known(let zone):
            // A day has its last minute, so the minute is always one.
            zone.moment(time.date, TimeOfDay(minutes: time.seconds / 60)!)
                .adding(seconds: Int64(time.seconds % 60))
        case .described(let zone): zone.moment(time)
        }
    }

    func wall(_ moment: Moment) -> WallTime {
        switch self {
        case .known(let zone):
            let (date, seconds, _) = zone.local(moment)
            return WallTime(date: date, seconds: seconds)
        case .described(let zone): return zone.wall(moment)
        }
    }
}

/// Finds the zone that a TZID means.
struct CalendarZones {
    private let windows: WindowsZones
    private let texts: [String: CalendarText]
    private let limits: CalendarLimits
    private var found: [String: CalendarZone] = [:]
    /// Until when described zones are followed.
    private let end: SchoolDate

    init(
        _ block: CalendarBlock, windows: WindowsZones, until end: SchoolDate,
        limits: CalendarLimits
    ) {
        self.windows = windows
        self.end = end
        self.limits = limits
        texts = Dictionary(
            block.zones.compactMap { zone in
                zone.first("TZID").map { (Self.plain($0.value), zone) }
            }
        ) { first, _ in first }
    }

    private static func plain(_ name: String) -> String {
        name.replacing("\"", with: "")
    }

    /// A name that the system or Windows knows, with or without a path before it; else what the
    /// calendar says of the zone.
    mutating func zone(
        _ name: String, of property: CalendarProperty
    ) throws(CalendarFault) -> CalendarZone {
        if let known = found[name] { return known }
        let zone = try resolved(Self.plain(name), of: property)
        found[name] = zone
        return zone
    }

    private func resolved(
        _ name: String, of property: CalendarProperty
    ) throws(CalendarFault) -> CalendarZone {
        let text = texts[name]
        // What is no place, such as EST or GMT+8, may be described as something else than it says.
        let isPlace = name.contains("/") || windows[name] != nil
        if isPlace || text == nil, let known = known(name) { return .known(known) }
        guard let text else {
            throw CalendarFault(
                .unknownZone, line: property.line, of: property.name,
                """
                The time zone \(quoted(name)) is not known. Write a name such as Europe/Berlin, or \
                export with a VTIMEZONE that describes it.
                """)
        }
        if let place = text.first("X-LIC-LOCATION"), let known = known(place.value) {
            return .known(known)
        }
        return .described(try DescribedZone(text, until: end, limits: limits))
    }

    private func known(_ name: String) -> SchoolZone? {
        // The parts of a path, the longest end first.
        let parts = name.split(separator: "/").suffix(8)
        for start in parts.indices {
            let end = parts[start...].joined(separator: "/")
            if end.uppercased() == "UTC" { return .utc }
            if let zone = SchoolZone(name: end) ?? windows[end].flatMap({ SchoolZone(name: $0) }) {
                return zone
            }
        }
        return nil
    }
}

/// The names that Windows has for time zones, with those of everybody else.
package struct WindowsZones: Sendable {
    private let names: [String: String]

    /// Reads `assets/zones/windows.csv`.
    package init(_ text: String) {
        let rows = text.split(whereSeparator: \.isNewline).dropFirst().compactMap { line in
            line.lastIndex(of: ",").map { comma in
                (line[..<comma].lowercased(), String(line[line.index(after: comma)...]))
            }
        }
        names = Dictionary(rows) { first, _ in first }
    }

    package subscript(name: String) -> String? { names[name.lowercased()] }

    package var count: Int { names.count }
    /// Those that they are translated to.
    package var translations: [String] { names.values.sorted() }
}
