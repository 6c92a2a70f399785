/// The repairs that a line goes through before it is read, in this order.
enum ScanText {
    /// What a hand at a keypad ended up with: backspaces and Ctrl-U applied, terminal escape
    /// sequences, framing and other control characters gone.
    static func edited(_ line: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        var rest = line[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        while let byte = rest.popFirst() {
            switch byte {
            case 0x08, 0x7F: _ = kept.popLast()
            case 0x15: kept.removeAll()
            case 0x1B: skipEscape(&rest)
            case 0x00..<0x20: break
            default: kept.append(byte)
            }
        }
        return kept
    }

    /// Skips what follows an ESC: `[` and parameters up to a final byte, or `O` and one byte.
    private static func skipEscape(_ rest: inout ArraySlice<UInt8>) {
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

    /// Takes an AIM symbology identifier (`]C0`, ISO/IEC 15424) off the front; true if one stood
    /// there.
    static func stripSymbology(_ bytes: inout [UInt8]) -> Bool {
        guard bytes.count > 3, bytes[0] == UInt8(ascii: "]"),
            (65...90).contains(bytes[1] & 0xDF), (48...57).contains(bytes[2])
        else { return false }
        bytes.removeFirst(3)
        return true
    }

    /// The text with full-width forms (U+FF01 to U+FF5E, U+3000) as their ASCII, without controls
    /// and without blanks at its ends; nil if not UTF-8.
    static func narrow(_ bytes: [UInt8]) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var narrowed = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xFF01...0xFF5E: narrowed.append(Unicode.Scalar(scalar.value - 0xFEE0)!)
            case 0x80...0x9F: break
            default: narrowed.append(scalar.properties.isWhitespace ? " " : scalar)
            }
        }
        let start = narrowed.firstIndex { $0 != " " } ?? narrowed.endIndex
        let end = narrowed.lastIndex { $0 != " " }.map(narrowed.index(after:)) ?? start
        return String(narrowed[start..<end])
    }

    /// Text that tells any two lines apart, but for case: what is no UTF-8 is taken byte by byte.
    static func recognisable(_ bytes: [UInt8]) -> String {
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
