/// What is no student's card, and is refused with a word of its own.
enum Contact {
    static func settle(_ line: inout ReaderLine, _ rules: ReaderRules) {
        if begins(line.text) || ends(line.text) { line.reject(.contact) }
    }

    static func begins(_ text: String) -> Bool {
        let text = text.uppercased()
        return text.hasPrefix("BEGIN:VCARD") || text.hasPrefix("MECARD:")
    }

    static func ends(_ text: String) -> Bool { text.uppercased().hasPrefix("END:VCARD") }
}

/// The block that driving licences carry: `@`, control characters, `ANSI` and an issuer's number.
enum Licence {
    static func settle(_ line: inout ReaderLine, _ rules: ReaderRules) {
        if begins(line.trimmed) { line.reject(.licence) }
    }

    static func begins(_ text: String) -> Bool {
        let text = text.uppercased()
        return ["@", "@ANSI", "ANSI", "@AAMVA", "AAMVA"].contains { mark in
            guard text.hasPrefix(mark) else { return false }
            let rest = text.dropFirst(mark.count).drop { $0 == " " }
            return mark == "@" ? rest.isEmpty : rest.prefix(4).count == 4 && rest.prefix(4).isDigits
        }
    }
}

enum Product {
    /// Said by the reader; else thirteen digits, or twelve where those are no tag's. A GS1 label
    /// says itself what it holds, and any sum comes out right for one code of ten.
    static func settle(_ line: inout ReaderLine, _ rules: ReaderRules) {
        let text = line.trimmed
        let length = text.utf8.count
        if line.symbology?.isGoods == true {
            if !rules.codeLengths.contains(length) { line.reject(.product) }
        } else if line.symbology?.isGS1 != true, rules.cannotBeCode(length: length),
            length == 13 || length == 12 && !rules.has(.rfid), CheckCharacters.isGoods(text)
        {
            line.reject(.product)
        }
    }
}

/// Bank cards (13 to 19 digits with a right last one) and payment codes (18 digits) of telephones.
///
/// Not among them: what is as long as the school's own codes, what begins with 0, which no issuer
/// does, and the fourteen digits of a library card, which have the same sum.
enum Payment {
    static func settle(_ line: inout ReaderLine, _ rules: ReaderRules) {
        if isHeld(in: line.text, rules) { line.reject(.payment) }
    }

    /// True where a run of digits in it is a payment number.
    static func isHeld(in text: String, _ rules: ReaderRules) -> Bool {
        if rules.codeLengths.contains(text.utf8.count) { return false }
        return runs(of: Array(text.utf8)).contains {
            !rules.codeLengths.contains($0.utf8.count) && isNumber($0)
        }
    }

    private static func isNumber(_ digits: String) -> Bool {
        guard (13...19).contains(digits.utf8.count), digits.first != "0" else { return false }
        if digits.utf8.count == 18, let kind = Int(digits.prefix(2)),
            (10...15).contains(kind) || (25...30).contains(kind)
        {
            return true
        }
        return CheckCharacters.isLuhn(digits) && !AnnouncedCheck.isLibraryCard(digits)
    }

    /// Runs of digits, and those over the gaps between groups of four.
    private static func runs(of text: [UInt8]) -> [String] {
        let plain = text.split { !(48...57).contains($0) }
        let groups = text.split { !(48...57).contains($0) && $0 != 0x20 && $0 != 0x2D }
            .map { $0.split { $0 == 0x20 || $0 == 0x2D } }
            .filter { $0.count > 3 && $0.dropLast().allSatisfy { $0.count == 4 } }
        return (plain.map(Array.init) + groups.map { Array($0.joined()) }).map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}

enum WrongLength {
    /// What a reader sends is whole or has lost something. Six may be a session's.
    static func settle(_ line: inout ReaderLine, _ rules: ReaderRules) {
        let length = line.trimmed.utf8.count
        guard line.isFromReader, line.isDigits, !rules.has(.rfid),
            length != SessionCode.length, let shortest = rules.codeLengths.min(),
            length < shortest
        else { return }
        line.reject(.wrongLength)
    }
}
