import Synchronization
import TestKit
import Testing

@testable import Terminal

/// What must hold of every screen that is kept, whatever it looks like.
@Suite struct SeenScreenTests {
    private struct Seen {
        let frame: Frame
        let text: String
        let letters: SeenLetters

        init(_ name: String, _ size: Size, _ look: Look) {
            frame = Samples.frame(name, size: size, look: look)
            letters = SeenLetters(frame, look)
            text = (0..<size.rows).map { [frame] y in
                (0..<size.columns).map { frame[$0, y].text }.joined()
            }.joined(separator: "\n")
        }

        /// In block letters of these colours, or in plain ones.
        func says(_ words: String, _ role: Role) -> Bool {
            text.contains(words) || letters.squareHalfRows(of: words, in: role) != nil
        }
    }

    @Test("The word of every answer is there, and its shape, and the code", arguments: Samples.all)
    func words(name: String) {
        let result = name.split(separator: "-").last.flatMap { Samples.results[String($0)] }
        for size in Samples.sizes {
            for named in NamedLook.all {
                let seen = Seen(name, size, named.look)
                if let result {
                    let role = result.kind.role
                    #expect(seen.says(result.word, role), "\(named.name) \(size)")
                    #expect(seen.says(result.kind.shape, role), "\(named.name) \(size)")
                }
                guard name.hasPrefix("session") || name.hasPrefix("projection") else { continue }
                let isThere =
                    seen.says("ABC123", .strong) || seen.text.contains("A B C 1 2 3")
                #expect(isThere, "\(named.name) \(size)")
            }
        }
    }

    /// Seven squares of a letter, in rows, that no answer goes below: what is read from a few
    /// metres on a small screen, and from the back of a room on a large one.
    @Test(
        "The word is large", arguments: Samples.results.keys.sorted(),
        [(80, 24, 3.5), (120, 40, 3.5), (240, 67, 7)])
    func large(name: String, limit: (columns: Int, rows: Int, letterRows: Double)) throws {
        let result = try #require(Samples.results[name])
        for look in [Look(), Look(colours: .none), Look(colours: .ansi8, charset: .ascii)] {
            let seen = Seen(
                "session-" + name, Size(columns: limit.columns, rows: limit.rows), look)
            let square = seen.letters.squareHalfRows(of: result.word, in: result.kind.role)
            #expect(Double(square ?? 0) * 7 / 2 >= limit.letterRows)
        }
    }

    @Test(
        "Nothing is written outside, and a terminal shows it as it was meant",
        arguments: Samples.all)
    func inside(name: String) {
        for size in Samples.sizes {
            for named in NamedLook.all {
                let frame = Samples.frame(name, size: size, look: named.look)
                var model = ScreenModel(size: size)
                model.write(frame.escapes(after: nil, colours: named.look.colours))
                #expect(model.mistakes.isEmpty)
                #expect(model.cells == ScreenModel(frame, colours: named.look.colours).cells)
            }
        }
    }

    @Test("Answers that share their colours differ in word and, meaning something else, in shape")
    func apart() {
        let results = Samples.results.values.sorted { $0.word < $1.word }
        #expect(Set(results.map(\.kind)).count == ResultPanel.Kind.allCases.count)
        #expect(Set(results.map(\.word)).count == results.count)
        for one in results {
            for other in results where one.kind != other.kind {
                let (role, second) = (one.kind.role, other.kind.role)
                let isSame = role.style(Look()) == second.style(Look())
                if isSame, role != second { #expect(one.kind.shape != other.kind.shape) }
            }
        }
        #expect(ResultPanel.Kind.failed.shape != ResultPanel.Kind.notOnList.shape)
    }

    @Test(
        "The QR is read in every screen that has one, on dark and on light terminals",
        .enabled(if: isInstalled("zbarimg"), "zbarimg is not installed"), arguments: Samples.all)
    func decoded(name: String) throws {
        let hasSession = name.hasPrefix("session") || name.hasPrefix("projection")
        for size in Samples.sizes {
            for named in NamedLook.all {
                let frame = Samples.frame(name, size: size, look: named.look)
                let fits = named.look.halfBlocks || size.rows > 24
                guard let around = frame.aroundQR(named.look.colours) else {
                    #expect(!hasSession || !fits, "\(named.name) \(size)")
                    continue
                }
                #expect(hasSession)
                for theme in Picture.Theme.allCases {
                    // Terminals without colours are dark.
                    if named.look.colours == .mono, theme == .light { continue }
                    let texts = try Decoded.texts(around, theme)
                    #expect(texts == ["ABC123"], "\(named.name) \(size) \(theme)")
                }
            }
        }
    }
}

/// Pictures that were decoded already: what changes far from a QR does not change them.
private enum Decoded {
    private static let known = Mutex<[(CapturedScreen, Picture.Theme, [String])]>([])

    static func texts(_ screen: CapturedScreen, _ theme: Picture.Theme) throws -> [String] {
        let kept = known.withLock { known in
            known.first { $0.0 == screen && $0.1 == theme }?.2
        }
        if let kept { return kept }
        let texts = try Picture(screen, theme: theme).decodedQR()
        known.withLock { $0.append((screen, theme, texts)) }
        return texts
    }
}

extension Frame {
    /// The QR and what stands within three cells of it, as a terminal shows it; nil without one.
    fileprivate func aroundQR(_ colours: Colours) -> CapturedScreen? {
        let places = cells.indices.filter { cells[$0].isOfQR }
        let (xs, ys) = (places.map { $0 % size.columns }, places.map { $0 / size.columns })
        guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max()
        else { return nil }
        let columns = max(0, left - 3)...min(size.columns - 1, right + 3)
        let rows = max(0, top - 3)...min(size.rows - 1, bottom + 3)
        var lines: [String] = []
        for y in rows {
            var line = ""
            for x in columns {
                let codes = self[x, y].style.codes(colours).map { String($0) }
                line += "\u{1B}[" + codes.joined(separator: ";") + "m" + self[x, y].text
            }
            lines.append(line)
        }
        let text: String = lines.joined(separator: "\n")
        return CapturedScreen(text, columns: columns.count, rows: rows.count)
    }
}
