import Attendance
import Testing

/// What each rule does, on and off; all else is as usual.
struct RuleSwitch: Sendable, CustomStringConvertible {
    let rule: ReaderRule
    let line: String
    let on: ReaderRow.Expected
    let off: ReaderRow.Expected

    init(
        _ rule: ReaderRule, _ line: String, on: ReaderRow.Expected, off: ReaderRow.Expected
    ) {
        self.rule = rule
        self.line = line
        self.on = on
        self.off = off
    }

    var description: String { rule.rawValue }

    private static func plain(_ text: String, _ repair: ReaderRule? = nil) -> ReaderRow.Expected {
        .codes([(text, repair)])
    }

    /// The line itself, and another code after it.
    private static func offer(_ rule: ReaderRule, _ line: String, _ text: String) -> RuleSwitch {
        RuleSwitch(rule, line, on: .codes([(line, nil), (text, rule)]), off: plain(line))
    }

    private static func refusal(
        _ rule: ReaderRule, _ line: String, _ why: Scan.Rejection
    ) -> RuleSwitch {
        RuleSwitch(rule, line, on: .rejected(why), off: plain(line))
    }

    /// A repair that replaces the line.
    private static func repair(_ rule: ReaderRule, _ line: String, _ text: String) -> RuleSwitch {
        RuleSwitch(rule, line, on: plain(text, rule), off: plain(line))
    }

    static let all: [RuleSwitch] = [
        RuleSwitch(
            .framing, "\u{2}2024123456\u{3}", on: plain("2024123456", .framing),
            off: .rejected(.notACode)),
        RuleSwitch(
            .numLock, "\u{1B}[6~\u{1B}[D\u{1B}[G\u{1B}[C", on: plain("3456", .numLock),
            off: .nothing),
        refusal(.contact, "BEGIN:VCARD", .contact),
        refusal(.licence, "@", .licence),
        RuleSwitch(
            .fullWidth, "Ｓ２０２４", on: plain("S2024", .fullWidth), off: .rejected(.notACode)),
        repair(.prefix, "~2024123456", "2024123456"),
        repair(.aim, "]C02024123456", "2024123456"),
        refusal(.product, "4006381333931", .product),
        RuleSwitch(
            .checkDigit, "]A12024123456T", on: plain("2024123456", .checkDigit),
            off: plain("2024123456T", .aim)),
        RuleSwitch(
            .gs1, "]C1912024123456", on: plain("2024123456", .gs1),
            off: plain("912024123456", .aim)),
        repair(.magstripe, ";2024123456=2512?", "2024123456"),
        offer(.startStop, "A2024123456B", "2024123456"),
        repair(.json, "{\"t\":1,\"id\":\"2024123456\"}", "2024123456"),
        repair(.keypad, "3456#", "3456"),
        RuleSwitch(
            .sessionURL, "https://kiosk.example.edu/c/ABC123", on: .link("ABC123", nil),
            off: plain("https://kiosk.example.edu/c/ABC123")),
        refusal(.payment, "4111111111111111", .payment),
        RuleSwitch(
            .wrongLength, "]C0024123456", on: .rejected(.wrongLength),
            off: plain("024123456", .aim)),
        offer(.code39Check, "2024123456T", "2024123456"),
        RuleSwitch(
            .itfPadding, "]I002024123456",
            on: .codes([("02024123456", .aim), ("2024123456", .itfPadding)]),
            off: plain("02024123456", .aim)),
        RuleSwitch(
            .fullASCII, "+S+T+U2024", on: .codes([("+S+T+U2024", nil), ("stu2024", .fullASCII)]),
            off: .rejected(.notACode)),
        offer(.doubled, "20241234562024123456", "2024123456"),
        RuleSwitch(
            .digitRun, "张伟2024123456", on: plain("2024123456", .digitRun),
            off: .rejected(.notACode)),
        RuleSwitch(
            .layoutFR, "éàéa&", on: plain("202q1", .layoutFR), off: .rejected(.notACode)),
        offer(.layoutDE, "+C0zo2024", "yo2024"),
        RuleSwitch(
            .layoutUK, "S£2024", on: plain("S#2024", .layoutUK), off: .rejected(.notACode)),
        offer(.rfid, "111,27706", "07302202"),
    ]
}

@Suite struct RuleSwitchTests {
    @Test func everyRuleIsTestedInItsOrder() {
        // What needs the time between keys: KeystrokesTests.
        let ofLines = ReaderRule.allCases.filter { $0 != .lateBurst }
        #expect(RuleSwitch.all.map(\.rule) == ofLines)
    }

    @Test(arguments: RuleSwitch.all)
    func actsWhereItIsOn(_ example: RuleSwitch) {
        var rules = ReaderRow.ten(and: example.rule)
        if example.rule == .prefix { rules.prefix = "~" }
        expect(Scan(parsing: Array(example.line.utf8), under: rules), says: example.on)
    }

    @Test(arguments: RuleSwitch.all)
    func isSilentWhereItIsOff(_ example: RuleSwitch) {
        let rules = ReaderRow.ten(without: example.rule)
        expect(Scan(parsing: Array(example.line.utf8), under: rules), says: example.off)
    }

    @Test func theUsualRulesAreThoseThatNeedNoSwitch() {
        let off: Set<ReaderRule> = [
            .prefix, .json, .code39Check, .fullASCII, .layoutFR, .layoutDE, .layoutUK, .rfid,
        ]
        #expect(ReaderRules.usual.on == Set(ReaderRule.allCases).subtracting(off))
    }

    @Test func aPrefixAndALayoutAreOnWhereTheyAreGiven() {
        let rules = ReaderRules(on: [], prefix: "~", layouts: [.fr])
        #expect(rules.has(.prefix) && rules.has(.layoutFR))
        #expect(!rules.has(.layoutDE) && !ReaderRules(on: []).has(.prefix))
    }
}

/// Content, candidates and repair are as a row says.
func expect(
    _ scan: Scan, says expected: ReaderRow.Expected,
    at location: SourceLocation = #_sourceLocation
) {
    switch expected {
    case .codes(let codes):
        #expect(
            scan.content == UserCode(codes[0].0).map(Scan.Content.token), sourceLocation: location)
        #expect(
            scan.candidates.map(\.token.text) == codes.map(\.0), sourceLocation: location)
        #expect(scan.candidates.map(\.repair) == codes.map(\.1), sourceLocation: location)
        #expect(scan.repair == codes[0].1, sourceLocation: location)
    case .nothing:
        #expect(scan.content == .nothing, sourceLocation: location)
    case .rejected(let why):
        #expect(scan.content == .rejected(why), sourceLocation: location)
        #expect(scan.candidates == [], sourceLocation: location)
    case .link(let code, let repair):
        #expect(scan.content == .sessionLink(SessionCode(code)!), sourceLocation: location)
        #expect(scan.repair == repair, sourceLocation: location)
    case .elsewhere(let reason):
        Issue.record("not tested here: \(reason)", sourceLocation: location)
    }
}
