/// What kind of label was read and how it was treated: ISO/IEC 15424, `]`, a letter, a digit.
struct Symbology: Equatable {
    let letter: Character
    let modifier: Character
    /// The check character has been verified and cut.
    var isChecked = false

    var isCode39: Bool { letter == "A" }
    var isInterleaved: Bool { letter == "I" }
    var isCodabar: Bool { letter == "F" }
    var isGoods: Bool { letter == "E" }
    var isGS1: Bool { ["C1", "d2", "d5", "Q3", "Q4", "e0"].contains("\(letter)\(modifier)") }
    /// The text says in which character set it is, and doubles its backslashes.
    var tellsCharacterSet: Bool {
        ["Q2", "Q4", "Q6", "d4", "d5", "d6", "L1"].contains("\(letter)\(modifier)")
    }

    /// That which stands at the start of a text, with something after it.
    init?(at text: String) {
        let head = Array(text.utf8.prefix(4))
        guard head.count > 3, head[0] == UInt8(ascii: "]"), (65...90).contains(head[1] & 0xDF),
            (48...57).contains(head[2])
        else { return nil }
        letter = Character(Unicode.Scalar(head[1]))
        modifier = Character(Unicode.Scalar(head[2]))
    }

    static func settle(_ line: inout ReaderLine, _ rules: ReaderRules) {
        guard let found = Symbology(at: line.text) else { return }
        // After `]X0` a character may combine with the digit: three scalars, not characters.
        var rest = String(line.text.unicodeScalars.dropFirst(3))
        if found.tellsCharacterSet { rest = plain(rest) }
        line.symbology = found
        line.isFromReader = true
        line.replace(with: rest, by: .aim)
        if !found.isGS1 || !rules.has(.gs1) { line.dropSeparators() }
    }

    /// Without `\000026` and with one backslash for two.
    private static func plain(_ text: String) -> String {
        var rest = text[...]
        if rest.first == "\\", rest.dropFirst().prefix(6).count == 6,
            rest.dropFirst().prefix(6).isDigits
        {
            rest = rest.dropFirst(7)
        }
        var kept = ""
        while let character = rest.popFirst() {
            kept.append(character)
            if character == "\\", rest.first == "\\" { rest.removeFirst() }
        }
        return kept
    }
}

/// GS1 labels: data glued together, each with its application identifier.
enum GS1 {
    static func settle(_ line: inout ReaderLine, _ rules: ReaderRules) {
        guard let symbology = line.symbology, symbology.isGS1, !symbology.isChecked else { return }
        line.symbology?.isChecked = true
        switch element(of: line.text) {
        case .code(let code): line.replace(with: code, by: .gs1)
        case .goods where rules.has(.product): line.reject(.product)
        case .goods, .unknown: line.dropSeparators()
        }
    }

    private enum Found {
        case code(String)
        case goods
        case unknown
    }

    private static func element(of text: String) -> Found {
        var rest = text[...]
        var holdsGoods = false
        while true {
            rest = rest.drop { $0 == ReaderLine.separator }
            guard rest.count > 2, let identifier = Int(rest.prefix(2)) else { break }
            let value = rest.dropFirst(2)
            let isOurs = (90...99).contains(identifier)
            if isOurs { return .code(String(value.prefix { $0 != ReaderLine.separator })) }
            guard let length = length(of: identifier) else {
                guard let end = value.firstIndex(of: ReaderLine.separator) else { break }
                rest = rest[end...]
                continue
            }
            if [0, 1, 2].contains(identifier) { holdsGoods = true }
            rest = value.dropFirst(length)
        }
        return holdsGoods ? .goods : .unknown
    }

    /// Of the identifiers whose data has one length and no separator after it.
    private static func length(of identifier: Int) -> Int? {
        switch identifier {
        case 0: 18
        case 1, 2, 3: 14
        case 4: 16
        case 11...19: 6
        case 20: 2
        case 31...36: 8
        case 41: 14
        default: nil
        }
    }
}
