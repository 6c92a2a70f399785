import QR

/// A QR code with its quiet zone as cells of a terminal: whole, or not at all.
package struct QRCells: Equatable, Sendable {
    /// How modules become cells.
    package enum Form: CaseIterable, Sendable {
        /// Two coloured blanks a module.
        case block
        /// Upper half blocks, one column and half a row a module.
        case half
        /// `##` and two blanks, without colours: it reads on a light terminal only.
        case ascii
    }

    /// The largest module, as a multiple of the smallest of its form.
    package static let largestScale = 40

    package let form: Form
    package let scale: Int

    private let bitmap: Bitmap
    private let isInverted: Bool

    /// The code at a given form and scale (1 to `largestScale`); inverted, dark is drawn light.
    package init(_ code: QRCode, form: Form, scale: Int = 1, inverted: Bool = false) {
        self.form = form
        self.scale = min(max(scale, 1), QRCells.largestScale)
        isInverted = inverted
        var bitmap = Bitmap(width: code.sizeWithQuietZone, height: code.sizeWithQuietZone)
        for y in 0..<code.size {
            for x in 0..<code.size where code[x, y] {
                bitmap[x + QRCode.quietZone, y + QRCode.quietZone] = true
            }
        }
        self.bitmap = bitmap
    }

    /// The code with the largest modules that fit; nil if not even the smallest do. Blanks are
    /// taken where both forms give the same module, and always without half blocks.
    package init?(_ code: QRCode, fitting size: Size, halfBlocks: Bool) {
        let side = code.sizeWithQuietZone
        // In halves of a row, which are as wide as a column.
        let module = min(size.columns / side, size.rows * 2 / side, QRCells.largestScale)
        if module >= 1, halfBlocks, !module.isMultiple(of: 2) {
            self.init(code, form: .half, scale: module)
        } else if module >= 2 {
            self.init(code, form: .block, scale: module / 2)
        } else {
            return nil
        }
    }

    /// A module's height in half rows, by which sizes of either form compare.
    package var moduleHalfRows: Int { square.halfRows }

    /// Columns of the symbol, without its quiet zone.
    var symbolColumns: Int { (bitmap.width - 2 * QRCode.quietZone) * square.columns }

    /// The cells it takes, quiet zone included.
    package var size: Size { bitmap.size(square) }

    private var square: Square {
        switch form {
        case .half: Square(columns: scale, halfRows: scale)
        case .block, .ascii: Square(columns: 2 * scale, halfRows: 2 * scale)
        }
    }

    private func paint(_ colours: Colours) -> Paint {
        let dark = isInverted ? Colour.qrLight : .qrDark
        let light = isInverted ? Colour.qrDark : .qrLight
        return switch form {
        case .ascii: .signs(.page)
        case .half, .block:
            colours == .mono
                ? .turned(on: dark, off: light, reverse: light == .qrLight)
                : .modules(dark: dark, light: light)
        }
    }

    /// Draws the code with its top left at `x`, `y`.
    package func draw(in frame: inout Frame, x: Int, y: Int, colours: Colours = .ansi256) {
        frame.paint(
            form == .ascii && isInverted ? bitmap.inverted : bitmap, square, paint(colours),
            x: x, y: y)
    }
}

extension Bitmap {
    fileprivate var inverted: Bitmap {
        var other = self
        for y in 0..<height {
            for x in 0..<width { other[x, y].toggle() }
        }
        return other
    }
}
