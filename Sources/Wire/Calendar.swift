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

    /// Instants are UTC, so that no zone need be described; a cancelled occurrence stays, as such.
    package func bytes(of occurrences: [Occurrence], made moment: Moment) -> [UInt8] {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kiosk//my-schedule//EN",
            "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:My schedule",
        ]
        for occurrence in occurrences {
            lines += [
                "BEGIN:VEVENT", "UID:occurrence-\(occurrence.id.number)@\(text(hostName))",
                "DTSTAMP:\(utc(moment))",
                "DTSTART:\(utc(zone.moment(occurrence.date, occurrence.start)))",
                "DTEND:\(utc(zone.moment(occurrence.date, occurrence.end)))",
                "SUMMARY:\(text(occurrence.course.name))",
                "DESCRIPTION:\(text(occurrence.course.code))",
            ]
            if let room = occurrence.classroom { lines.append("LOCATION:\(text(room.name))") }
            lines += [
                occurrence.status == .cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED",
                "END:VEVENT",
            ]
        }
        lines.append("END:VCALENDAR")
        return lines.flatMap { Self.folded($0) }
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

    /// Section 3.3.11; control characters are left out.
    private func text(_ value: String) -> String {
        value.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "\\", ";", ",": escaped.unicodeScalars.append(contentsOf: ["\\", scalar])
            case "\n": escaped += "\\n"
            default:
                if scalar.value >= 0x20, scalar.value != 0x7F {
                    escaped.unicodeScalars.append(scalar)
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
