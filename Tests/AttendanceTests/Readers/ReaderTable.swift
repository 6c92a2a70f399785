import Attendance

/// The sixty rows in their order. A line's ending is taken off by who cuts lines.
extension ReaderRow {
    static let rows = labels + keys + cards + other

    private static let labels: [ReaderRow] = [
        row(1, "2024123456\r", says: code()),
        row(2, "2024123456\n", says: code()),
        row(3, "2024123456\r", says: code()),
        row(3, "", says: .nothing),
        row(4, "2024123456\t", says: code(.framing)),
        row(5, says: .elsewhere("its end is a silence: KeystrokesTests")),
        row(6, "\u{2}2024123456\u{3}", says: code(.framing)),
        row(7, " 2024123456 ", says: code()),
        row(8, "]C02024123456", says: code(.aim)),
        row(9, "]A02024123456", says: code(.aim)),
        row(10, "]A12024123456T", says: code(.checkDigit)),
        row(10, "]A12024123456U", says: .rejected(.checkDigit)),
        row(11, "2024123456T", says: .codes([("2024123456T", nil)])),
        row(
            11, "2024123456T", rules: ten(and: .code39Check),
            says: .codes([("2024123456T", nil), ("2024123456", .code39Check)])),
        row(12, "*2024123456*", says: code(.startStop)),
        row(13, "+S+T+U2024-+A+B+C", says: .rejected(.notACode)),
        row(
            13, "+S+T+U2024-+A+B+C", rules: ten(and: .fullASCII),
            says: .codes([("+S+T+U2024-+A+B+C", nil), ("stu2024-abc", .fullASCII)])),
        row(
            14, "]I00202412345", says: .codes([("0202412345", .aim), ("202412345", .itfPadding)])),
        row(15, "A2024123456B", says: .codes([("A2024123456B", nil), ("2024123456", .startStop)])),
        row(15, "a2024123456b", says: .codes([("a2024123456b", nil), ("2024123456", .startStop)])),
        row(15, "t2024123456n", says: .codes([("t2024123456n", nil), ("2024123456", .startStop)])),
        row(
            16, "A21234000012344B",
            says: .codes([("A21234000012344B", nil), ("21234000012344", .startStop)])),
        row(17, "21234000012347", says: .rejected(.checkDigit)),
        row(18, "]C1912024123456", "]C1\u{1D}912024123456", says: code(.gs1)),
        row(19, "5901234123457", "]E05901234123457", says: .rejected(.product)),
        row(20, "]Q1ABC123", says: .codes([("ABC123", .aim)])),
        row(21, "HTTPS://KIOSK.EXAMPLE.EDU/C/ABC123", says: .link("ABC123", nil)),
        row(
            22, "httpsÖ--kiosk.example.edu-c-ABC123",
            rules: ReaderRules(layouts: [.de], codeLengths: [10]), says: .link("ABC123", .layoutDE)),
        row(
            23, "+C02024123456", rules: ReaderRules(layouts: [.de], codeLengths: [10]),
            says: .codes([("+C02024123456", nil), ("2024123456", .layoutDE)])),
        row(
            24, "éàé'&é\"'(-", rules: ReaderRules(layouts: [.fr], codeLengths: [10]),
            says: code(.layoutFR)),
    ]

    private static let keys: [ReaderRow] = [
        row(25, "s2024123456", says: .codes([("s2024123456", nil)])),
        row(
            26,
            "\u{1B}[B\u{1B}[2~\u{1B}[B\u{1B}[D\u{1B}[4~\u{1B}[B\u{1B}[6~\u{1B}[D\u{1B}[G\u{1B}[C",
            says: code(.numLock)),
        row(27, "3456", says: .codes([("3456", nil)])),
        row(28, "34\u{7F}\u{7F}\u{7F}3456", "3\u{8}3456", "99\u{15}3456", says: tail()),
        row(29, "3456#", "**3456", "12*3456#", says: tail(.keypad)),
        row(30, "0006", says: .codes([("0006", nil)])),
        row(31, "\u{3}", "\u{1A}", "\u{1C}", "\u{4}", "\u{13}", "\u{11}", says: .nothing),
        row(32, "\u{1B}", "\u{1B}[A", "\u{1B}OP", "\u{1B}[200~x\u{1B}[201~", says: .nothing),
    ]

    private static func tail(_ repair: ReaderRule? = nil) -> Expected {
        .codes([("3456", repair)])
    }

    private static let cards: [ReaderRow] =
        tags + [
            row(37, ";2024123456=25121010000?", says: code(.magstripe)),
            row(38, "%B2024123456^SMITH/JOHN^2512?;2024123456=2512?", says: code(.magstripe)),
            row(
                39, "%B2024123456^SMITH/JOHN^2512?", ";2024123456=2512?", says: code(.magstripe)),
            row(40, "%E?;E?", says: .rejected(.badSwipe)),
            row(41, ";4111111111111111=25121010000?", says: .rejected(.payment)),
        ]

    private static let other: [ReaderRow] = [
        row(
            42, "20241234562024123456",
            says: .codes([("20241234562024123456", nil), ("2024123456", .doubled)])),
        row(43, "2024123456", says: code()),
        row(43, "2024123457", says: .codes([("2024123457", nil)])),
        row(44, "20241" + "23456", says: code()),
        row(45, says: .elsewhere("it is known by its time: KeystrokesTests")),
        row(46, "]C0024123456", says: .rejected(.wrongLength)),
        row(47, says: .elsewhere("a repetition is known by its time")),
        row(48, "~2024123456", rules: prefixed("~"), says: code(.prefix)),
        row(48, "*000122521", rules: prefixed("*"), says: .codes([("000122521", .prefix)])),
        row(49, "\u{FEFF}2024123456", says: code(.framing)),
        row(50, "张伟2024123456", says: code(.digitRun)),
        bytes(51, [[0xD5, 0xC5, 0xCE, 0xB0] + "2024123456".utf8], says: code(.digitRun)),
        row(52, "２０２４１２３４５６", says: code(.fullWidth)),
        row(53, "BEGIN:VCARD", "END:VCARD", says: .rejected(.contact)),
        row(
            54, "{\"id\":\"2024123456\",\"t\":1}", rules: ten(and: .json), says: code(.json)),
        row(55, "281234567890123456", "101234567890123456", says: .rejected(.payment)),
        row(56, "@", "\u{1E}ANSI 636014040002DL00410288", says: .rejected(.licence)),
        bytes(57, [Array(repeating: 0x41, count: 4096)], says: .rejected(.tooLong)),
        bytes(57, [[0, 0, 0, 0]], says: .nothing),
        row(58, "", "", "", says: .nothing),
        row(59, says: .elsewhere("the host composes the characters before there is a line")),
        row(60, says: .elsewhere("the end of a reader is no line")),
    ]

    private static func prefixed(_ prefix: String) -> ReaderRules {
        ReaderRules(prefix: prefix, codeLengths: [9, 10])
    }
}
