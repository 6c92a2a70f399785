/// What a terminal can show. The same screen, size and look give the same frame.
package struct Look: Equatable, Sendable {
    package var colours: Colours
    /// Whether the font has U+2580, the upper half block.
    package var halfBlocks: Bool
    package var charset: Charset
    /// The cell by which the layout is shifted, against burn-in.
    package var drift: Drift
    /// How far it is to be read, where that has been said.
    package var room: RoomDepth?

    package init(
        colours: Colours = .ansi256, halfBlocks: Bool = true, charset: Charset = .unicode,
        drift: Drift = Drift(), room: RoomDepth? = nil
    ) {
        self.colours = colours
        self.halfBlocks = halfBlocks
        self.charset = charset
        self.drift = drift
        self.room = room
    }
}

/// How far the layout is shifted to the right and down: 0 or 1 cell each.
package struct Drift: Equatable, Sendable {
    package let x: Int
    package let y: Int

    package init(x: Int = 0, y: Int = 0) {
        self.x = min(max(x, 0), 1)
        self.y = min(max(y, 0), 1)
    }

    /// Where the layout stands in a minute: the four places in a ring, one cell from each to the
    /// next.
    package init(minute: Int64) {
        let place = minute & 3
        self.init(x: place == 1 || place == 2 ? 1 : 0, y: place >= 2 ? 1 : 0)
    }
}

/// How many colours there are.
package enum Colours: CaseIterable, Sendable {
    /// The terminal has none, only bold and reverse. It is taken to be dark, as such terminals
    /// are: the light modules of a QR code are its blanks in reverse.
    case mono
    /// Words in the terminal's own two colours, told apart by bold and reverse. A QR code keeps
    /// its two.
    case none
    /// SGR 30-37 and 40-47 only, as on the Linux console.
    case ansi8
    /// Fixed places of the 256-colour cube, which no theme changes.
    case ansi256

    /// Whether words have colours of their own.
    var areForWords: Bool { self == .ansi8 || self == .ansi256 }
}

/// The characters a font has.
package enum Charset: CaseIterable, Sendable {
    case ascii
    /// Latin-1, Latin Extended-A and the usual dashes, quotes and dots.
    case latin
    case unicode
}
