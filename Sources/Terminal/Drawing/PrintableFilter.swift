/// What of a text from outside may reach a terminal at all.
enum PrintableFilter {
    /// The most scalars read of one text.
    static let longestText = 2000

    /// The scalars of `text` without controls, escape sequences, bidi controls and what is
    /// invisible. A run of tabs, line ends and blanks with one of them in it is one space.
    static func scalars(of text: String) -> [Unicode.Scalar] {
        let input = Array(text.unicodeScalars.prefix(longestText))
        var output: [Unicode.Scalar] = []
        var i = 0
        while i < input.count {
            let scalar = input[i]
            if let end = endOfSequence(input, at: i) {
                i = end
                continue
            }
            i += 1
            if isLineOrTab(scalar) {
                if output.last != " " { output.append(" ") }
            } else if scalar.properties.generalCategory == .spaceSeparator {
                output.append(" ")
            } else if !isDropped(scalar) {
                output.append(scalar)
            }
        }
        return output
    }

    private static func isLineOrTab(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// Controls, format characters (bidi, joiners, tags), fillers and variation selectors, and
    /// regional indicators, whose width no two terminals agree on.
    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        if (0x1F1E6...0x1F1FF).contains(scalar.value) { return true }
        let properties = scalar.properties
        return switch properties.generalCategory {
        case .control, .format, .surrogate: true
        default: properties.isDefaultIgnorableCodePoint
        }
    }

    /// The index after the escape sequence that begins at `start` (ECMA-48, 5.3 to 5.6), or nil if
    /// none begins there. An unfinished string sequence reaches to the end of the text.
    private static func endOfSequence(_ input: [Unicode.Scalar], at start: Int) -> Int? {
        var i = start + 1
        var introducer = input[start].value
        if introducer == 0x1B {
            guard i < input.count else { return i }
            // ESC and a byte of 40-5F is the same control as 80-9F.
            guard (0x40...0x5F).contains(input[i].value) else {
                return endOfShortSequence(input, from: i)
            }
            introducer = input[i].value + 0x40
            i += 1
        }
        switch introducer {
        case 0x9B: return endOfControlSequence(input, from: i)
        case 0x90, 0x98, 0x9D, 0x9E, 0x9F: return endOfString(input, from: i)
        case 0x80...0x9F where introducer != 0x85 || input[start].value == 0x1B: return i
        default: return nil
        }
    }

    private static func skip(
        _ range: ClosedRange<UInt32>, _ input: [Unicode.Scalar], from start: Int
    ) -> Int {
        input[start...].firstIndex { !range.contains($0.value) } ?? input.count
    }

    /// After parameters, intermediates and the final byte.
    private static func endOfControlSequence(_ input: [Unicode.Scalar], from start: Int) -> Int {
        let end = skip(0x20...0x2F, input, from: skip(0x30...0x3F, input, from: start))
        return end < input.count && (0x40...0x7E).contains(input[end].value) ? end + 1 : end
    }

    /// After intermediates and the final byte of a sequence such as `ESC ( B` or `ESC c`.
    private static func endOfShortSequence(_ input: [Unicode.Scalar], from start: Int) -> Int {
        let end = skip(0x20...0x2F, input, from: start)
        return end < input.count && (0x30...0x7E).contains(input[end].value) ? end + 1 : end
    }

    /// After BEL, ST, CAN or SUB.
    private static func endOfString(_ input: [Unicode.Scalar], from start: Int) -> Int {
        var i = start
        while i < input.count {
            switch input[i].value {
            case 0x07, 0x18, 0x1A, 0x9C: return i + 1
            case 0x1B where i + 1 < input.count && input[i + 1] == "\\": return i + 2
            default: i += 1
            }
        }
        return i
    }
}
