/// Six characters that name an open check-in session. They do not prove presence.
package struct SessionCode: Hashable, Sendable {
    package static let length = 6
    /// What new codes are made of: no I, L, O, U, 0 or 1.
    package static let alphabet = Array("ABCDEFGHJKMNPQRSTVWXYZ23456789")

    package let text: String

    /// Reads any six ASCII letters and digits, in any case, spaces and hyphens ignored.
    package init?(_ text: some StringProtocol) {
        var kept: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "-"): continue
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
                kept.append(byte)
            case UInt8(ascii: "a")...UInt8(ascii: "z"): kept.append(byte - 32)
            default: return nil
            }
            if kept.count > Self.length { return nil }
        }
        guard kept.count == Self.length else { return nil }
        self.text = String(decoding: kept, as: UTF8.self)
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
