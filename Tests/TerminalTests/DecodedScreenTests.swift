import Foundation
import TestKit
import Testing

@testable import Terminal

@Suite(
    .serialized,
    .enabled(
        if: isInstalled("tmux") && isInstalled("zbarimg"), "tmux or zbarimg is not installed"))
struct DecodedScreenTests {
    /// What a real terminal shows after the bytes of a frame.
    private func shown(_ screen: Screen, size: Size, look: Look) throws -> CapturedScreen {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("frame-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        let frame = draw(screen, size: size, look: look)
        try Data(frame.escapes(after: nil, colours: look.colours)).write(to: file)
        let pane = try Pane(
            ["sh", "-c", "cat '\(file.path)'; exec sleep 600"], columns: size.columns,
            rows: size.rows)
        defer { pane.end() }
        return try pane.wait(for: "every character of the frame") { captured in
            captured.cells.joined().map(\.text) == frame.cells.map(\.text)
        }
    }

    private static let looks = [
        Look(), Look(colours: .ansi8), Look(colours: .none),
        Look(colours: .none, halfBlocks: false),
        Look(colours: .mono), Look(colours: .mono, halfBlocks: false),
    ]

    @Test(
        "A decoder reads the code from the screen, on dark and on light terminals",
        arguments: [(120, 40), (160, 60), (80, 25)], looks)
    func decoded(size: (columns: Int, rows: Int), look: Look) throws {
        let size = Size(columns: size.columns, rows: size.rows)
        for (name, payload) in [
            ("session", "ABC123"), ("url-closed", "HTTPS://KIOSK.EXAMPLE.EDU/C/ABC123.7K2MQ9"),
        ] {
            let screen = try #require(Samples.screen(name))
            let captured = try shown(screen, size: size, look: look)
            let isAbsent = size.rows == 25 && !look.halfBlocks
            // Terminals without colours are dark.
            let themes = look.colours == .mono ? [.dark] : Picture.Theme.allCases
            for theme in themes {
                let texts = try Picture(captured, theme: theme).decodedQR()
                #expect(texts == (isAbsent ? [] : [payload]), "\(name) \(theme)")
            }
        }
    }

    @Test("Half blocks are used where blanks do not fit, and never without the glyph")
    func forms() throws {
        let url = try #require(Samples.screen("url"))
        let half = try shown(url, size: Size(columns: 100, rows: 40), look: Look())
        #expect(half.text.contains("▀▀▀"))
        let block = try shown(
            url, size: Size(columns: 160, rows: 60), look: Look(halfBlocks: false))
        #expect(!block.text.contains("▀"))
    }
}
