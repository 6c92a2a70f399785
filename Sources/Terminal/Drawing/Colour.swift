/// A colour by what it is for; each depth has its own number for it.
package enum Colour: CaseIterable, Sendable {
    case black, white
    /// Words that matter less.
    case grey
    /// A surface a little lighter than the page; the page itself where there are eight colours.
    case slate
    case blue, yellow, magenta, cyan
    /// The two colours of a QR code, kept when words have none.
    case qrDark, qrLight
}

/// How a cell looks. Both colours are always said, so that dark and light terminals show the same.
package struct Style: Equatable, Hashable, Sendable {
    package var foreground: Colour
    package var background: Colour
    package var bold: Bool
    package var reverse: Bool

    package init(
        _ foreground: Colour, on background: Colour, bold: Bool = false, reverse: Bool = false
    ) {
        self.foreground = foreground
        self.background = background
        self.bold = bold
        self.reverse = reverse
    }

    /// Blank page.
    package static let page = Style(.white, on: .black)

    /// The numbers of the SGR sequence that sets exactly this style, from a reset on.
    package func codes(_ colours: Colours) -> [Int] {
        var codes = [0]
        if bold { codes.append(1) }
        if reverse { codes.append(7) }
        return codes + foreground.codes(colours, base: 30) + background.codes(colours, base: 40)
    }

    func sequence(_ colours: Colours) -> [UInt8] {
        Array("\u{1B}[\(codes(colours).map(String.init).joined(separator: ";"))m".utf8)
    }
}

extension Colour {
    /// The SGR numbers for this colour as a foreground (`base` 30) or background (`base` 40).
    fileprivate func codes(_ colours: Colours, base: Int) -> [Int] {
        switch colours {
        case .ansi256: [base + 8, 5, cubeNumber]
        case .ansi8: [base + consoleNumber]
        case .none: isOfQR ? [base + consoleNumber] : [base + 9]
        case .mono: []
        }
    }

    private var isOfQR: Bool { self == .qrDark || self == .qrLight }

    /// The number in the 256-colour table.
    package var cubeNumber: Int {
        switch self {
        case .black, .qrDark: 16
        case .white, .qrLight: 231
        case .grey: 250
        case .slate: 236
        case .blue: 25
        case .yellow: 220
        case .magenta: 90
        case .cyan: 44
        }
    }

    /// The number among the eight.
    package var consoleNumber: Int {
        switch self {
        case .black, .slate, .qrDark: 0
        case .yellow: 3
        case .blue: 4
        case .magenta: 5
        case .cyan: 6
        case .white, .grey, .qrLight: 7
        }
    }
}

extension Colours {
    /// Sets the Linux console's eight colours to those of `ansi256`, where its own are too faint:
    /// white on magenta is 2.7:1 there. For TERM=linux only: elsewhere `ESC ] P` is an open string.
    package static let consolePalette = Array(
        "\u{1B}]P0000000\u{1B}]P3FFD700\u{1B}]P4005FAF\u{1B}]P5870087\u{1B}]P600D7D7\u{1B}]P7FFFFFF"
            .utf8)

    /// Gives the Linux console its own colours back.
    package static let consolePaletteReset = Array("\u{1B}]R".utf8)
}
