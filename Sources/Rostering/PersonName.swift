/// A name in one cell, taken apart: given and family name.
struct PersonName: Equatable {
    var given: String
    var family: String

    init(given: String, family: String) {
        self.given = given
        self.family = family
    }

    /// `Family, Given` at its comma; Chinese, Japanese and Korean names without a blank after the
    /// family name, which is the first letter or a known pair; others before the last word.
    init(_ full: String) {
        if let comma = full.firstIndex(where: { $0 == "," || $0 == "，" }) {
            family = Self.trimmed(full[..<comma])
            given = Self.trimmed(full[full.index(after: comma)...])
            return
        }
        let words = full.split(whereSeparator: \.isWhitespace)
        if words.count > 1, let last = words.last {
            let isFamilyFirst = words.allSatisfy(Self.isEastAsian)
            family = String(isFamilyFirst ? words[0] : last)
            given = (isFamilyFirst ? words.dropFirst() : words.dropLast()).joined(separator: " ")
            return
        }
        guard let word = words.first, Self.isEastAsian(word), word.count > 1 else {
            given = words.first.map(String.init) ?? ""
            family = ""
            return
        }
        let length = word.count > 2 && Self.pairs.contains(String(word.prefix(2))) ? 2 : 1
        family = String(word.prefix(length))
        given = String(word.dropFirst(length))
    }

    private static let pairs: Set<String> = [
        "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "司徒", "东方", "東方", "皇甫", "尉迟",
        "公孙", "公孫", "慕容", "令狐", "夏侯", "长孙", "宇文", "南宫", "轩辕", "端木",
    ]

    private static func trimmed(_ text: Substring) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func isEastAsian(_ word: Substring) -> Bool {
        word.unicodeScalars.allSatisfy {
            (0x3040...0x30FF).contains($0.value) || (0x3400...0x9FFF).contains($0.value)
                || (0xAC00...0xD7AF).contains($0.value) || (0x20000...0x3FFFF).contains($0.value)
        }
    }
}
