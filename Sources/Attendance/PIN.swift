/// What staff type at a door after their card: four to eight digits.
package struct PIN: Equatable, Sendable {
    package static let lengths = 4...8
    /// Wrong ones in a row, after which none is taken until a new one is set.
    package static let mostTries = 5

    package let digits: String

    /// Nil for anything but so many of 0 to 9.
    package init?(_ text: some StringProtocol) {
        guard text.isDigits, Self.lengths.contains(text.utf8.count) else { return nil }
        digits = String(text)
    }

    /// Why somebody should not have it: it would be among the first that anyone tried.
    package enum Weakness: Equatable, Sendable {
        /// All digits alike, or each one more or less than the one before.
        case pattern
        /// A part of the code that the card carries.
        case partOfCode
    }

    package func weakness(of code: UserCode) -> Weakness? {
        let values = digits.digitValues
        let steps = Set(zip(values, values.dropFirst()).map { $1 - $0 })
        if steps.count == 1, let step = steps.first, (-1...1).contains(step) { return .pattern }
        return code.key.contains(digits) ? .partOfCode : nil
    }
}
