import Testing

@testable import Terminal

/// Characters that are one column wide here and two on another terminal, or the other way round.
@Suite struct WidthDoubtTests {
    private func frame(_ text: String) -> Frame {
        var frame = Frame(size: Size(columns: 6, rows: 1))
        frame.put(Printable(text), x: 0, y: 0, style: .page)
        return frame
    }

    private func written(_ text: String, after previous: String) -> String {
        String(
            decoding: frame(text).escapes(after: frame(previous), colours: .ansi8), as: UTF8.self)
    }

    @Test("What a doubtful character may have covered is written again when it comes and goes")
    func neighbour() {
        // Narrow here, and wide on terminals set up for East Asia.
        #expect(written("①bcdef", after: "abcdef").contains("b"))
        #expect(written("abcdef", after: "①bcdef").contains("b"))
        #expect(!written("abcdef", after: "xbcdef").contains("b"))
    }

    @Test("A mark may have had columns of its own")
    func marks() {
        let bytes = written("abcdef", after: "x\u{323}\u{307}bcdef")
        #expect(bytes.contains("b") && bytes.contains("c"))
    }

    @Test("A letter of Hangul that makes no syllable, wide on some terminals, is not shown")
    func hangul() {
        #expect(Printable("a\u{112B}\u{11E8}\u{11B7}").text == "a\u{112B}")
        #expect(Printable("\u{1112}\u{1161}\u{11AB}").text == "\u{D55C}")
    }
}
