import Attendance
import Desk

/// Occurrences as an iCalendar, RFC 5545.
package struct Calendar: Sendable {
    let zone: SchoolZone
    /// What makes the events' names unlike those of another school.
    let host: String

    package init(zone: SchoolZone, host: String) {
        self.zone = zone
        self.host = host
    }

    /// How often whoever keeps a copy should look again.
    private static let refresh = "PT1H"

    /// Instants are UTC, so that no zone need be described; a cancelled occurrence stays, as such.
    /// An event has one UID for ever, and a higher SEQUENCE after every change. There is no METHOD:
    /// each of them wants an ORGANIZER, and nobody invites anybody here.
    package func bytes(of events: [CalendarEvent], named name: String, made moment: Moment)
        -> [UInt8]
    {
        let head = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kiosk//my-schedule//EN",
            "CALSCALE:GREGORIAN", "X-WR-CALNAME:\(text(name))",
            "REFRESH-INTERVAL;VALUE=DURATION:\(Self.refresh)", "X-PUBLISHED-TTL:\(Self.refresh)",
        ]
        let lines = head + events.flatMap { event($0, made: moment) } + ["END:VCALENDAR"]
        return lines.flatMap { Self.folded($0) }
    }

    private func event(_ event: CalendarEvent, made moment: Moment) -> [String] {
        let occurrence = event.occurrence
        let span = zone.span(occurrence.date, from: occurrence.start, to: occurrence.end)
        let about = ([occurrence.course.code] + event.teachers).filter { !$0.isEmpty }
        var lines = [
            "BEGIN:VEVENT", "UID:occurrence-\(occurrence.id.number)@\(text(hostName))",
            "DTSTAMP:\(utc(moment))", "SEQUENCE:\(occurrence.sequence)",
            "DTSTART:\(utc(span.start))",
            "DTEND:\(utc(span.end))",
            "SUMMARY:\(text(occurrence.course.name))",
            "DESCRIPTION:\(text(about.joined(separator: "\n")))",
            "CATEGORIES:\(text(occurrence.course.code))",
        ]
        if let modified = occurrence.modifiedAt { lines.append("LAST-MODIFIED:\(utc(modified))") }
        if let room = occurrence.classroom { lines.append("LOCATION:\(text(room.name))") }
        lines += [
            occurrence.status == .cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED",
            "END:VEVENT",
        ]
        return lines
    }

    private var hostName: String {
        host.split(separator: "/").last.map(String.init) ?? host
    }

    /// `20260309T000000Z`.
    private func utc(_ moment: Moment) -> String {
        let days = Int((Double(moment.wholeSeconds) / 86_400).rounded(.down))
        let second = moment.wholeSeconds - Int64(days) * 86_400
        func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
        let date = SchoolDate(days: days).description.filter { $0 != "-" }
        return date + "T" + two(second / 3_600) + two(second / 60 % 60) + two(second % 60) + "Z"
    }

    /// Section 3.3.11; control characters are left out, and what some readers end a line at.
    private func text(_ value: String) -> String {
        value.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "\\", ";", ",": escaped.unicodeScalars.append(contentsOf: ["\\", scalar])
            case "\n": escaped += "\\n"
            default:
                switch scalar.properties.generalCategory {
                case .control, .lineSeparator, .paragraphSeparator: break
                default: escaped.unicodeScalars.append(scalar)
                }
            }
        }
    }

    private static let longestLine = 75

    /// Section 3.1: at most 75 bytes a line, never cut within a character.
    private static func folded(_ line: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var column = 0
        for scalar in line.unicodeScalars {
            let encoded = Array(String(scalar).utf8)
            if column + encoded.count > longestLine {
                bytes += [0x0D, 0x0A, 0x20]
                column = 1
            }
            bytes += encoded
            column += encoded.count
        }
        return bytes + [0x0D, 0x0A]
    }
}
