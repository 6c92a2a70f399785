/// A calendar's lines, put together again where they were folded (RFC 5545, section 3.1).
///
/// Lines may end in CR LF, LF or CR, and blank ones are none. Lines are put together before the
/// letters are looked at, as there are programs that fold in the middle of one.
struct CalendarLines: Sequence {
    struct Line {
        /// In the file; that on which it begins.
        let number: Int
        let bytes: ArraySlice<UInt8>
    }

    /// Every line ends in a line feed.
    private var text: [UInt8] = []
    private var numbers: [Int] = []

    init(_ bytes: [UInt8], limits: CalendarLimits) throws(CalendarFault) {
        var plain = bytes[...]
        if plain.starts(with: [0xEF, 0xBB, 0xBF]) {
            plain = plain.dropFirst(3)
        } else if let wide = Self.wide(bytes) {
            plain = wide[...]
        }
        try unfold(plain, limits)
        if String(validating: text, as: UTF8.self) != nil { return }
        guard let (decoded, _) = TextEncoding.decoded(text) else {
            throw CalendarFault(
                .badEncoding, line: nil,
                """
                The file is no text in UTF-8, UTF-16, GB18030 or Windows-1252. Export it again as \
                iCalendar.
                """)
        }
        text = decoded
    }

    /// UTF-8 of what is written in pairs of bytes.
    private static func wide(_ bytes: [UInt8]) -> [UInt8]? {
        let isMarked = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        guard isMarked || bytes.prefix(4).contains(0) else { return nil }
        return TextEncoding.decoded(bytes)?.text
    }

    private mutating func unfold(
        _ bytes: ArraySlice<UInt8>, _ limits: CalendarLimits
    ) throws(CalendarFault) {
        text.reserveCapacity(bytes.count + 1)
        var place = bytes.startIndex
        var number = 0
        var length = 0
        while place < bytes.endIndex {
            number += 1
            let start = place
            while place < bytes.endIndex, bytes[place] != 0x0A, bytes[place] != 0x0D {
                if bytes[place] == 0 { throw Self.fault(.nul, number) }
                place += 1
            }
            let isFolded = start < place && (bytes[start] == 0x20 || bytes[start] == 0x09)
            if isFolded, !numbers.isEmpty {
                text.removeLast()
                text += bytes[(start + 1)..<place]
                text.append(0x0A)
                length += place - start - 1
            } else if start < place {
                numbers.append(number)
                text += bytes[start..<place]
                text.append(0x0A)
                length = place - start
            }
            if length > limits.lineBytes { throw Self.fault(.lineTooLong, numbers.last ?? number) }
            if place < bytes.endIndex {
                let isReturn = bytes[place] == 0x0D
                place += 1
                if isReturn, place < bytes.endIndex, bytes[place] == 0x0A { place += 1 }
            }
        }
    }

    private static func fault(_ code: ImportCode, _ line: Int) -> CalendarFault {
        let message =
            code == .nul
            ? "There is a zero byte in the line: the file is damaged. Export it again."
            : "The line never seems to end. Export the calendar again, without attachments."
        return CalendarFault(code, line: line, message)
    }

    func makeIterator() -> AnyIterator<Line> {
        var place = text.startIndex
        var next = numbers.makeIterator()
        return AnyIterator {
            guard let number = next.next() else { return nil }
            let end = text[place...].firstIndex(of: 0x0A) ?? text.endIndex
            defer { place = Swift.min(end + 1, text.endIndex) }
            return Line(number: number, bytes: text[place..<end])
        }
    }
}
