/// Rules about keys: what a keypad sends, and what surrounds a code. They act on bytes.
enum Framing {
    static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Takes STX, ETX, TAB and a byte order mark off; true if there was one.
    static func strip(_ bytes: inout [UInt8]) -> Bool {
        let before = bytes.count
        if bytes.starts(with: mark) { bytes.removeFirst(3) }
        bytes.removeAll { isFrame($0) }
        return bytes.count < before
    }

    static func isFrame(_ byte: UInt8) -> Bool { byte == 0x02 || byte == 0x03 || byte == 0x09 }
}

enum NumLock {
    private static let digits: [String: Character] = [
        "[2~": "0", "[4~": "1", "[F": "1", "[B": "2", "[6~": "3", "[D": "4", "[G": "5",
        "[E": "5", "[C": "6", "[1~": "7", "[H": "7", "[A": "8", "[5~": "9",
    ]

    /// The digits of a line that is nothing but a keypad's function keys, at least as many as a
    /// tail has; fewer are somebody at the arrow keys.
    static func digits(_ line: [UInt8]) -> [UInt8]? {
        guard line.first == 0x1B else { return nil }
        let keys = line.split(separator: 0x1B).map { String(decoding: $0, as: UTF8.self) }
        let meant = keys.compactMap { digits[$0] }
        guard meant.count == keys.count, meant.count >= UserCode.shortestTail else { return nil }
        return Array(String(meant).utf8)
    }
}

enum Keypad {
    /// `12*3456#` is 3456. Only among digits: codes may hold such signs. A `*` by itself is a key.
    static func settle(_ line: inout ReaderLine, _ rules: ReaderRules) {
        guard let last = line.trimmed.last, line.trimmed != "*" else { return }
        var typed = line.trimmed
        if last == "#" { typed.removeLast() }
        guard typed.allSatisfy({ $0 == "*" || $0.isASCII && $0.isNumber }) else { return }
        let entry = typed.split(separator: "*", omittingEmptySubsequences: false).last ?? ""
        if entry.utf8.count < line.trimmed.utf8.count {
            line.replace(with: String(entry), by: .keypad)
        }
    }
}

enum Prefix {
    static func settle(_ line: inout ReaderLine, _ rules: ReaderRules) {
        guard !rules.prefix.isEmpty, line.text.hasPrefix(rules.prefix) else { return }
        line.replace(with: String(line.text.dropFirst(rules.prefix.count)), by: .prefix)
    }
}

enum FullWidth {
    /// U+FF01 to U+FF5E are ASCII in the width of a Chinese character.
    static func settle(_ line: inout ReaderLine, _ rules: ReaderRules) {
        guard line.isText else { return }
        let narrow = ScanText.narrow(line.text)
        if narrow != line.text { line.replace(with: narrow, by: .fullWidth) }
    }
}
