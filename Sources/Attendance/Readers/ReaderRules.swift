/// A keyboard layout that a host may have while the reader types as on an American keyboard.
package enum KeyboardLayout: String, CaseIterable, Sendable {
    case fr, de, uk

    package var rule: ReaderRule {
        switch self {
        case .fr: .layoutFR
        case .de: .layoutDE
        case .uk: .layoutUK
        }
    }
}

/// Which rules a school's readers need, and what they need to know.
package struct ReaderRules: Equatable, Sendable {
    package var on: Set<ReaderRule>
    /// What the reader was set to send before each code; empty: nothing.
    package var prefix: String
    package var layouts: [KeyboardLayout]
    /// The lengths of the school's user codes and of its card numbers that are all digits. Empty:
    /// unknown, and what needs them is silent.
    package var codeLengths: Set<Int>
    /// Card numbers of fourteen digits are kept, and each ends in a library card's right check
    /// digit: one that does not was not read right.
    package var keepsLibraryCards: Bool

    package static let usual = ReaderRules()

    package init(
        on: Set<ReaderRule> = Set(ReaderRule.allCases.filter(\.isOnUsually)), prefix: String = "",
        layouts: [KeyboardLayout] = [], codeLengths: Set<Int> = [],
        keepsLibraryCards: Bool = false
    ) {
        self.on = on
        self.prefix = prefix
        self.layouts = layouts
        self.codeLengths = codeLengths
        self.keepsLibraryCards = keepsLibraryCards
    }

    /// A layout is also on where it is listed, the prefix where there is one.
    package func has(_ rule: ReaderRule) -> Bool {
        if on.contains(rule) { return true }
        return switch rule {
        case .prefix: !prefix.isEmpty
        case .layoutFR, .layoutDE, .layoutUK: layouts.contains { $0.rule == rule }
        default: false
        }
    }

    /// That many characters are known to be no code's length.
    func cannotBeCode(length: Int) -> Bool {
        !codeLengths.isEmpty && !codeLengths.contains(length)
    }
}
