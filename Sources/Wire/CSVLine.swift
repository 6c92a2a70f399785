/// A line of comma-separated values (RFC 4180), without its end.
package struct CSVLine {
    package private(set) var bytes: [UInt8] = []

    package init(_ cells: [String]) {
        for (place, cell) in cells.enumerated() {
            if place > 0 { bytes.append(Self.comma) }
            Self.append(cell, to: &bytes)
        }
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
    private static let formulas = Array("=+-@\t\r\0".utf8)
    /// The last bytes of the wide signs U+FF1D, U+FF0B, U+FF0D and U+FF20, after EF BC.
    private static let wideFormulas: [UInt8] = [0x9D, 0x8B, 0x8D, 0xA0]
    private static let special = Array(",\"\n\r".utf8)

    /// A cell that a spreadsheet would take for a formula gets an apostrophe before it; a plain
    /// number is none.
    static func append(_ cell: String, to line: inout [UInt8]) {
        var cell = cell
        cell.withUTF8 { text in
            guard let first = text.first else { return }
            let isFormula = beginsFormula(text)
            let isQuoted = first == UInt8(ascii: " ") || text.contains(where: special.contains)
            if isQuoted { line.append(quote) }
            if isFormula { line.append(UInt8(ascii: "'")) }
            if isQuoted, text.contains(quote) {
                for byte in text { line += byte == quote ? [quote, quote] : [byte] }
            } else {
                line += text
            }
            if isQuoted { line.append(quote) }
        }
    }

    private static func beginsFormula(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        if formulas.contains(text[0]) {
            return Double(String(decoding: text, as: UTF8.self)) == nil
        }
        return text[0] == 0xEF && text.count > 2 && text[1] == 0xBC
            && wideFormulas.contains(text[2])
    }
}
