import TestKit

/// Names and titles as the world has them, and as nobody should: every script, marks, joiners,
/// controls, escape sequences, and lengths without sense.
enum HostileText {
    private static let names = [
        "Ann Lee", "José Ángel Núñez", "Ødegård", "Иван Петров", "Γιώργος", "李小龙", "高等数学", "김철수",
        "佐藤さくら", "محمد عبد الله", "דוד כהן", "नीलम शर्मा", "สมชาย ใจดี", "Nguyễn Thị Minh Khai",
        "ﾃｽﾄ", "ＦＵＬＬ　ＷＩＤＴＨ", "Calculus and Analytic Geometry", "x\u{323}\u{307}y", "o\u{308}",
        "O'Neill-Łukasz", "ka\u{301}\u{302}\u{303}\u{304}\u{305}s", "\u{1112}\u{1161}\u{11AB}",
    ]

    private static let traps = [
        "👩‍👩‍👧‍👦", "👍🏽", "🇨🇳", "🏴\u{E0067}\u{E0062}\u{E007F}", "❤️", "1️⃣", "\u{200B}", "\u{200D}", "\u{FEFF}",
        "\u{202E}abc\u{202C}", "\u{2066}x\u{2069}", "\u{61C}", "\u{AD}", "\u{1B}[2J",
        "\u{1B}[999;999H",
        "\u{1B}]0;t\u{7}", "\u{1B}P1$q\u{1B}\\", "\u{9B}31m", "\u{1B}c", "\u{1B}(0", "\r\n",
        "\n\n\n",
        "\t\t", "\u{8}\u{8}", "\u{7}", "\u{0}", "\u{85}", "\u{2028}", "\u{3000}", "\u{A0}",
        "\u{115F}",
        "\u{3164}", "\u{FFFD}", "\u{FFFF}", "\u{E000}", "\u{F8FF}", "\u{10FFFF}", "①", "…", "▀▄█",
        "─│┼",
        "﷽", "𒐫", "\u{1F9D1}\u{1F3FF}", "\u{20E3}", "\u{FE0F}", "\u{300}", "\u{0E33}", "\u{0903}",
    ]

    private static let blocks: [ClosedRange<UInt32>] = [
        0x00...0x7F, 0x80...0x24F, 0x300...0x36F, 0x590...0x6FF, 0x900...0xDFF, 0xE00...0xEFF,
        0x1100...0x11FF, 0x2000...0x20FF, 0x2190...0x27BF, 0x3000...0x30FF, 0x4E00...0x9FFF,
        0xAC00...0xD7A3, 0xFE00...0xFFFF, 0x1F000...0x1FAFF, 0x20000...0x2A6DF, 0xE0000...0xE01FF,
        0x0...0x10FFFF,
    ]

    static func text(_ dice: inout SeededDice) -> String {
        switch Int.random(in: 0..<40, using: &dice) {
        case 0: return ""
        case 1: return String(repeating: piece(&dice), count: Int.random(in: 1...400, using: &dice))
        case 2: return piece(&dice) + marks(Int.random(in: 1...50, using: &dice), &dice)
        case 3...20: return names.randomElement(using: &dice) ?? ""
        default:
            return (0..<Int.random(in: 1...6, using: &dice)).reduce(into: "") { text, _ in
                text += piece(&dice) + (Bool.random(using: &dice) ? " " : "")
            }
        }
    }

    private static func piece(_ dice: inout SeededDice) -> String {
        switch Int.random(in: 0..<3, using: &dice) {
        case 0: names.randomElement(using: &dice) ?? ""
        case 1: traps.randomElement(using: &dice) ?? ""
        default: scalars(Int.random(in: 1...12, using: &dice), &dice)
        }
    }

    private static func scalars(_ count: Int, _ dice: inout SeededDice) -> String {
        let block = blocks.randomElement(using: &dice) ?? 0x20...0x7E
        var view = String.UnicodeScalarView()
        for _ in 0..<count {
            // Surrogates are no scalars, and left out.
            if let scalar = Unicode.Scalar(UInt32.random(in: block, using: &dice)) {
                view.append(scalar)
            }
        }
        return String(view)
    }

    private static func marks(_ count: Int, _ dice: inout SeededDice) -> String {
        var view = String.UnicodeScalarView()
        for _ in 0..<count {
            view.append(Unicode.Scalar(UInt32.random(in: 0x300...0x36F, using: &dice)) ?? "\u{300}")
        }
        return String(view)
    }
}
