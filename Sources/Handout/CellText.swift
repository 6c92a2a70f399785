import Foundation

/// Text as a cell of a workbook may hold it.
enum CellText {
    /// Characters of UTF-16, as Excel counts them.
    static let longest = 32_767
    static let mark = "…"

    /// Without what XML cannot hold, steers the direction of text or ends a line; as read back, and
    /// no longer than a cell. What begins like a formula stays: it is written as text.
    static func harmless(_ text: String) -> String {
        let clean = cut(visible(text), to: longest)
        let whole = escaped(clean)
        // A code of seven characters has six more.
        return whole.utf16.count <= longest ? whole : escaped(cut(clean, to: longest / 3))
    }

    static func visible(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch (scalar.properties.generalCategory, scalar.properties.isNoncharacterCodePoint) {
            case (_, true): kept.append("\u{FFFD}")
            case (.control, _), (.lineSeparator, _), (.paragraphSeparator, _): kept.append(" ")
            default:
                if !scalar.properties.isBidiControl { kept.append(scalar) }
            }
        }
        return String(kept)
    }

    static func cut(_ text: String, to most: Int) -> String {
        guard text.utf16.count > most else { return text }
        var length = mark.utf16.count
        let kept = text.prefix { character in
            length += character.utf16.count
            return length <= most
        }
        return kept + mark
    }

    /// Excel reads `_x0041_` as `A` (ECMA-376, 22.4.2.4): the underscore is written as such.
    private static func escaped(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "_")) else { return text }
        var written: [UInt8] = []
        for (position, byte) in bytes.enumerated() {
            let next = bytes[position...].prefix(7)
            let isCode =
                next.count == 7 && next.starts(with: "_x".utf8) && next.last == UInt8(ascii: "_")
                && next.dropFirst(2).dropLast().allSatisfy {
                    Character(UnicodeScalar($0)).isHexDigit
                }
            written += isCode ? Array("_x005F_".utf8) : [byte]
        }
        return String(decoding: written, as: UTF8.self)
    }
}

/// Names for the sheets of a workbook: legal, and each once.
struct SheetNames {
    /// Characters of UTF-16.
    static let longest = 31
    private static let forbidden: Set<Character> = ["[", "]", ":", "*", "?", "/", "\\"]
    private var taken: Set<String> = ["history"]

    /// As like the first of `texts` of which anything is left as Excel allows.
    mutating func name(for texts: String...) -> String {
        let base = texts.lazy.map(legal).first { !$0.isEmpty } ?? "-"
        var name = base
        var number = 1
        while !taken.insert(folded(name)).inserted {
            number += 1
            let ending = " (\(number))"
            name = prefix(base, Self.longest - ending.utf16.count) + ending
        }
        return name
    }

    private func legal(_ text: String) -> String {
        let harmless = CellText.visible(text).map { Self.forbidden.contains($0) ? "-" : $0 }
        return prefix(String(harmless).trimmingCharacters(in: Self.edges), Self.longest)
    }

    /// What no name begins or ends with.
    private static let edges = CharacterSet.whitespaces.union(CharacterSet(charactersIn: "'"))

    private func prefix(_ text: String, _ most: Int) -> String {
        var length = 0
        let kept = text.prefix { character in
            length += character.utf16.count
            return length <= most
        }
        return kept.trimmingCharacters(in: Self.edges)
    }

    /// Two names that Excel might take for one are one here.
    private func folded(_ name: String) -> String {
        name.folding(
            options: [.caseInsensitive, .widthInsensitive, .diacriticInsensitive], locale: nil)
    }
}
