import QR

/// A QR code as lines for a terminal that scrolls, or for a file.
package enum QRText {
    /// The code does not fit the terminal's width; with this many columns it would.
    package struct TooNarrow: Error, Equatable {
        package let columnsNeeded: Int
    }

    /// The lines of a code, each ending in a line feed and, where there are escapes, in a reset.
    ///
    /// Without a `form`, two blanks a module are taken if the whole code then fits `size`, else
    /// half blocks if the font has them; without a `size`, which is a pipe or a file, `ascii`.
    /// Colours are needed by every form but `ascii`, so `.none` means the plain eight.
    package static func bytes(
        _ code: QRCode, form: QRCells.Form? = nil, inverted: Bool = false, scale: Int = 1,
        size: Size? = nil, colours: Colours = .ansi256, halfBlocks: Bool = true
    ) throws(TooNarrow) -> [UInt8] {
        let form = form ?? chosenForm(code, scale: scale, size: size, halfBlocks: halfBlocks)
        let cells = QRCells(code, form: form, scale: scale, inverted: inverted)
        if let size, cells.size.columns > size.columns {
            throw TooNarrow(columnsNeeded: cells.size.columns)
        }
        var frame = Frame(size: cells.size)
        cells.draw(in: &frame, x: 0, y: 0, colours: colours)
        return form == .ascii ? frame.plainLines() : frame.lines(colours: colours)
    }

    private static func chosenForm(
        _ code: QRCode, scale: Int, size: Size?, halfBlocks: Bool
    ) -> QRCells.Form {
        guard let size else { return .ascii }
        let block = QRCells(code, form: .block, scale: scale).size
        let fits = block.columns <= size.columns && block.rows <= size.rows
        return fits || !halfBlocks ? .block : .half
    }
}

extension ReadableCode {
    /// Its lines, each ending in a reset and a line feed.
    package func bytes(colours: Colours) -> [UInt8] {
        var frame = Frame(size: cells.size)
        cells.draw(in: &frame, x: 0, y: 0, colours: colours)
        return frame.lines(colours: colours)
    }
}

extension Frame {
    /// The characters alone, without blanks at the end of a line.
    fileprivate func plainLines() -> [UInt8] {
        (0..<size.rows).flatMap { y in
            var row = (0..<size.columns).map { self[$0, y].text }
            while row.last == " " { row.removeLast() }
            return Array(row.joined().utf8) + [0x0A]
        }
    }

    /// Each row with its colours, written where the cursor stands.
    fileprivate func lines(colours: Colours) -> [UInt8] {
        var bytes: [UInt8] = []
        for y in 0..<size.rows {
            var style: Style?
            for x in 0..<size.columns {
                let cell = self[x, y]
                if style != cell.style {
                    bytes += cell.style.sequence(colours)
                    style = cell.style
                }
                bytes += cell.text.utf8
            }
            bytes += Array("\u{1B}[0m\n".utf8)
        }
        return bytes
    }
}
