import Foundation

extension Charset {
    /// Whether a font of this charset has the scalar.
    func has(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .ascii: scalar.isASCII
        case .latin: scalar.value < 0x180 || "–—‘’“”„•…€".unicodeScalars.contains(scalar)
        // Private use has a glyph of nobody knows which width.
        case .unicode: scalar.properties.generalCategory != .privateUse
        }
    }

    /// The nearest ASCII for a scalar that cannot be shown, `?` if there is none.
    static func plain(_ scalar: Unicode.Scalar) -> String {
        if let known = plainLetters[scalar] { return known }
        let base = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.first
        guard let base, base.isASCII, ColumnWidth.of(base) == 1 else { return "?" }
        return String(base)
    }

    private static let plainLetters: [Unicode.Scalar: String] = [
        "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d",
        "Đ": "D", "ł": "l", "Ł": "L", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i",
        "–": "-", "—": "-", "‘": "'", "’": "'", "“": "\"", "”": "\"", "…": "...", "·": "-",
        "•": "*", "×": "x", "→": "->", "€": "EUR", "№": "No.", "°": "deg",
    ]
}
