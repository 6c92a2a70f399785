/// One line of a calendar: `DTSTART;TZID=Europe/Berlin:20260309T080000`.
struct CalendarProperty: Sendable {
    /// In capitals.
    let name: String
    /// By their names in capitals; quotation marks are taken off, and of several values the first
    /// stands for all.
    let parameters: [String: String]
    /// As it is written.
    let value: String
    let line: Int

    /// The property's name in capitals; nil where the line is none.
    static func name(of line: ArraySlice<UInt8>) -> String? {
        let end = line.firstIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ";") }
        guard let end, end > line.startIndex, end - line.startIndex <= 64 else { return nil }
        let isName = line[..<end].allSatisfy {
            (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0)
                || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
        return isName ? String(decoding: line[..<end], as: UTF8.self).uppercased() : nil
    }

    /// Nil where the line has no value.
    init?(_ line: CalendarLines.Line, name: String) {
        self.name = name
        self.line = line.number
        let text = String(decoding: line.bytes, as: UTF8.self).utf8.dropFirst(name.utf8.count)
        guard let colon = Self.colon(in: text, isDate: Self.dates.contains(name)) else {
            return nil
        }
        value = Self.trimmed(Substring(text[text.index(after: colon)...]))
        parameters = Self.parameters(text[..<colon])
    }

    private static let dates: Set<String> = [
        "DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE",
    ]

    /// Where the value begins. Dates have no colon of their own, and names of time zones with one
    /// are often written without quotation marks.
    private static func colon(in text: Substring.UTF8View, isDate: Bool) -> String.Index? {
        if isDate { return text.lastIndex(of: UInt8(ascii: ":")) }
        var isQuoted = false
        return text.firstIndex { byte in
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            return byte == UInt8(ascii: ":") && !isQuoted
        }
    }

    private static func parameters(_ text: Substring.UTF8View) -> [String: String] {
        var found: [String: String] = [:]
        var isQuoted = false
        let parts = Substring(text).utf8.split { byte in
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            return byte == UInt8(ascii: ";") && !isQuoted
        }
        for part in parts {
            guard let sign = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = Substring(part[..<sign]).uppercased()
            let value = trimmed(Substring(part[part.index(after: sign)...]))
            found[name] = found[name] ?? value.replacing("\"", with: "")
        }
        return found
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    /// The value as a person reads it (RFC 5545, section 3.3.11).
    var text: String { Self.unescaped(value[...]) }

    /// The values of a list of texts.
    var texts: [String] {
        var isEscaped = false
        return value.split { letter in
            defer { isEscaped = letter == "\\" && !isEscaped }
            return letter == "," && !isEscaped
        }.map { Self.trimmed(Self.unescaped($0)[...]) }
    }

    private static func unescaped(_ text: Substring) -> String {
        guard text.contains("\\") else { return String(text) }
        var plain = ""
        var isEscaped = false
        for letter in text {
            if isEscaped {
                plain.append(letter == "n" || letter == "N" ? "\n" : letter)
                isEscaped = false
            } else if letter == "\\" {
                isEscaped = true
            } else {
                plain.append(letter)
            }
        }
        return plain
    }
}
