import Attendance
import CIcal

/// A DATE or a DATE-TIME as it is written (RFC 5545, sections 3.3.4 and 3.3.5), before anybody asks
/// in which zone.
struct CalendarTime: Hashable, Sendable {
    var date: SchoolDate
    /// Since midnight; nil for a whole day.
    var seconds: Int?
    /// Ends in `Z`.
    var isUTC = false

    init(date: SchoolDate, seconds: Int?) {
        self.date = date
        self.seconds = seconds
    }

    /// Reads `20260309`, `20260309T080000` and `20260309T080000Z`, and times without seconds; nil
    /// for anything else, and for what is no date or no time.
    init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count else { return nil }
            return bytes[range].reduce(0 as Int?) { value, byte in
                (48...57).contains(byte) ? value.map { $0 * 10 + Int(byte - 48) } : nil
            }
        }
        guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8),
            let date = SchoolDate(year: year, month: month, day: day)
        else { return nil }
        self.date = date
        if bytes.count == 8 { return }
        isUTC = bytes.last == UInt8(ascii: "Z")
        let end = bytes.count - (isUTC ? 1 : 0)
        guard bytes[8] == UInt8(ascii: "T"), end == 15 || end == 13,
            let hour = number(9..<11), let minute = number(11..<13),
            let second = end == 15 ? number(13..<15) : 0,
            hour < 24, minute < 60, second <= 60
        else { return nil }
        // A leap second is the one before it.
        seconds = hour * 3_600 + minute * 60 + min(second, 59)
    }
}

/// A DURATION in seconds; nil for anything else, for one below zero, and for one beyond a year.
func calendarDuration(_ text: String) -> Int? {
    let isPlain = text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || "+PWDTHMS".utf8.contains($0)
    }
    guard isPlain, text.utf8.count <= 32 else { return nil }
    let duration = icaldurationtype_from_string(text)
    guard icaldurationtype_is_bad_duration(duration) == 0, duration.is_neg == 0 else { return nil }
    let day = 86_400
    let parts = [
        (duration.weeks, 7 * day), (duration.days, day), (duration.hours, 3_600),
        (duration.minutes, 60), (duration.seconds, 1),
    ]
    let total = parts.reduce(0) { $0 + Int($1.0) * $1.1 }
    return (0...366 * day).contains(total) ? total : nil
}
