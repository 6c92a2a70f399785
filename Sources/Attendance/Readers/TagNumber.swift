/// The number of a contactless tag, in the ways in which readers write it.
struct TagNumber: Equatable {
    /// Most significant first: 3, 4, 5 or 7 of them.
    let bytes: [UInt8]

    static let mostRenderings = 12

    static func settle(_ line: inout ReaderLine, _ rules: ReaderRules) {
        let text = line.trimmed
        // A number of four bytes that begins with 08 is made up at every touch.
        let hex = text.filter { $0 != ":" }
        guard hex.utf8.count == 8, hex.hasPrefix("08"), !hex.isDigits,
            !rules.codeLengths.contains(text.utf8.count), number(hex, radix: 16) != nil
        else { return }
        line.reject(.randomNumber)
    }

    static func offer(_ line: ReaderLine, _ rules: ReaderRules) -> [String] {
        let all = readings(of: line.trimmed).flatMap(\.renderings)
        var seen: Set<String> = []
        return Array(all.filter { seen.insert($0).inserted }.prefix(mostRenderings))
    }

    /// The numbers that a text may stand for.
    static func readings(of text: String) -> [TagNumber] {
        let length = text.utf8.count
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        if parts.count == 2, parts.allSatisfy(\.isDigits), parts[1].utf8.count == 5 {
            guard let high = UInt64(parts[0]), let low = UInt64(parts[1]), low < 65536 else {
                return []
            }
            return make(high << 16 | low, count: parts[0].utf8.count > 3 ? 4 : 3)
        }
        var found: [TagNumber] = []
        if text.isDigits, let value = UInt64(text) {
            switch length {
            case 8 where value < 1 << 24: found += make(value, count: 3)
            case 8...10: found += make(value, count: 4)
            case 12: found += make(value, count: 5)
            default: break
            }
        }
        let hex = text.filter { $0 != ":" }
        if [8, 10, 14].contains(hex.utf8.count), let value = number(hex, radix: 16),
            found.isEmpty || hex.utf8.count == 14
        {
            found += make(value, count: hex.utf8.count / 2)
        }
        return found
    }

    private static func number(_ text: String, radix: Int) -> UInt64? {
        text.first == "+" || text.first == "-" ? nil : UInt64(text, radix: radix)
    }

    private static func make(_ value: UInt64, count: Int) -> [TagNumber] {
        guard value < 1 << (8 * UInt64(count)) else { return [] }
        return [TagNumber(bytes: (0..<count).reversed().map { UInt8(value >> (8 * $0) & 0xFF) })]
    }

    /// All that readers make of it. Of five bytes some keep four or three, of seven some make
    /// four: 88 and the first three.
    var renderings: [String] {
        let four: [UInt8] = Array(bytes.suffix(4))
        return switch bytes.count {
        case 3: shortest
        case 4: Self.both(four) + [wide] + shortest
        case 5:
            [hex, padded(12), TagNumber(bytes: bytes.reversed()).hex] + Self.both(four)
                + [wide] + shortest
        default:
            [hex, TagNumber(bytes: bytes.reversed()).hex] + Self.both([0x88] + bytes.prefix(3))
        }
    }

    /// Four bytes from either end: hexadecimal and ten digits (8H-10D).
    private static func both(_ four: [UInt8]) -> [String] {
        [four, four.reversed()].map(TagNumber.init).flatMap { [$0.hex, $0.padded(10)] }
    }

    /// 6H-8D and 2H+4H, of the last three bytes.
    private var shortest: [String] {
        let three = TagNumber(bytes: bytes.suffix(3))
        return [
            three.padded(8),
            TagNumber(bytes: [three.bytes[0]]).padded(3) + ","
                + TagNumber(bytes: three.bytes.suffix(2)).padded(5),
        ]
    }

    /// 4H+4H, of the last four bytes.
    private var wide: String {
        let four = Array(bytes.suffix(4))
        return TagNumber(bytes: Array(four.prefix(2))).padded(5) + ","
            + TagNumber(bytes: Array(four.suffix(2))).padded(5)
    }

    private var value: UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

    private var hex: String { bytes.hexadecimal.uppercased() }

    private func padded(_ count: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
}
