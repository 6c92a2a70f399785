/// What every line goes through, whatever the rules.
enum ScanText {
    /// What a hand at a keypad ended up with: backspaces and Ctrl-U applied, terminal escape
    /// sequences, what was pasted, and control characters gone, but for framing and GS.
    static func edited(_ line: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        var rest = line[...]
        while let byte = rest.popFirst() {
            switch byte {
            case 0x08, 0x7F: _ = kept.popLast()
            case 0x15: kept.removeAll()
            case 0x1B: skipEscape(&rest)
            case 0x1D: kept.append(byte)
            case 0x00..<0x20 where !Framing.isFrame(byte): break
            default: kept.append(byte)
            }
        }
        return kept
    }

    /// Skips what follows an ESC: `[` and parameters up to a final byte, or `O` and one byte.
    private static func skipEscape(_ rest: inout ArraySlice<UInt8>) {
        if rest.starts(with: "[200~".utf8) { return skipPasted(&rest) }
        switch rest.first {
        case UInt8(ascii: "["):
            rest = rest.dropFirst()
            while let byte = rest.popFirst(), !(0x40...0x7E).contains(byte) {}
        case UInt8(ascii: "O"):
            rest = rest.dropFirst(2)
        default:
            break
        }
    }

    /// Nobody scans with the mouse: what a terminal marks as pasted is skipped to its end.
    private static func skipPasted(_ rest: inout ArraySlice<UInt8>) {
        while !rest.isEmpty, !rest.starts(with: "\u{1B}[201~".utf8) { rest = rest.dropFirst() }
        rest = rest.dropFirst(6)
    }

    /// Without U+0080 to U+009F, and with every kind of blank as a space.
    static func withoutControls(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 128 }) { return text }
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !(0x80...0x9F).contains(scalar.value) {
            let isBlank = scalar.value > 127 && scalar.properties.isWhitespace
            kept.append(isBlank ? " " : scalar)
        }
        return String(kept)
    }

    /// Full-width forms (U+FF01 to U+FF5E) as their ASCII.
    static func narrow(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 128 }) { return text }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    (0xFF01...0xFF5E).contains(scalar.value)
                        ? Unicode.Scalar(scalar.value - 0xFEE0)! : scalar
                }))
    }

    /// Text that tells any two lines apart, but for case: what is no UTF-8 is taken byte by byte.
    static func recognisable(_ bytes: [UInt8]) -> String {
        let bytes = bytes.filter { $0 >= 0x20 }
        let text = String(validating: bytes, as: UTF8.self)
        return (text ?? String(String.UnicodeScalarView(bytes.map(Unicode.Scalar.init))))
            .uppercased()
    }

    /// The session code of `HTTPS://HOST/C/ABC123` or `…/C/ABC123.PROOF`, in any case; else nil.
    static func sessionLink(_ text: String) -> SessionCode? {
        let upper = text.uppercased()
        guard upper.hasPrefix("HTTPS://") || upper.hasPrefix("HTTP://") else { return nil }
        let parts = upper.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[3] == "C" else { return nil }
        return SessionCode(parts[4].prefix { $0 != "." })
    }
}
