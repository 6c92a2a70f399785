import Testing

@testable import Terminal

@Suite struct PrintableTests {
    private func check(_ outside: String, _ text: String, columns: Int? = nil) {
        let printable = Printable(outside)
        #expect(printable.text == text)
        if let columns { #expect(printable.columns == columns) }
    }

    @Test(
        "Escape sequences vanish whole",
        arguments: [
            ("\u{1B}[31mJohn\u{1B}[0m", "John"), ("\u{1B}[2J\u{1B}[HJohn", "John"),
            ("\u{1B}]0;title\u{07}John", "John"), ("\u{1B}]0;title\u{1B}\\John", "John"),
            ("\u{1B}]8;;http://x\u{1B}\\John\u{1B}]8;;\u{1B}\\", "John"),
            ("\u{1B}P1;2q#0\u{1B}\\John", "John"), ("\u{9B}31mJohn", "John"),
            ("\u{9D}0;title\u{9C}John", "John"), ("\u{1B}cJohn", "John"),
            ("\u{1B}(0John", "John"), ("\u{1B}_x\u{1B}\\John", "John"), ("John\u{1B}", "John"),
            ("John\u{1B}[", "John"), ("John\u{1B}[38;5", "John"), ("\u{1B}]52;c;aGk=", ""),
            ("\u{1B}[?1049hJohn", "John"), ("\u{1B}[1;31\u{1B}[2JJohn", "John"),
            ("\u{1B}\u{1B}[2JJohn", "John"), ("Jo\u{1B}[\u{07}hn", "John"),
            ("\u{1B}P\u{18}John", "John"), ("\u{1B}EJohn", "John"),
        ])
    func sequences(outside: String, text: String) {
        check(outside, text)
    }

    @Test(
        "Controls and what is invisible vanish",
        arguments: [
            ("Jo\u{0}hn\u{7}\u{8}\u{7F}", "John"), ("Jo\u{84}hn", "John"),
            ("Jo\thn\r\nS.", "Jo hn S."), ("Jo\u{2028}hn", "Jo hn"), ("Jo\u{85}hn", "Jo hn"),
            ("\u{202E}nhoJ\u{202C}", "nhoJ"), ("\u{2066}John\u{2069}\u{200F}\u{61C}", "John"),
            ("Jo\u{200B}\u{FEFF}\u{AD}\u{2060}hn", "John"), ("Jo\u{3164}hn", "John"),
            ("Jo\u{E0041}hn", "John"), ("\u{301}John", "John"), ("a\u{A0}b\u{2003}c", "a b c"),
        ])
    func invisible(outside: String, text: String) {
        check(outside, text)
    }

    @Test(
        "Widths are those a terminal gives",
        arguments: [
            ("", "", 0), ("John", "John", 4), ("José", "José", 4), ("Jose\u{301}", "José", 4),
            ("张伟", "张伟", 4), ("カタカナ", "カタカナ", 8), ("한국", "한국", 4),
            ("محمد", "محمد", 4), ("שלום", "שלום", 4), ("👍", "👍", 2),
            // A skin tone, a joiner and a flag are where terminals differ: they go.
            ("👍🏽", "👍", 2), ("👨\u{200D}👩", "👨👩", 4), ("🇫🇷 Fr", " Fr", 3),
            ("❤\u{FE0F}", "❤", 1), ("ก\u{E33}", "ก\u{E33}", 2), ("x\u{323}", "x\u{323}", 1),
            ("\u{E000}", "?", 1), ("ＡＢ", "ＡＢ", 4),
        ])
    func widths(outside: String, text: String, columns: Int) {
        check(outside, text, columns: columns)
    }

    @Test("A base keeps a few marks only")
    func marks() {
        let climbing = "a" + String(repeating: "\u{334}", count: 50)
        #expect(Printable(climbing).text.unicodeScalars.count == 1 + Printable.mostMarks)
    }

    @Test("No text is longer than the limit")
    func length() {
        let long = Printable(String(repeating: "x", count: 100_000))
        #expect(long.columns == PrintableFilter.longestText)
    }

    @Test(
        "A font without the letter gets the nearest plain one",
        arguments: [
            (Charset.ascii, "José · Łódź", "Jose - Lodz"), (.ascii, "Straße", "Strasse"),
            (.ascii, "张伟 Wei", "?? Wei"), (.ascii, "Nguye\u{302}\u{303}n", "Nguyen"),
            (.latin, "José · Łódź", "José · Łódź"), (.latin, "张", "?"),
            (.latin, "Nguyễn", "Nguyen"),
            (.unicode, "Nguyễn", "Nguyễn"),
        ])
    func charsets(charset: Charset, outside: String, text: String) {
        #expect(Printable(outside, charset: charset).text == text)
    }

    @Test(
        "What is too long ends in an ellipsis and never halves a wide character",
        arguments: [
            ("Calculus", 8, "Calculus"), ("Calculus", 7, "Calcul…"), ("Calculus", 1, "C"),
            ("Calculus", 0, ""), ("Calculus", -1, ""), ("高等数学", 8, "高等数学"),
            ("高等数学", 7, "高等数…"), ("高等数学", 6, "高等…"), ("高等数学", 1, ""),
            ("Ana Maria", 5, "Ana…"),
        ])
    func fitted(outside: String, limit: Int, text: String) {
        let fitted = Printable(outside).fitted(to: limit)
        #expect(fitted.text == text)
        #expect(fitted.columns <= max(limit, 0))
    }

    @Test("An ASCII font has three dots for an ellipsis")
    func fittedInASCII() {
        #expect(Printable("Calculus", charset: .ascii).fitted(to: 7).text == "Calc...")
        #expect(Printable("Calculus", charset: .ascii).fitted(to: 2).text == "Ca")
    }

    @Test("Lines break at blanks")
    func wrapped() {
        let text = Printable("Hold your card to the reader")
        #expect(
            text.wrapped(to: 10, lines: 3).map(\.text) == ["Hold your", "card to", "the reader"])
        #expect(text.wrapped(to: 10, lines: 2).map(\.text) == ["Hold your", "card to t…"])
        #expect(text.wrapped(to: 3, lines: 2).map(\.text) == ["Ho…"])
        #expect(text.wrapped(to: 0, lines: 2).isEmpty)
        #expect(text.suffix(6).text == "reader")
    }
}
