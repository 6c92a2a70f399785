/// Codes in other things: twice in one line, or among characters of another script.
enum Doubled {
    static func offer(_ line: ReaderLine, _ rules: ReaderRules) -> [String] {
        let text = line.trimmed
        guard text.utf8.allSatisfy({ $0 < 128 }) else { return [] }
        return rules.codeLengths.sorted().compactMap { length in
            let count = text.utf8.count
            guard length > 0, count > length, count.isMultiple(of: length) else { return nil }
            let first = text.prefix(length)
            return String(repeating: String(first), count: count / length) == text
                ? String(first) : nil
        }
    }
}

enum DigitRun {
    /// The one run of digits that is as long as a code.
    static func offer(_ line: ReaderLine, _ rules: ReaderRules) -> [String] {
        let text = line.text.unicodeScalars
        guard text.contains(where: { !$0.isASCII }) else { return [] }
        let runs = text.split { !(48...57).contains($0.value) }
            .map { String(String.UnicodeScalarView($0)) }
            .filter { rules.codeLengths.contains($0.utf8.count) }
        return Set(runs).count == 1 ? [runs[0]] : []
    }
}
