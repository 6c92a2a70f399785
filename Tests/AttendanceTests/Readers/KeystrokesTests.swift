import Attendance
import Testing

/// What the time between keys tells, and what it does not.
@Suite struct KeystrokesTests {
    static let start = ContinuousClock.now

    /// Keys with the microseconds before each.
    static func typed(_ gaps: [Int]) -> Keystrokes {
        var strokes = Keystrokes()
        var now = start
        for gap in gaps {
            now += .microseconds(gap)
            strokes.came(at: now)
        }
        return strokes
    }

    static let reader = Array(repeating: 2_000, count: 11)
    static let hand = Array(repeating: 120_000, count: 5)
    static let together = Array(repeating: 0, count: 11)

    @Test func aReaderIsKnownByGapsThatNoHandMakesAndNothingElseIs() {
        #expect(Self.typed(Self.reader).isReader)
        #expect(Self.typed([0, 8_000, 8_000, 8_000]).isReader, "three gaps tell")
        #expect(!Self.typed([0, 8_000, 8_000]).isReader, "two do not")
        #expect(!Self.typed(Self.hand).isReader)
        #expect(!Self.typed(Self.together).isReader, "what came at once may be anybody's")
        #expect(!Self.typed([0, 0, 2_000, 0, 0, 2_000, 0]).isReader)
        #expect(!Self.typed([0, 2_000, 2_000, 25_000, 2_000, 2_000, 2_000]).isReader)
        #expect(!Self.typed([]).isReader)
    }

    @Test func aBurstAfterAHandIsFound() {
        #expect(Self.typed(Self.hand + [300_000] + Self.reader.dropFirst()).typedBeforeBurst == 5)
        #expect(Self.typed(Self.hand + [300_000] + Self.together.dropFirst()).typedBeforeBurst == 5)
        #expect(Self.typed(Self.hand).typedBeforeBurst == nil, "single keys are no burst")
        #expect(Self.typed(Self.reader).typedBeforeBurst == nil, "nothing before it")
    }

    static let ten = ReaderRules(codeLengths: [10])

    /// A code after digits that a hand had begun.
    @Test(arguments: [("20", 2), ("7", 1), ("345", 3)])
    func aReadersCodeIsOfferedWhereAHandHadBegun(_ begun: String, _ count: Int) {
        let line = Array((begun + "2024123456").utf8)
        let hand = Array(repeating: 150_000, count: count)
        let strokes = Self.typed(hand + [400_000] + Self.reader.dropFirst())
        let scan = Scan(parsing: line, under: Self.ten, typed: strokes)
        #expect(scan.candidates.last == .init(token: UserCode("2024123456")!, repair: .lateBurst))
        #expect(scan.candidates.first?.token.text == begun + "2024123456")
        #expect(!scan.isFromReader)
        var off = Self.ten
        off.on.remove(.lateBurst)
        #expect(Scan(parsing: line, under: off, typed: strokes).candidates.count == 1)
    }

    @Test func whatAReaderSentAfterAHandIsReadByItsRules() {
        let strokes = Self.typed(
            [0, 150_000, 400_000] + Array(repeating: 2_000, count: 13))
        let scan = Scan(
            parsing: Array("20]C02024123456".utf8), under: Self.ten, typed: strokes)
        #expect(scan.candidates.map(\.token.text).contains("2024123456"))
        let bank = Scan(
            parsing: Array("20;4111111111111111=2512?".utf8), under: Self.ten,
            typed: Self.typed([0, 150_000, 400_000] + Array(repeating: 2_000, count: 23)))
        #expect(bank.content == .rejected(.payment))
        #expect(bank.normalised == "" && bank.candidates.isEmpty)
        let day = Scan(
            parsing: Array("?2024123456".utf8), under: Self.ten,
            typed: Self.typed([0, 400_000] + Array(repeating: 2_000, count: 10)))
        #expect(day.content == .schedule(UserCode("2024123456")!), "a card after ? is asked about")
    }

    @Test func aReadersLineIsNoTailAndShortOnesHaveLostSomething() {
        let four = Scan(
            parsing: Array("3456".utf8), under: Self.ten,
            typed: Self.typed([0, 3_000, 3_000, 3_000, 3_000]))
        #expect(four.isFromReader && four.content == .rejected(.wrongLength))
        let typed = Scan(
            parsing: Array("3456".utf8), under: Self.ten, typed: Self.typed(Self.hand))
        #expect(!typed.isFromReader && typed.content == .token(UserCode("3456")!))
        let pasted = Scan(
            parsing: Array("3456".utf8), under: Self.ten, typed: Self.typed([0, 0, 0, 0, 0]))
        #expect(!pasted.isFromReader)
    }

    /// Whether silence ends what came, after 99 and after 100 milliseconds; `.tooLong` after 200.
    @Test func silenceEndsWhatIsKnownToBeWhole() {
        func ends(
            _ text: String, _ strokes: Keystrokes, after milliseconds: Int, tooLong: Bool = false
        ) -> Bool {
            Scan.isWhole(
                Array(text.utf8), isTooLong: tooLong, typed: strokes, under: Self.ten,
                at: Self.lastKey(strokes) + .milliseconds(milliseconds))
        }
        let reader = Self.typed(Array(Self.reader.dropLast()))
        #expect(ends("2024123456", reader, after: 100))
        #expect(!ends("2024123456", reader, after: 99))
        #expect(ends("3456", Self.typed([0, 2_000, 2_000, 2_000]), after: 100))
        let together = Self.typed(Array(Self.together.dropLast()))
        #expect(ends("2024123456", together, after: 100))
        #expect(!ends("3456", Self.typed([0, 0, 0, 0]), after: 5_000), "its Enter is to come")
        #expect(!ends("2024123456", Self.typed(Self.hand + Self.hand), after: 5_000))
        #expect(ends("-", Self.typed([0]), after: 100))
        #expect(!ends("-", Self.typed([0]), after: 99), "a reader's code may begin with it")
        #expect(!ends("3", Self.typed([0]), after: 5_000))
        #expect(!ends("", Keystrokes(), after: 5_000))
        #expect(ends("", together, after: 200, tooLong: true))
        #expect(!ends("", together, after: 199, tooLong: true))
    }

    /// The moment of the last key, found from when silence is next looked for.
    static func lastKey(_ strokes: Keystrokes) -> ContinuousClock.Instant {
        strokes.nextSilence(after: start - .seconds(1)).map { $0 - Keystrokes.silence } ?? start
    }
}
