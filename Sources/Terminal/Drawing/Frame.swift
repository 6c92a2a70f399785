/// A whole screen as cells. Nothing drawn outside it matters, and no wide character is ever halved.
package struct Frame: Equatable, Sendable {
    package let size: Size

    /// Row by row from the top left.
    package private(set) var cells: [Cell]

    /// Where the cursor shows; nil hides it.
    package var cursor: Position?

    /// A frame of blanks.
    package init(size: Size, style: Style = .page) {
        self.size = size
        cells = Array(repeating: Cell(style: style), count: size.columns * size.rows)
    }

    /// The cell at a place inside the frame.
    package subscript(x: Int, y: Int) -> Cell { cells[y * size.columns + x] }

    private func contains(_ x: Int, _ y: Int) -> Bool {
        x >= 0 && x < size.columns && y >= 0 && y < size.rows
    }

    /// Writes text from `x` to the right; what lies outside the frame is left out, and a wide
    /// character at its edge leaves a blank.
    package mutating func put(_ printable: Printable, x: Int, y: Int, style: Style) {
        var column = x
        for cluster in printable.clusters {
            defer { column += cluster.columns }
            if cluster.columns == 2, !contains(column, y) || !contains(column + 1, y) {
                put(Cell(style: style), x: column, y: y)
                put(Cell(style: style), x: column + 1, y: y)
            } else {
                put(
                    Cell(text: cluster.text, width: cluster.columns, style: style),
                    x: column, y: y)
                if cluster.columns == 2 { set(.secondHalf(style), column + 1, y) }
            }
        }
    }

    /// Fills a rectangle with blanks.
    mutating func fill(_ rect: Rect, style: Style) {
        for y in max(rect.y, 0)..<max(min(rect.endY, size.rows), max(rect.y, 0)) {
            for x in rect.x..<rect.endX { put(Cell(style: style), x: x, y: y) }
        }
    }

    /// Writes one cell; the other half of a wide character it cuts becomes a blank.
    mutating func put(_ cell: Cell, x: Int, y: Int) {
        guard contains(x, y) else { return }
        blankOtherHalf(x, y)
        if cell.width == 2 { blankOtherHalf(x + 1, y) }
        set(cell, x, y)
    }

    private mutating func set(_ cell: Cell, _ x: Int, _ y: Int) {
        cells[y * size.columns + x] = cell
    }

    private mutating func blankOtherHalf(_ x: Int, _ y: Int) {
        let old = self[x, y]
        if old.width == 0 { set(Cell(style: self[x - 1, y].style), x - 1, y) }
        if old.width == 2 { set(Cell(style: old.style), x + 1, y) }
    }
}
