import Foundation
import Testing

@testable import Terminal

/// Compares text with the file of that name in `Goldens`. With KIOSK_RECORD_GOLDENS=1 in the
/// environment the file is written instead; it is then to be read before it is kept.
func expectGolden(_ name: String, _ text: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Goldens/\(name).txt")
    if ProcessInfo.processInfo.environment["KIOSK_RECORD_GOLDENS"] == "1" {
        try Data(text.utf8).write(to: file)
        return
    }
    let kept = try String(contentsOf: file, encoding: .utf8)
    #expect(text == kept, "\(name) is not as kept in Goldens/\(name).txt")
}

/// A look by the name it has in golden files.
struct NamedLook: Sendable, CustomTestStringConvertible {
    let name: String
    let look: Look

    var testDescription: String { name }

    /// A terminal with 256 colours, the Linux console, a vt220, and one that is told NO_COLOR.
    static let all = [
        NamedLook(name: "colour", look: Look()),
        NamedLook(name: "console", look: Look(colours: .ansi8, charset: .ascii)),
        NamedLook(
            name: "mono", look: Look(colours: .mono, halfBlocks: false, charset: .ascii)),
        NamedLook(name: "NO_COLOR", look: Look(colours: .none)),
    ]
}

/// What every look makes of a screen: for each its characters, with painted squares as `#`, and its
/// styles, as runs of a background and a foreground (`!` bold, `*` painted squares, `q` a QR, which
/// is left out: decoders read it). Rows that repeat are counted, with the blanks they begin with; of
/// the other looks only rows that differ from the first look's are said, by their numbers.
func golden(_ looks: [NamedLook], _ draw: (Look) -> Frame) -> String {
    var lines: [String] = []
    var first: [String: [String]] = [:]
    for named in looks {
        let seen = SeenFrame(draw(named.look), named.look)
        for (part, rows) in [("characters", seen.characters), ("styles", seen.styles)] {
            lines.append("\(named.name) \(part)")
            if let first = first[part] {
                let other = rows.indices.filter { rows[$0] != first[$0] }
                lines += other.map { "row \($0)|\(SeenFrame.indented(rows[$0]))" }
            } else {
                first[part] = rows
                lines += SeenFrame.counted(rows)
            }
        }
    }
    return lines.joined(separator: "\n") + "\n"
}

extension Cell {
    /// The colours that are seen of its upper and lower half, where those of words are not its
    /// own's on a dark terminal.
    func seen(_ look: Look) -> (upper: Colour, lower: Colour) {
        let (ink, paper) = style.seen(look)
        return (text == "▀" ? ink : paper, paper)
    }

    var isOfQR: Bool { [.qrDark, .qrLight].contains(style.background) }
    /// A blank or half block of block letters.
    var isPainted: Bool { text == "▀" || style.foreground == style.background }
}

extension Style {
    func seen(_ look: Look) -> (ink: Colour, paper: Colour) {
        if look.colours == .ansi256 { return (foreground, background) }
        if look.colours == .ansi8 { return (foreground.onConsole, background.onConsole) }
        return reverse ? (.black, .white) : (.white, .black)
    }
}

extension Colour {
    /// The first colour with the same number among the eight.
    fileprivate var onConsole: Colour {
        Colour.allCases.first { $0.consoleNumber == consoleNumber } ?? self
    }

    fileprivate var letter: String {
        switch self {
        case .black: "k"
        case .white: "w"
        case .grey: "g"
        case .slate: "s"
        case .blue: "b"
        case .yellow: "y"
        case .magenta: "m"
        case .cyan: "c"
        case .qrDark, .qrLight: "q"
        }
    }
}

/// A frame as it is seen, row by row.
private struct SeenFrame {
    private(set) var characters: [String] = []
    private(set) var styles: [String] = []

    init(_ frame: Frame, _ look: Look) {
        for y in 0..<frame.size.rows {
            var text = ""
            var tokens: [(token: String, count: Int)] = []
            // Letters stand on what is left of them.
            var paper = Colour.black
            for x in 0..<frame.size.columns {
                let cell = frame[x, y]
                if !cell.isOfQR, !cell.isPainted { paper = cell.style.seen(look).paper }
                text += cell.character(look, on: paper)
                let token = cell.token(look, on: paper)
                if tokens.last?.token == token {
                    tokens[tokens.count - 1].count += 1
                } else {
                    tokens.append((token, 1))
                }
            }
            while text.last == " " { text.removeLast() }
            characters.append(text)
            styles.append(tokens.map { "\($0.count)\($0.token)" }.joined(separator: " "))
        }
    }

    static func counted(_ rows: [String]) -> [String] {
        var counted: [(row: String, count: Int)] = []
        for row in rows {
            if counted.last?.row == row {
                counted[counted.count - 1].count += 1
            } else {
                counted.append((row, 1))
            }
        }
        return counted.map { "\($0.count)|\(indented($0.row))" }
    }

    static func indented(_ row: String) -> String {
        "\(row.prefix { $0 == " " }.count)|\(row.drop { $0 == " " })"
    }
}

extension Cell {
    fileprivate func character(_ look: Look, on paper: Colour) -> String {
        if isOfQR { return " " }
        guard isPainted else { return text }
        let (upper, lower) = seen(look)
        switch (upper == paper, lower == paper) {
        case (true, true): return " "
        case (false, false): return "#"
        case (false, true): return "▀"
        case (true, false): return "▄"
        }
    }

    fileprivate func token(_ look: Look, on paper: Colour) -> String {
        if isOfQR { return "q" }
        if isPainted { return paper.letter + "*" }
        let (ink, paper) = style.seen(look)
        return paper.letter + ink.letter + (style.bold ? "!" : "")
    }
}
