/// Squares that are on or off.
struct Bitmap: Equatable, Sendable {
    let width: Int
    let height: Int
    private var squares: [Bool]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        squares = Array(repeating: false, count: width * height)
    }

    /// Squares outside are off and cannot be set.
    subscript(x: Int, y: Int) -> Bool {
        get {
            (0..<width).contains(x) && (0..<height).contains(y) && squares[y * width + x]
        }
        set {
            guard (0..<width).contains(x), (0..<height).contains(y) else { return }
            squares[y * width + x] = newValue
        }
    }

    /// Cells the bitmap takes with squares of this size; a last half row takes a whole one.
    func size(_ square: Square) -> Size { Bitmap.size(width, height, square) }

    static func size(_ width: Int, _ height: Int, _ square: Square) -> Size {
        Size(columns: width * square.columns, rows: (height * square.halfRows + 1) / 2)
    }
}

/// The size of one square of a bitmap: whole columns, and rows in halves.
struct Square: Equatable, Sendable {
    let columns: Int
    let halfRows: Int

    /// Whether every row of cells holds one row of squares, so that blanks are enough to paint it.
    var isWholeRows: Bool { halfRows.isMultiple(of: 2) }
}

/// What squares are painted with.
enum Paint: Sendable {
    /// The modules of a QR code: blanks on their colour, or upper half blocks throughout where a
    /// row of cells is cut in two.
    case modules(dark: Colour, light: Colour)
    /// Block letters in the style's colours: blanks, and half blocks where the halves differ.
    case letters(Style)
    /// Without colours: a square that is on is the style turned over. The two colours say what the
    /// squares stand for.
    case turned(on: Colour, off: Colour, reverse: Bool)
    /// `#` and blank.
    case signs(Style)
}

extension Frame {
    /// Paints every square of a bitmap with its top left at `x`, `y`.
    mutating func paint(_ bitmap: Bitmap, _ square: Square, _ paint: Paint, x: Int, y: Int) {
        let size = bitmap.size(square)
        for row in 0..<size.rows {
            let upperRow = row * 2 / square.halfRows
            let lowerRow = (row * 2 + 1) / square.halfRows
            for column in 0..<size.columns {
                let across = column / square.columns
                let upper = bitmap[across, upperRow]
                let lower = bitmap[across, lowerRow]
                put(paint.cell(upper, lower, square), x: x + column, y: y + row)
            }
        }
    }
}

extension Paint {
    fileprivate func cell(_ upper: Bool, _ lower: Bool, _ square: Square) -> Cell {
        switch self {
        case .signs(let style):
            return Cell(text: upper ? "#" : " ", style: style)
        case .letters(let style):
            let (on, off) = (style.foreground, style.background)
            let (top, bottom) = (upper ? on : off, lower ? on : off)
            return Cell(text: top == bottom ? " " : "▀", style: Style(top, on: bottom))
        case .turned(let on, let off, let reverse):
            return Cell(
                text: upper == lower ? " " : "▀",
                style: Style(
                    upper ? on : off, on: lower ? on : off, reverse: reverse != lower))
        case .modules(let dark, let light):
            let (top, bottom) = (upper ? dark : light, lower ? dark : light)
            if square.isWholeRows { return Cell(style: Style(dark, on: top)) }
            // NB: only ever the upper half: a gap between lines is then painted in the colour of
            // the lower module, which more readers survive than mixed glyphs.
            return Cell(text: "▀", style: Style(top, on: bottom))
        }
    }
}
