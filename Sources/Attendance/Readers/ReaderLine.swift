/// A line on its way through the rules.
struct ReaderLine {
    /// Without control characters but GS, and without blanks before it; those after it stay until
    /// a check character has been looked for. Of a line that is no UTF-8, a character for a byte.
    private(set) var text: String { didSet { trimmed = Self.trimmed(text) } }
    /// Without blanks at the ends, and without separators.
    private(set) var trimmed = ""
    /// The last certain repair, if there was one.
    private(set) var repair: ReaderRule?
    /// What it is, where a rule knows.
    private(set) var content: Scan.Content?
    /// UTF-8, or repaired into it.
    private(set) var isText: Bool
    var symbology: Symbology?
    var isFromReader: Bool

    static let separator: Character = "\u{1D}"

    init(_ bytes: [UInt8], isFromReader: Bool = false, repair: ReaderRule? = nil) {
        self.isFromReader = isFromReader
        self.repair = repair
        if let valid = String(validating: bytes, as: UTF8.self) {
            isText = true
            text = ScanText.withoutControls(valid)
        } else {
            isText = false
            text = String(String.UnicodeScalarView(bytes.map(Unicode.Scalar.init)))
        }
        trimmed = Self.trimmed(text)
        dropBlanksBefore()
        // GS parts the elements of a GS1 label, which is announced.
        if Symbology(at: text)?.isGS1 != true { dropSeparators() }
    }

    init(_ text: String) {
        self.init(Array(text.utf8))
    }

    private static func trimmed(_ text: String) -> String {
        var text = text
        if text.utf8.contains(0x1D) { text.removeAll { $0 == separator } }
        while text.last == " " { text.removeLast() }
        return text
    }

    var isDigits: Bool { trimmed.isDigits }

    mutating func replace(with text: String, by rule: ReaderRule) {
        self.text = text
        repair = rule
        if text.utf8.allSatisfy({ $0 < 128 }) { isText = true }
        dropBlanksBefore()
    }

    mutating func dropSeparators() {
        if text.utf8.contains(0x1D) { text.removeAll { $0 == Self.separator } }
    }

    mutating func reject(_ why: Scan.Rejection) { content = .rejected(why) }

    mutating func decide(_ content: Scan.Content, by rule: ReaderRule) {
        self.content = content
        if repair == nil, rule != .sessionURL { repair = rule }
    }

    /// Rounds of repairs after which nothing that a reader sends changes any more.
    static let mostRounds = 8

    /// Lets the rules repair until nothing changes. Every repair shortens the line; one that would
    /// go on, such as nothing but prefixes, is no code.
    mutating func settle(under rules: ReaderRules) {
        for _ in 0..<Self.mostRounds {
            let before = text
            for entry in RuleEntry.all where rules.has(entry.rule) {
                entry.settle(&self, rules)
                if content != nil { return }
            }
            if text == before { return }
        }
        reject(.notACode)
    }

    private mutating func dropBlanksBefore() {
        if text.first == " " { text = String(text.drop { $0 == " " }) }
    }
}

extension StringProtocol {
    var isASCII: Bool { utf8.allSatisfy { $0 < 128 } }

    /// One or more of 0 to 9 and nothing else.
    var isDigits: Bool { !isEmpty && utf8.allSatisfy { (48...57).contains($0) } }

    /// The values of its digits; what is none is left out.
    var digitValues: [Int] {
        utf8.compactMap { (48...57).contains($0) ? Int($0) - 48 : nil }
    }
}
