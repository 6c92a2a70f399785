import Foundation
import TestKit
import Testing

@testable import Terminal

/// Names of the world in a real terminal: each takes the columns it was measured to take.
@Suite(.serialized, .enabled(if: isInstalled("tmux"), "tmux is not installed"))
struct NamesOnATerminalTests {
    private static let names = [
        "John Smith", "José Núñez", "Jose\u{301} Nu\u{301}n\u{303}ez", "Nguyễn Thị Ánh",
        "Łukasz Żółć", "Ångström", "Ωμέγα", "Владимир", "ქართული",
        // Chinese, Japanese, Korean: two columns a character, wherever they come from.
        "张伟", "欧阳修", "𠮷野家", "龘", "山田太郎", "カタカナ", "ﾊﾝｶｸ", "がぎぐ",
        "か\u{3099}", "김철수", "\u{1112}\u{1161}\u{11AB}", "（株）", "ＡＢＣ１２３", "・「」",
        // Right to left, with and without points.
        "محمد علي", "مُحَمَّد", "שלום", "שָׁלוֹם", "پژمان",
        // Marks beside, above, below and around.
        "नमस्ते", "क्षत्रिय", "กำธร", "ไพศาล", "தமிழ்", "বাংলা", "a\u{334}\u{335}\u{336}b",
        "x\u{20DD}y", "ສະບາຍດີ",
        // What terminals differ about.
        "👍", "👍🏽", "👨\u{200D}👩\u{200D}👧\u{200D}👦", "🏳\u{FE0F}\u{200D}🌈", "🇫🇷", "🇨🇳🇯🇵",
        "1\u{FE0F}\u{20E3}", "❤\u{FE0F}", "☎", "©", "👩🏿\u{200D}🚀", "🫠", "⌚", "✅",
        // Nothing to see, and what turns text around.
        "Jo\u{200B}hn", "Jo\u{AD}hn", "\u{FEFF}John", "\u{202E}nhoJ\u{202C}",
        "\u{2067}محمد\u{2069}", "John\u{200E}\u{200F}", "\u{115F}\u{1160}", "\u{3164}",
        "a\u{E0101}b", "\u{180E}John", "\u{34F}John", "−±×÷…‘’“”„•€", "①②③", "ⅣⅧ",
    ]

    /// The bar behind a name is placed by its measure alone. Were the name wider in the terminal, the
    /// bar would stand on its end; were it narrower, there would be a gap.
    @Test("A name takes the columns it was measured to take, and shifts nothing behind it")
    func measured() throws {
        let size = Size(columns: 60, rows: Self.names.count)
        var frame = Frame(size: size)
        for (y, name) in Self.names.enumerated() {
            let printable = Printable(name)
            frame.put(printable, x: 2, y: y, style: .page)
            frame.put(Printable("|"), x: 2 + printable.columns, y: y, style: .page)
        }
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("names-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(frame.escapes(after: nil, colours: .ansi256)).write(to: file)
        let pane = try Pane(
            ["sh", "-c", "cat '\(file.path)'; exec sleep 600"], columns: size.columns,
            rows: size.rows)
        defer { pane.end() }
        let shown = try pane.wait(for: "every name") {
            $0.text.count { $0 == "|" } == Self.names.count
        }
        let rows = shown.text.split(separator: "\n", omittingEmptySubsequences: false)
        for (row, name) in zip(rows, Self.names) {
            let wanted = "  " + Printable(name).text + "|"
            #expect(
                Array(row.unicodeScalars) == Array(wanted.unicodeScalars),
                "\(name.unicodeScalars.map { String($0.value, radix: 16) })")
        }
    }

    @Test("What is measured has something to see, unless the name has nothing")
    func visible() {
        let invisible = ["\u{115F}\u{1160}", "\u{3164}", "🇫🇷", "🇨🇳🇯🇵"]
        for name in Self.names where !invisible.contains(name) {
            #expect(Printable(name).columns > 0, "\(name)")
        }
        for name in invisible { #expect(Printable(name).text.isEmpty, "\(name)") }
    }
}
