import Attendance

extension Moment {
    /// Reads RFC 3339: `2026-03-09T08:05:00+08:00`, with `Z` or an offset, and with any fraction of
    /// a second, of which milliseconds are kept. Nil for anything else, and for dates that do not
    /// exist.
    package init?(stamp text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, let date = SchoolDate(String(text.prefix(10))),
            [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(bytes[10]),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = Self.number(bytes[11..<13]), hour < 24,
            let minute = Self.number(bytes[14..<16]), minute < 60,
            let second = Self.number(bytes[17..<19]), second < 60
        else { return nil }
        var rest = bytes[19...]
        var milliseconds: Int64 = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (48...57).contains($0) }
            guard !digits.isEmpty else { return nil }
            let padded = Array(digits.prefix(3)) + Array(repeating: 48, count: 3)
            milliseconds = Self.number(padded[0..<3]) ?? 0
            rest = rest.dropFirst(1 + digits.count)
        }
        guard let offset = Self.offset(rest) else { return nil }
        let seconds = Int64(date.days) * 86_400 + hour * 3_600 + minute * 60 + second - offset
        guard Self.writable.contains(seconds) else { return nil }
        self.init(milliseconds: seconds * 1_000 + milliseconds)
    }

    /// The seconds of the years 1 to 9999 but for the last day, which is the year after in the
    /// east.
    private static let writable = -62_135_596_800..<Int64(253_402_214_400)

    /// `2025-01-29T15:56:10.000Z`.
    package var utcStamp: String {
        let milliseconds = String(self.milliseconds - wholeSeconds * 1_000 + 1_000).suffix(3)
        return "\(utcDate)T\(utcTime).\(milliseconds)Z"
    }

    /// `2025-01-29 15:56:11 UTC`.
    package var utc: String { "\(utcDate) \(utcTime) UTC" }

    private var secondsOfDay: Int64 { (wholeSeconds % 86_400 + 86_400) % 86_400 }

    private var utcDate: SchoolDate {
        SchoolDate(days: Int((wholeSeconds - secondsOfDay) / 86_400))
    }

    private var utcTime: String {
        let seconds = secondsOfDay
        return [seconds / 3_600, seconds / 60 % 60, seconds % 60]
            .map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: ":")
    }

    /// Seconds east of UTC.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
        if bytes.elementsEqual([UInt8(ascii: "Z")]) || bytes.elementsEqual([UInt8(ascii: "z")]) {
            return 0
        }
        let start = bytes.startIndex
        guard bytes.count == 6, bytes[start + 3] == UInt8(ascii: ":"),
            let hours = number(bytes[start + 1..<start + 3]), hours < 24,
            let minutes = number(bytes[start + 4..<start + 6]), minutes < 60
        else { return nil }
        switch bytes[start] {
        case UInt8(ascii: "+"): return hours * 3_600 + minutes * 60
        case UInt8(ascii: "-"): return -(hours * 3_600 + minutes * 60)
        default: return nil
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int64(String(decoding: digits, as: UTF8.self))
    }
}
