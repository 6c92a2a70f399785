/// Six characters that name an open check-in session. They do not prove presence.
package struct SessionCode: Hashable, Sendable {
    package static let length = 6
    /// What new codes are made of: no I, L, O, U, 0 or 1.
    package static let alphabet = Array("ABCDEFGHJKMNPQRSTVWXYZ23456789")

    package let text: String

    /// Reads any six ASCII letters and digits, in any case, spaces and hyphens ignored.
    package init?(_ text: some StringProtocol) {
        guard text.isASCII else { return nil }
        let kept = text.uppercased().filter { $0 != " " && $0 != "-" }
        guard kept.utf8.count == Self.length,
            kept.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) })
        else { return nil }
        self.text = kept
    }

    /// A new code from the given chance, with at least one letter.
    package init(using random: inout some RandomNumberGenerator) {
        var characters: [Character] = []
        repeat {
            characters = (0..<Self.length).map { _ in Self.alphabet.randomElement(using: &random)! }
        } while !characters.contains(where: \.isLetter)
        text = String(characters)
    }
}
