import Foundation
import Testing

@testable import Terminal

@Suite struct ContrastTests {
    /// Relative luminance of a place in the 256-colour table (WCAG 2.2).
    private func luminance(_ number: Int) -> Double {
        let level = [0, 95, 135, 175, 215, 255]
        let place = number - 16
        let channels =
            number >= 232
            ? Array(repeating: 8 + 10 * (number - 232), count: 3)
            : [level[place / 36], level[place / 6 % 6], level[place % 6]]
        let linear = channels.map { channel -> Double in
            let part = Double(channel) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    @Test("Every pair of colours has a contrast of at least 4.5 to 1", arguments: Role.allCases)
    func contrast(role: Role) {
        let style = role.style(Look())
        let pair = [luminance(style.foreground.cubeNumber), luminance(style.background.cubeNumber)]
        let ratio = ((pair.max() ?? 0) + 0.05) / ((pair.min() ?? 0) + 0.05)
        #expect(ratio >= 4.5, "\(role) \(ratio)")
    }

    @Test("The console's eight colours become those of the table")
    func console() {
        let palette = String(decoding: Colours.consolePalette, as: UTF8.self)
        for pair in ["P0000000", "P3FFD700", "P4005FAF", "P5870087", "P600D7D7", "P7FFFFFF"] {
            #expect(palette.contains("\u{1B}]\(pair)"))
        }
    }

    @Test("Without colours results still stand out", arguments: ResultPanel.Kind.allCases)
    func bare(kind: ResultPanel.Kind) {
        let style = kind.role.style(Look(colours: .none))
        #expect(style.reverse && style.bold)
        #expect(kind.shape.hasPrefix("[") && kind.shape.hasSuffix("]"))
    }
}
