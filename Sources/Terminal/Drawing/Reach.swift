import QR

/// A length in metres, as people write it: `10m`, `2.5 m`, `80cm`, `450mm`, `43in`.
package struct Length: Equatable, Sendable {
    package let metres: Double

    package init(metres: Double) { self.metres = metres }

    /// Nil for anything else, and for nothing or less.
    package init?(_ text: String) {
        let units = [("mm", 0.001), ("cm", 0.01), ("in", 0.0254), ("m", 1)]
        let text = text.lowercased()
        guard let (unit, metres) = units.first(where: { text.hasSuffix($0.0) }),
            let number = Double(text.dropLast(unit.count).filter { $0 != " " }),
            number > 0, number * metres <= 1_000
        else { return nil }
        self.metres = number * metres
    }

    /// To the centimetre below ten metres, and never more than there is: `0.53 m`, `12 m`.
    package var text: String {
        let steps = metres < 10 ? 100.0 : 1.0
        let rounded = (metres * steps + 1e-6).rounded(.down) / steps
        let isWhole = rounded == rounded.rounded()
        return isWhole ? "\(Int(rounded)) m" : "\(rounded) m"
    }
}

/// How far a screen is to be read, and how wide it is where that is known.
package struct RoomDepth: Equatable, Sendable {
    /// A QR code can be read from so many times the width of its symbol, without its quiet zone.
    static let timesSymbol = 10.0
    /// Letters can be read from so many times their height.
    static let timesLetters = 200.0

    package let depth: Length
    package let screenWidth: Length?

    package init(_ depth: Length, screenWidth: Length?) {
        self.depth = depth
        self.screenWidth = screenWidth
    }

    /// From how far a symbol so many of a screen's columns wide can be read.
    func reach(symbol: Int, of columns: Int) -> Length? {
        screenWidth.map {
            Length(metres: Self.timesSymbol * $0.metres * Double(symbol) / Double(columns))
        }
    }

    /// From how far letters so many rows high can be read. A cell is twice as high as wide.
    func reach(letterRows rows: Int, of columns: Int) -> Length? {
        screenWidth.map {
            Length(metres: Self.timesLetters * $0.metres * Double(rows * 2) / Double(columns))
        }
    }

    /// How wide a screen must be for such a symbol to be read from all of the room.
    func screenWidthNeeded(symbol: Int, of columns: Int) -> Length {
        Length(metres: depth.metres / Self.timesSymbol * Double(columns) / Double(symbol))
    }
}

extension Look {
    /// The levels of error correction to try, in the order of preference. More to be spoilt is
    /// worth nothing on a screen, and a smaller version is larger modules; where it is known how
    /// far the code is read, what is left over is spent on the level.
    var levels: [QRCode.Level] { room == nil ? [.m, .l] : QRCode.Level.allCases.reversed() }

    /// One candidate for each of those levels: the first that can be read from all of the room,
    /// else the one that can be read from farthest; where nothing is known of the room, the one
    /// with the largest modules.
    func choose<Value>(
        _ candidates: [Value], of columns: Int, _ cells: (Value) -> QRCells
    ) -> Value? {
        let symbols = candidates.map { cells($0).symbolColumns }
        guard let room, room.screenWidth != nil else {
            let sizes = candidates.map { cells($0).moduleHalfRows }
            return sizes.max().flatMap { sizes.firstIndex(of: $0) }.map { candidates[$0] }
        }
        let enough = symbols.firstIndex { symbol in
            (room.reach(symbol: symbol, of: columns)?.metres ?? 0) >= room.depth.metres
        }
        let farthest = symbols.max().flatMap { symbols.firstIndex(of: $0) }
        return (enough ?? farthest).map { candidates[$0] }
    }
}
