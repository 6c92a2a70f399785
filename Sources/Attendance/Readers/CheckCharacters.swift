/// The sums behind check characters. Each says whether the last character is right.
enum CheckCharacters {
    private static let code39 = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%")
    private static let codabar = Array("0123456789-$:/.+ABCD")

    /// Modulo 43 over the 43 characters of Code 39.
    static func isCode39(_ text: some StringProtocol) -> Bool {
        guard text.isASCII else { return false }
        let values = text.uppercased().map { code39.firstIndex(of: $0) }
        guard values.count > 1, !values.contains(nil) else { return false }
        return values.dropLast().reduce(0) { $0 + $1! } % 43 == values.last!
    }

    /// Modulo 10, weights 3 and 1 from the right: Interleaved 2 of 5, EAN and UPC.
    static func isGoods(_ text: some StringProtocol) -> Bool {
        guard text.isDigits, text.utf8.count > 1 else { return false }
        let sum = text.digitValues.reversed().enumerated().reduce(0) { sum, place in
            sum + place.element * (place.offset.isMultiple(of: 2) ? 1 : 3)
        }
        return sum.isMultiple(of: 10)
    }

    /// Modulo 10 with every second digit doubled (Luhn): bank cards and library cards.
    static func isLuhn(_ text: some StringProtocol) -> Bool {
        guard text.isDigits, text.utf8.count > 1 else { return false }
        let sum = text.digitValues.reversed().enumerated().reduce(0) { sum, place in
            if place.offset.isMultiple(of: 2) { return sum + place.element }
            let double = place.element * 2
            return sum + (double > 9 ? double - 9 : double)
        }
        return sum.isMultiple(of: 10)
    }

    /// Modulo 16 over all of a Codabar label, start and stop and the check among them.
    static func isCodabar(_ text: some StringProtocol) -> Bool {
        guard text.isASCII else { return false }
        let values = text.uppercased().map { codabar.firstIndex(of: $0) }
        guard values.count > 3, !values.contains(nil) else { return false }
        return values.reduce(0) { $0 + $1! }.isMultiple(of: 16)
    }
}

/// Check characters that are announced, and that of a library card.
enum AnnouncedCheck {
    static func settle(_ line: inout ReaderLine, _ rules: ReaderRules) {
        if let symbology = line.symbology, !symbology.isChecked {
            line.symbology?.isChecked = !symbology.isGS1
            switch (symbology.letter, symbology.modifier) {
            case ("A", "1"): cut(&line, where: CheckCharacters.isCode39)
            case ("A", "5"):
                cut(&line) {
                    CheckCharacters.isCode39(FullASCII.encoded($0.dropLast()) + $0.suffix(1))
                }
            case ("I", "1"): cut(&line, where: CheckCharacters.isGoods)
            case ("F", "2"): cutCodabar(&line)
            default: break
            }
        }
        let card = line.trimmed
        let isMeant = rules.keepsLibraryCards || rules.cannotBeCode(length: 14)
        if line.content == nil, isMeant, isLibraryCard(card),
            !CheckCharacters.isLuhn(card)
        {
            line.reject(.checkDigit)
        }
    }

    /// Fourteen digits, of which the first says that it is a reader's and not a book's.
    static func isLibraryCard(_ text: String) -> Bool {
        text.utf8.count == 14 && text.first == "2" && text.isDigits
    }

    /// A check character may be a blank, so it is looked for before blanks are cut.
    private static func cut(_ line: inout ReaderLine, where isRight: (String) -> Bool) {
        guard let text = [line.text, line.trimmed].first(where: isRight) else {
            return line.reject(.checkDigit)
        }
        line.replace(with: String(text.dropLast()), by: .checkDigit)
    }

    /// The sum of Codabar is known only where start and stop were sent.
    private static func cutCodabar(_ line: inout ReaderLine) {
        let text = line.trimmed
        guard StartStop.codabar(text) != nil else { return }
        guard CheckCharacters.isCodabar(text) else { return line.reject(.checkDigit) }
        line.replace(with: String(text.dropLast(2)) + text.suffix(1), by: .checkDigit)
    }
}
