/// A rule with what it does: a certain repair or a refusal, readings to offer, or both.
struct RuleEntry: Sendable {
    /// Repairs what is certain or decides what the line is; leaves alone what it does not know.
    typealias Settle = @Sendable (inout ReaderLine, ReaderRules) -> Void
    /// Other texts that may be meant, to be believed only if they name somebody.
    typealias Offer = @Sendable (ReaderLine, ReaderRules) -> [String]

    let rule: ReaderRule
    let settle: Settle
    let offer: Offer

    init(
        _ rule: ReaderRule, settle: @escaping Settle = { _, _ in },
        offer: @escaping Offer = { _, _ in [] }
    ) {
        self.rule = rule
        self.settle = settle
        self.offer = offer
    }

    /// All rules in the order in which they are tried; `framing` and `num_lock` act before there
    /// is text, `late_burst` where it is known when its bytes came.
    static let all = ReaderRule.allCases.map(entry)

    private static func entry(of rule: ReaderRule) -> RuleEntry {
        switch rule {
        case .framing, .numLock, .lateBurst: RuleEntry(rule)
        case .contact: RuleEntry(rule, settle: Contact.settle)
        case .licence: RuleEntry(rule, settle: Licence.settle)
        case .fullWidth: RuleEntry(rule, settle: FullWidth.settle)
        case .prefix: RuleEntry(rule, settle: Prefix.settle)
        case .aim: RuleEntry(rule, settle: Symbology.settle)
        case .product: RuleEntry(rule, settle: Product.settle)
        case .checkDigit: RuleEntry(rule, settle: AnnouncedCheck.settle)
        case .gs1: RuleEntry(rule, settle: GS1.settle)
        case .magstripe: RuleEntry(rule, settle: Stripe.settle)
        case .startStop: RuleEntry(rule, settle: StartStop.settle, offer: StartStop.offer)
        case .json: RuleEntry(rule, settle: JSONBadge.settle)
        case .keypad: RuleEntry(rule, settle: Keypad.settle)
        case .sessionURL: RuleEntry(rule, settle: SessionURL.settle)
        case .payment: RuleEntry(rule, settle: Payment.settle)
        case .wrongLength: RuleEntry(rule, settle: WrongLength.settle)
        case .code39Check: RuleEntry(rule, offer: Code39.offer)
        case .itfPadding: RuleEntry(rule, offer: ITFPadding.offer)
        case .fullASCII: RuleEntry(rule, offer: FullASCII.offer)
        case .doubled: RuleEntry(rule, offer: Doubled.offer)
        case .digitRun: RuleEntry(rule, offer: DigitRun.offer)
        case .layoutFR: layout(.fr)
        case .layoutDE: layout(.de)
        case .layoutUK: layout(.uk)
        case .rfid: RuleEntry(rule, settle: TagNumber.settle, offer: TagNumber.offer)
        }
    }

    private static func layout(_ layout: KeyboardLayout) -> RuleEntry {
        RuleEntry(
            layout.rule, settle: { layout.settle(&$0, $1) }, offer: { layout.offer($0, $1) })
    }
}
