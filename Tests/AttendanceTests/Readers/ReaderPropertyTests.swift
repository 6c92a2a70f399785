import Attendance
import TestKit
import Testing

/// What holds for every line under any rules.
@Suite struct ReaderPropertyTests {
    static let pieces: [String] = [
        "]C0", "]A1", "]I1", "]I0", "]F2", "]C1", "]Q2\\000026", "]E0", "%B", "%E?", ";", "+", "?",
        "=2512", "^SMITH/JOHN^", "*", "#", "A", "B", "+S", "/A", "%U", "\u{2}", "\u{3}", "\t",
        "\u{1B}[B", "\u{1B}[2~", "\u{1B}[200~", "\u{1B}[201~", "\u{1D}", "91", "０１２３", "张",
        "é", "à", "Ö", "£", "\u{301}", "{\"id\":\"", "\"}", "https://h/c/", "ABC123", "~", "@",
        "BEGIN:VCARD", "ANSI 6360", ",", ":", "08", "2024123456", "21234000012344", " ", "-",
        "4111111111111111", "5500005555555559", "340000000000009", "281234567890123456",
    ]

    static func line(_ dice: inout SeededDice) -> [UInt8] {
        if Int.random(in: 0..<4, using: &dice) == 0 {
            return (0..<Int.random(in: 0...40, using: &dice)).map { _ in
                UInt8.random(in: .min ... .max, using: &dice)
            }
        }
        return (0..<Int.random(in: 1...5, using: &dice)).flatMap { _ -> [UInt8] in
            switch Int.random(in: 0..<3, using: &dice) {
            case 0:
                (0..<Int.random(in: 1...20, using: &dice)).map { _ in
                    UInt8.random(in: 48...57, using: &dice)
                }
            default: Array(pieces.randomElement(using: &dice)!.utf8)
            }
        }
    }

    /// Payment is always on; no code is as long as a card's number.
    static func rules(_ dice: inout SeededDice) -> ReaderRules {
        var rules = ReaderRules()
        for rule in ReaderRule.allCases where rule != .payment {
            if Int.random(in: 0..<4, using: &dice) > 0 { continue }
            rules.on.formSymmetricDifference([rule])
        }
        if Bool.random(using: &dice) { rules.codeLengths = [9, 10] }
        if Bool.random(using: &dice) { rules.prefix = "~" }
        return rules
    }

    /// Runs of 13 to 19 digits whose sum, every second one doubled, ends in 0; but what no issuer
    /// gives (0 first) and the fourteen digits of a library card.
    static func paymentNumbers(in text: String) -> [String] {
        text.utf8.split { !(48...57).contains($0) }.map { String($0)! }.filter { run in
            guard (13...19).contains(run.count), run.first != "0" else { return false }
            if run.count == 14, run.first == "2" { return false }
            var sum = 0
            for (place, digit) in run.reversed().enumerated() {
                let value = Int(String(digit))!
                sum += place % 2 == 0 ? value : value / 5 + value * 2 % 10
            }
            return sum % 10 == 0
        }
    }

    @Test func noLineTrapsNoCandidateIsReadOtherwiseAndNoBankCardIsKept() {
        var dice = SeededDice(seed: 60)
        var kept = 0
        for _ in 0..<20_000 {
            let line = Self.line(&dice)
            let rules = Self.rules(&dice)
            let scan = Scan(parsing: line, under: rules)
            _ = Scan.continues(line, with: Self.line(&dice))
            if case .token(let code) = scan.content {
                #expect(scan.candidates.first?.token == code)
                kept += 1
            } else if !scan.candidates.isEmpty {
                Issue.record("candidates of \(line)")
            }
            #expect(scan.candidates.count <= 16)
            for candidate in scan.candidates {
                let again = Scan(parsing: Array(candidate.token.text.utf8), under: rules)
                if again.candidates.first?.token != candidate.token {
                    Issue.record("\(candidate) of \(line) under \(rules)")
                }
            }
            let numbers = Self.paymentNumbers(in: "\(scan)")
            if numbers != [] { Issue.record("\(numbers) of \(line) under \(rules)") }
        }
        #expect(kept > 2000, "enough lines are codes")
    }
}
