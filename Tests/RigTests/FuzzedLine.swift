import Attendance
import TestKit

/// Lines by chance: bytes, pieces of what readers send, and what readers send with some of it
/// spoilt.
enum FuzzedLine {
    private static let pieces: [[UInt8]] = [
        "]C0", "]A1", "]A5", "]I1", "]I0", "]F2", "]C1", "]Q2\\000026", "]E0", "%B", "%E?", ";",
        "+", "?", "=2512", "^SMITH/JOHN^", "*", "#", "A", "B", "+S", "/A", "%U", "$", "\u{2}",
        "\u{3}", "\t", "\u{1B}[B", "\u{1B}[2~", "\u{1B}[200~", "\u{1B}[201~", "\u{1B}", "\u{1D}",
        "91", "01", "31", "０１２３", "张", "é", "à", "Ö", "£", "\u{301}", "{", "\"id\"", "{\"id\":\"",
        "\"}", "https://h/c/", "HTTPS:", "/", "ABC123", "~", "@", "BEGIN:VCARD", "MECARD:",
        "ANSI 6360", ",", ":", "08", "0", "2024123456", "21234000012344", " ", "-", "\u{8}",
        "\u{7F}", "\u{15}", "\u{A0}", "\u{3000}", "\u{85}", "\u{FEFF}", "4111111111111111",
        "281234567890123456", "\u{1F468}\u{200D}\u{1F469}", "\\\\", "éàé'&",
    ].map { Array($0.utf8) }

    /// The rows of what readers send.
    private static let sent: [[UInt8]] =
        [
            "2024123456", "2024123456\t", "\u{2}2024123456\u{3}", " 2024123456 ", "]C02024123456",
            "]A02024123456", "]A12024123456T", "2024123456T", "*2024123456*", "+S+T+U2024-+A+B+C",
            "]I00202412345", "A2024123456B", "t2024123456n", "A21234000012344B", "21234000012347",
            "]C1912024123456", "]C1\u{1D}912024123456", "5901234123457", "]E05901234123457",
            "]Q1ABC123", "HTTPS://KIOSK.EXAMPLE.EDU/C/ABC123", "httpsÖ--kiosk.example.edu-c-ABC123",
            "+C02024123456", "éàé'&é\"'(-", "s2024123456",
            "\u{1B}[B\u{1B}[2~\u{1B}[B\u{1B}[D\u{1B}[4~\u{1B}[B\u{1B}[6~\u{1B}[D\u{1B}[G", "3456",
            "34\u{7F}\u{7F}\u{7F}3456", "99\u{15}3456", "3456#", "12*3456#", "0006", "\u{3}",
            "\u{1B}[200~x\u{1B}[201~", "0040856634", "01026F6C3A", "004335823930", "07302202",
            "111,27706", "00623,27706", "1C:78:F2:BF", "3220338716", "04C43BC21C2680", "08A1B2C3",
            ";2024123456=25121010000?", "%B2024123456^SMITH/JOHN^2512?;2024123456=2512?", "%E?;E?",
            ";4111111111111111=25121010000?", "20241234562024123456", "~2024123456", "*000122521",
            "\u{FEFF}2024123456", "张伟2024123456", "２０２４１２３４５６", "BEGIN:VCARD", "N:Smith;John",
            "END:VCARD", "{\"id\":\"2024123456\",\"t\":1}", "281234567890123456", "@",
            "\u{1E}ANSI 636014040002DL00410288", "?2024123456", "-", "+",
        ].map { Array($0.utf8) } + [[0xD5, 0xC5, 0xCE, 0xB0] + "2024123456".utf8]

    static func line(_ dice: inout SeededDice) -> [UInt8] {
        switch Int.random(in: 0..<16, using: &dice) {
        case 0: bytes(Int.random(in: 0...40, using: &dice), &dice)
        case 1: bytes(Int.random(in: 0...600, using: &dice), &dice)
        case 2: filled(&dice)
        case 3...8: mutated(&dice)
        default: glued(Int.random(in: 1...6, using: &dice), &dice)
        }
    }

    private static func one(of parts: [[UInt8]], _ dice: inout SeededDice) -> [UInt8] {
        parts[Int(truncatingIfNeeded: dice.next() >> 33) % parts.count]
    }

    private static func bytes(_ count: Int, _ dice: inout SeededDice) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            withUnsafeBytes(of: dice.next()) { bytes.append(contentsOf: $0) }
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    private static func digits(_ count: Int, _ dice: inout SeededDice) -> [UInt8] {
        bytes(count, &dice).map { 48 + $0 % 10 }
    }

    private static func piece(_ dice: inout SeededDice) -> [UInt8] {
        Int.random(in: 0..<3, using: &dice) == 0
            ? digits(Int.random(in: 1...20, using: &dice), &dice) : one(of: pieces, &dice)
    }

    private static func glued(_ count: Int, _ dice: inout SeededDice) -> [UInt8] {
        (0..<count).reduce(into: []) { line, _ in line += piece(&dice) }
    }

    /// As long as a line may be, of one or two pieces over and over.
    private static func filled(_ dice: inout SeededDice) -> [UInt8] {
        let part = piece(&dice) + (Bool.random(using: &dice) ? piece(&dice) : [])
        var line = glued(Int.random(in: 0...2, using: &dice), &dice)
        while line.count < Scan.longestLine { line += part }
        line.removeLast(line.count - Scan.longestLine + Int.random(in: 0...3, using: &dice))
        return line
    }

    private static func mutated(_ dice: inout SeededDice) -> [UInt8] {
        var line = one(of: sent, &dice)
        for _ in 0..<Int.random(in: 1...4, using: &dice) {
            let place = line.isEmpty ? 0 : Int(dice.next() >> 33) % line.count
            let byte = UInt8(truncatingIfNeeded: dice.next())
            switch Int.random(in: 0..<7, using: &dice) {
            case 0 where !line.isEmpty: line[place] = byte
            case 1 where !line.isEmpty: line[place] ^= 1 << (byte & 7)
            case 2 where !line.isEmpty: line.remove(at: place)
            case 3: line.insert(byte, at: place)
            case 4: line.insert(contentsOf: piece(&dice), at: place)
            case 5: line += line.prefix(place)
            default: line = Array(line.prefix(place)) + one(of: sent, &dice)
            }
        }
        return line
    }

    /// As a school may have them; each rule is now and then not as usual.
    static func rules(_ dice: inout SeededDice) -> ReaderRules {
        var rules = ReaderRules()
        let often = Int.random(in: 1...4, using: &dice)
        for rule in ReaderRule.allCases where Int.random(in: 0..<often, using: &dice) == 0 {
            rules.on.formSymmetricDifference([rule])
        }
        rules.layouts = KeyboardLayout.allCases.filter { _ in
            Int.random(in: 0..<3, using: &dice) == 0
        }
        if Bool.random(using: &dice) { rules.codeLengths = [9, 10] }
        if Bool.random(using: &dice) { rules.prefix = "~" }
        rules.keepsLibraryCards = Bool.random(using: &dice)
        return rules
    }
}
