/// A frame being drawn with a look. Every string passes through `Printable` on its way in.
struct Canvas {
    /// Where text stands in the width it is given.
    enum Alignment {
        case leading, centre, trailing
    }

    private(set) var frame: Frame
    let look: Look
    /// What is to be read from afar: the QR, and the height of the code's block letters.
    private(set) var readable: ReadableCode?
    private(set) var letterRows = 0

    init(size: Size, look: Look) {
        frame = Frame(size: size)
        self.look = look
    }

    func printable(_ text: String) -> Printable { Printable(text, charset: look.charset) }

    mutating func fill(_ rect: Rect, _ role: Role) {
        frame.fill(rect, style: role.style(look))
    }

    /// One line in the first row of `rect`, shortened to its width.
    mutating func line(
        _ text: Printable, _ role: Role, in rect: Rect, _ alignment: Alignment = .leading
    ) {
        guard !rect.isEmpty else { return }
        let fitted = text.fitted(to: rect.width)
        let x = alignment.x(of: fitted.columns, in: rect)
        frame.put(fitted, x: x, y: rect.y, style: role.style(look))
    }

    mutating func line(
        _ text: String, _ role: Role, in rect: Rect, _ alignment: Alignment = .leading
    ) {
        line(printable(text), role, in: rect, alignment)
    }

    /// Lines one below the other from the first row of `rect`.
    mutating func lines(
        _ lines: [Printable], _ role: Role, in rect: Rect, _ alignment: Alignment = .leading
    ) {
        for (row, text) in lines.enumerated() {
            line(text, role, in: rect.below(row), alignment)
        }
    }

    /// The largest block letters for `text` in `rect`, or nil.
    func bigText(_ text: String, in rect: Rect, lines: Int = BigText.mostLines) -> BigText? {
        BigText(
            printable(text), columns: rect.width, rows: rect.height, look: look, lines: lines)
    }

    /// The smallest block letters, half a row a square, in at most two lines of `rect`, or nil.
    func smallBigText(_ text: String, in rect: Rect, lines: Int) -> BigText? {
        guard look.halfBlocks else { return nil }
        return BigText(
            printable(text), columns: rect.width, rows: rect.height, look: look, lines: lines,
            largest: 1)
    }

    /// Block letters at the top of `rect`.
    mutating func big(
        _ text: BigText, _ role: Role, in rect: Rect, _ alignment: Alignment = .leading
    ) {
        let x = alignment.x(of: text.size.columns, in: rect)
        frame.put(text, x: x, y: rect.y, style: role.style(look), look: look)
    }

    mutating func code(_ code: Layout.Code) {
        readable = code.readable
        code.cells.draw(
            in: &frame, x: code.position.x, y: code.position.y, colours: look.colours)
    }

    /// The block letters of the code.
    mutating func letters(_ text: BigText, in rect: Rect, _ alignment: Alignment) {
        letterRows = text.size.rows
        big(text, .strong, in: rect, alignment)
    }

    /// Nil where nobody has said how deep the room is.
    var report: ReachReport? {
        look.room.map {
            ReachReport(
                room: $0, columns: frame.size.columns, code: readable, letterRows: letterRows)
        }
    }
}

extension Canvas.Alignment {
    fileprivate func x(of columns: Int, in rect: Rect) -> Int {
        switch self {
        case .leading: rect.x
        case .centre: rect.x + (rect.width - columns) / 2
        case .trailing: rect.endX - columns
        }
    }
}
