/// Rules about what label readers leave in: start and stop, check characters, padding, pairs.
enum StartStop {
    /// `*CODE*`, and Codabar's letters where a reader says that it is Codabar.
    static func settle(_ line: inout ReaderLine, _ rules: ReaderRules) {
        let text = line.trimmed
        if text.utf8.count > 2, text.first == "*", text.last == "*",
            !text.dropFirst().dropLast().contains("*")
        {
            line.replace(with: String(text.dropFirst().dropLast()), by: .startStop)
        } else if line.symbology?.isCodabar == true, let code = codabar(text) {
            line.replace(with: code, by: .startStop)
        }
    }

    static func offer(_ line: ReaderLine, _ rules: ReaderRules) -> [String] {
        line.symbology == nil ? [codabar(line.trimmed)].compactMap { $0 } : []
    }

    /// What stands between start and stop: A to D, or t, n, * and e in older readers.
    static func codabar(_ text: String) -> String? {
        let ends = "ABCDTNEabcdtne*".utf8
        let code = text.utf8.dropFirst().dropLast()
        guard let first = text.utf8.first, let last = text.utf8.last,
            ends.contains(first), ends.contains(last), code.count >= 4,
            code.allSatisfy({ (48...57).contains($0) || "-$:/.+".utf8.contains($0) })
        else { return nil }
        return String(Substring(code))
    }
}

enum Code39 {
    static func offer(_ line: ReaderLine, _ rules: ReaderRules) -> [String] {
        guard line.symbology == nil else { return [] }
        let right = [line.text, line.trimmed].first { CheckCharacters.isCode39($0) }
        return right.map { [String($0.dropLast())] } ?? []
    }
}

enum ITFPadding {
    /// Without a symbology only where the code is then as long as the school's are.
    static func offer(_ line: ReaderLine, _ rules: ReaderRules) -> [String] {
        let text = line.trimmed
        guard text.isDigits, text.first == "0", text.utf8.count > 1 else { return [] }
        let isAnnounced = line.symbology?.isInterleaved == true
        let isLikely =
            line.symbology == nil && text.utf8.count.isMultiple(of: 2)
            && rules.codeLengths.contains(text.utf8.count - 1)
        return isAnnounced || isLikely ? [String(text.dropFirst())] : []
    }
}

/// Code 39 has 43 characters; the others of ASCII are pairs of them.
enum FullASCII {
    static func offer(_ line: ReaderLine, _ rules: ReaderRules) -> [String] {
        guard line.symbology == nil || line.symbology?.isCode39 == true else { return [] }
        return [decoded(line.trimmed)].compactMap { $0 }
    }

    /// Two or more small letters written as pairs: no code is like that.
    static func isUndecoded(_ text: String) -> Bool {
        let isCode39 = !text.utf8.contains { (97...122).contains($0) }
        guard isCode39, let meant = decoded(text) else { return false }
        return meant.utf8.filter { (97...122).contains($0) }.count > 1
    }

    /// Nil where there is no pair, or one that means nothing.
    static func decoded(_ text: String) -> String? {
        var rest = Array(text.utf8)[...]
        var meant: [UInt8] = []
        while let byte = rest.popFirst() {
            guard "+/%$".utf8.contains(byte) else {
                meant.append(byte)
                continue
            }
            guard let second = rest.popFirst(), let one = pair(byte, second) else { return nil }
            meant.append(one)
        }
        return meant.count < text.utf8.count ? String(decoding: meant, as: UTF8.self) : nil
    }

    static func encoded(_ text: some StringProtocol) -> String {
        text.utf8.reduce(into: "") { pairs, byte in
            pairs += pairOf[byte] ?? String(Unicode.Scalar(byte))
        }
    }

    private static let pairOf: [UInt8: String] = {
        var pairs: [UInt8: String] = [:]
        for sign in "+/%$".utf8 {
            for letter in UInt8(65)...90 {
                guard let meant = pair(sign, letter) else { continue }
                pairs[meant] = String(decoding: [sign, letter], as: UTF8.self)
            }
        }
        return pairs
    }()

    private static func pair(_ sign: UInt8, _ letter: UInt8) -> UInt8? {
        switch (Unicode.Scalar(sign), letter) {
        case ("+", 65...90): letter + 32
        case ("/", 65...76), ("/", 79): letter - 32
        case ("/", 90): 0x3A
        case ("%", 70...74): letter - 11
        case ("%", 75...79): letter + 16
        case ("%", 80...83): letter + 43
        case ("%", 86): 0x40
        case ("%", 87): 0x60
        default: nil
        }
    }
}
