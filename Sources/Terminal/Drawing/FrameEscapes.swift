extension Frame {
    /// The bytes that turn a terminal showing `previous` into one showing this frame: every cell
    /// when `previous` is nil or of another size, else only what changed, and nothing at all when
    /// nothing did. They end with the colours reset.
    package func escapes(after previous: Frame?, colours: Colours) -> [UInt8] {
        let base = previous?.size == size ? previous : nil
        if base == self { return [] }
        var writer = EscapeWriter(colours: colours)
        writer.write("\u{1B}[?25l")
        for y in 0..<size.rows {
            // Where characters of doubtful width may reach to, or may have before.
            var reached = 0
            for x in 0..<size.columns {
                let cell = self[x, y]
                guard cell.width > 0, x < reached || isChanged(x, y, since: base) else { continue }
                writer.write(cell, x: x, y: y)
                for place in x..<x + cell.width {
                    let most = max(self[place, y].reach, base?[place, y].reach ?? 0)
                    reached = max(reached, place + most)
                }
            }
        }
        writer.write("\u{1B}[0m")
        if let cursor, cursor.x < size.columns, cursor.y < size.rows {
            writer.write("\u{1B}[\(cursor.y + 1);\(cursor.x + 1)H\u{1B}[?25h\u{1B}[0m")
        }
        return writer.bytes
    }

    /// A wide character changes when either of its cells does.
    private func isChanged(_ x: Int, _ y: Int, since base: Frame?) -> Bool {
        guard let base else { return true }
        if self[x, y] != base[x, y] { return true }
        return self[x, y].width == 2 && self[x + 1, y] != base[x + 1, y]
    }
}

/// Gathers bytes, and says position and style only where they are not already so.
private struct EscapeWriter {
    let colours: Colours
    private(set) var bytes: [UInt8] = []
    private var style: Style?
    private var next: Position?
    /// A screen has a handful of styles, and a QR code changes between two of them all the time.
    private var sequences: [Style: [UInt8]] = [:]

    init(colours: Colours) { self.colours = colours }

    mutating func write(_ text: String) { bytes += text.utf8 }

    mutating func write(_ cell: Cell, x: Int, y: Int) {
        if next != Position(x: x, y: y) { write("\u{1B}[\(y + 1);\(x + 1)H") }
        if style != cell.style {
            let sequence = sequences[cell.style] ?? cell.style.sequence(colours)
            sequences[cell.style] = sequence
            bytes += sequence
            style = cell.style
        }
        write(cell.text)
        // NB: terminals disagree on some widths. After anything but the surest characters the next
        // cell is placed anew, so that one doubtful glyph never shifts a row.
        next = cell.isSure ? Position(x: x + 1, y: y) : nil
    }
}

extension Cell {
    /// Whether it is one column wide on every terminal.
    fileprivate var isSure: Bool { text.utf8.count == 1 || text == "▀" }

    /// The most columns it takes on any terminal: some give a mark columns of its own.
    fileprivate var reach: Int { isSure ? 1 : 2 * text.unicodeScalars.count }
}
