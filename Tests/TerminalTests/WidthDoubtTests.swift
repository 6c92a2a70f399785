import Testing

@testable import Terminal

/// Characters that are one column wide here and two on another terminal, or the other way round.
@Suite struct WidthDoubtTests {
    @Test("A letter of Hangul that makes no syllable, wide on some terminals, is not shown")
    func hangul() {
        #expect(Printable("a\u{112B}\u{11E8}\u{11B7}").text == "a\u{112B}")
        #expect(Printable("\u{1112}\u{1161}\u{11AB}").text == "\u{D55C}")
    }
}
