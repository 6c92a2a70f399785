import Attendance
import Foundation

/// Somebody looked for by what is remembered of a name or a number: words in any order, without
/// their accents, each of them within the name or the number.
package struct NameSearch: Sendable {
    private let words: [String]

    /// Nil where nothing is looked for.
    package init?(_ text: String) {
        words = Self.folded(text).split { !$0.isLetter && !$0.isNumber }.map(String.init)
        if words.isEmpty { return nil }
    }

    package func finds(name: String, number: String) -> Bool {
        let (name, number) = (Self.folded(name), Self.folded(number))
        return words.allSatisfy { name.contains($0) || number.contains($0) }
    }

    /// As names are put in order, and compared.
    package static func folded(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
        let plain = text.folding(
            options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
        return plain.reduce(into: "") { $0 += own[$1] ?? String($1) }
    }

    /// Letters of their own, which no accent makes of others, as keyboards without them write them.
    private static let own: [Character: String] = [
        "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
        "ı": "i", "ħ": "h",
    ]
}
