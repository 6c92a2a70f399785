import Attendance

/// What the rules for readers need to know of a school.
package struct ReaderFacts: Equatable, Sendable {
    /// Of students' codes, and of card numbers that are all digits.
    package var codeLengths: Set<Int>
    package var hasAliases: Bool
    /// Card numbers of fourteen digits.
    package var patronCards: [UserCode]

    package init(codeLengths: Set<Int>, hasAliases: Bool, patronCards: [UserCode]) {
        self.codeLengths = codeLengths
        self.hasAliases = hasAliases
        self.patronCards = patronCards
    }

    /// The rules as configured, with what is known of the school.
    package func filling(_ configured: ReaderRules) -> ReaderRules {
        var rules = configured
        rules.codeLengths = codeLengths
        if hasAliases { rules.on.insert(.rfid) }
        let areWhole = patronCards.allSatisfy { Self.isPatronCard($0.text) }
        rules.keepsLibraryCards = !patronCards.isEmpty && areWhole
        return rules
    }

    /// Ends in the right check digit: every second digit doubled, from the one before it.
    private static func isPatronCard(_ text: String) -> Bool {
        let sum = text.utf8.reversed().enumerated().reduce(0) { sum, digit in
            let value = Int(digit.element) - 48
            let doubled = digit.offset % 2 == 0 ? value : value * 2
            return sum + (doubled > 9 ? doubled - 9 : doubled)
        }
        return sum % 10 == 0
    }
}
