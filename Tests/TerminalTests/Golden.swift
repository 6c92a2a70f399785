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

extension Frame {
    /// The frame for reading: its characters with painted squares filled in, and below them one
    /// letter for the background of each cell (`.` page, `s` slate, `q` QR code, others by name).
    var golden: String {
        let characters = (0..<size.rows).map { y in
            let row = (0..<size.columns).map { self[$0, y].goldenText }.joined()
            return "|" + row + "|"
        }
        let grounds = (0..<size.rows).map { y in
            " " + (0..<size.columns).map { self[$0, y].goldenGround }.joined()
        }
        return (["\(size.columns) x \(size.rows)"] + characters + grounds).joined(separator: "\n")
            + "\n"
    }
}

extension Cell {
    /// A painted blank has its ink twice; a half block has it above or below.
    fileprivate var goldenText: String {
        let isOfQR = [.qrDark, .qrLight].contains(style.background)
        let isFull = isOfQR ? style.background == .qrDark : style.foreground == style.background
        if text == " " { return isFull ? "█" : " " }
        guard text == "▀" else { return text }
        let ink = isOfQR ? Colour.qrDark : letterInk
        let (upper, lower) = (style.foreground == ink, style.background == ink)
        return upper ? (lower ? "█" : "▀") : (lower ? "▄" : " ")
    }

    /// Letters are black on yellow and cyan, else white or grey.
    private var letterInk: Colour {
        let pair: Set<Colour> = [style.foreground, style.background]
        if !pair.isDisjoint(with: [.yellow, .cyan]) { return .black }
        return pair.contains(.grey) ? .grey : .white
    }

    fileprivate var goldenGround: String {
        if style.reverse { return "r" }
        return switch style.background {
        case .black: "."
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
