import TestKit

extension SeededDice {
    mutating func below(_ limit: Int) -> Int { Int(next() >> 33) % max(1, limit) }

    mutating func one<Element>(of all: [Element]) -> Element { all[below(all.count)] }

    /// True once in so many.
    mutating func once(in times: Int) -> Bool { below(times) == 0 }

    mutating func digits(_ count: Int) -> String {
        String(decoding: (0..<count).map { _ in UInt8(48 + below(10)) }, as: UTF8.self)
    }

    mutating func chance(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 20) }
    }
}

/// Sound inputs made unsound: what bits, bytes, pieces and lines suffer on their way.
enum Spoiling {
    private static let odd: [[UInt8]] =
        [
            "", "\0", "\u{FEFF}", "\"", "\"\"", "'", "\\", "\r\n", "\n\n", "\t", " ", ",", ";", ":",
            "-", "--", "=", "{", "}", "[", "]", "<", ">", "&", "&amp;", "%", "%00", "../", "0",
            "-1", "99999999999999999999", "1e999", "0x10", "NaN", "null", "true", "é", "０",
            "\u{202E}",
            "\u{2028}", "\u{1F468}\u{200D}\u{1F469}", "\u{301}", "\u{85}",
        ].map { Array($0.utf8) } + [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
            [0xFF, 0xFE], [0x80],
        ]

    /// Spoilt in one to four places; as it was where nothing is left to spoil.
    static func spoil(_ input: [UInt8], _ dice: inout SeededDice) -> [UInt8] {
        var bytes = input
        for _ in 0...dice.below(4) {
            let place = dice.below(bytes.count + 1)
            let length = min(1 + dice.below(dice.once(in: 4) ? 64 : 4), bytes.count - place)
            switch dice.below(9) {
            case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(dice.below(8))
            case 1 where place < bytes.count: bytes[place] = UInt8(dice.below(256))
            case 2: bytes.removeSubrange(place..<place + length)
            case 3: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
            case 4 where dice.once(in: 4): bytes.removeSubrange(place...)
            case 5, 6: bytes.insert(contentsOf: dice.one(of: odd), at: place)
            case 7:
                let from = dice.below(bytes.count + 1)
                let piece = bytes[from..<min(bytes.count, from + dice.below(40))]
                bytes.insert(contentsOf: piece, at: place)
            default: lines(&bytes, &dice)
            }
        }
        return bytes
    }

    /// A line doubled, swapped with another, or taken out.
    private static func lines(_ bytes: inout [UInt8], _ dice: inout SeededDice) {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard lines.count > 1 else { return }
        let place = dice.below(lines.count)
        switch dice.below(3) {
        case 0: lines.swapAt(place, dice.below(lines.count))
        case 1: lines.insert(lines[dice.below(lines.count)], at: place)
        default: lines.remove(at: place)
        }
        bytes = Array(lines.joined(separator: [0x0A]))
    }
}
