import QR

/// Where the parts of a screen stand. The place of the QR code depends on nothing but its text, the
/// size and the drift, so it stays still while words around it change.
struct Layout: Equatable {
    /// A QR code and its top left.
    struct Code: Equatable {
        let readable: ReadableCode
        let position: Position

        var cells: QRCells { readable.cells }
    }

    let title: Rect
    let footer: Rect
    let words: Rect
    let code: Code?
    let alignment: Canvas.Alignment

    /// Smaller screens have no bars and no block letters, only lines.
    static func isTiny(_ size: Size) -> Bool { size.columns < 20 || size.rows < 6 }

    /// The layout that gives the QR code of `qrText` the largest modules, or those for the depth of
    /// the room; without a text, or if no layout fits a whole code, one with words alone.
    init(_ size: Size, look: Look, qrText: String?) {
        let room = Layout.Room(size, look: look)
        self =
            Layout.best(
                size.columns >= size.rows * 2
                    ? [Layout.beside, Layout.above, Layout.fullHeight]
                    : [Layout.above, Layout.beside, Layout.fullHeight], qrText, room)
            ?? Layout.words(room)
    }

    /// For each level the first arrangement with the largest modules, and the best of these.
    static func best(
        _ arrangements: [(Room, (Rect) -> ReadableCode?) -> Layout?], _ text: String?, _ room: Room
    ) -> Layout? {
        guard let text else { return nil }
        let layouts = room.look.levels.compactMap { level -> Layout? in
            // A text too long for any code is shown in letters.
            guard let code = try? QRCode(text, level: level) else { return nil }
            return arrangements.compactMap { arrange in
                arrange(room) { space in
                    ReadableCode(
                        code, level, in: Size(columns: space.width, rows: space.height),
                        look: room.look)
                }
            }.reduce(nil) { (best: Layout?, layout) in
                layout.moduleHalfRows > best?.moduleHalfRows ?? 0 ? layout : best
            }
        }
        let codes = layouts.compactMap { layout in layout.code.map { (layout, $0) } }
        return room.look.choose(codes, of: room.whole.width) { $0.1.cells }?.0
    }

    init(title: Rect, footer: Rect, words: Rect, code: Code?, _ align: Canvas.Alignment) {
        self.title = title
        self.footer = footer
        self.words = words
        self.code = code
        alignment = align
    }

    private var moduleHalfRows: Int { code?.cells.moduleHalfRows ?? 0 }
}

extension Layout {
    /// The screen cut into bars and what is between them.
    struct Room {
        let whole: Rect
        let title: Rect
        let footer: Rect
        let between: Rect
        let look: Look

        init(_ size: Size, look: Look) {
            self.init(Rect(size), rows: size.rows, look: look)
        }

        /// Bars at the top and bottom of `rect`, as high as a screen of `rows` can spare.
        init(_ rect: Rect, rows: Int, look: Look) {
            let hasBigTitle = rows >= 44 && rect.width >= 80 && look.halfBlocks
            let titleRows = hasBigTitle ? 6 : rows >= 40 ? 3 : 1
            let needsTwo = rows >= 20 && rect.width < 80
            let footerRows = rows < 10 ? 0 : rows >= 40 ? 3 : needsTwo ? 2 : 1
            whole = rect
            self.look = look
            title = rect.top(titleRows)
            footer = rect.bottom(footerRows)
            between = rect.below(titleRows).above(footerRows)
        }
    }

    /// Columns the words keep beside a code.
    private static func fewestWordColumns(_ room: Room) -> Int {
        max(36, room.whole.width * 3 / 10)
    }

    private static func words(_ room: Room) -> Layout {
        Layout(
            title: room.title, footer: room.footer, words: room.between, code: nil, .centre)
    }

    /// The code on the left between full-width bars, words on its right.
    private static func beside(_ room: Room, _ fit: (Rect) -> ReadableCode?) -> Layout? {
        let margin = room.whole.width >= 100 ? 2 : 0
        let area = room.between
        let space = Rect(
            x: area.x, y: area.y, width: area.width - fewestWordColumns(room), height: area.height)
        guard let readable = fit(space) else { return nil }
        let cells = readable.cells
        let slackRows = space.height - cells.size.rows
        let position = Position(
            x: area.x + min(space.width - cells.size.columns, margin + room.look.drift.x),
            y: area.y + min(slackRows, slackRows / 2 + room.look.drift.y))
        let taken = min(space.width, cells.size.columns + 2 * margin)
        return Layout(
            title: room.title, footer: room.footer,
            words: Rect(
                x: area.x + taken, y: area.y, width: area.width - taken, height: area.height),
            code: Code(readable: readable, position: position), .leading)
    }

    /// The code over the whole height on the left; bars and words share the right.
    private static func fullHeight(_ room: Room, _ fit: (Rect) -> ReadableCode?) -> Layout? {
        let space = Rect(
            x: 0, y: 0, width: room.whole.width - fewestWordColumns(room),
            height: room.whole.height)
        guard let readable = fit(space) else { return nil }
        let cells = readable.cells
        let slackRows = space.height - cells.size.rows
        let slackColumns = space.width - cells.size.columns
        let position = Position(
            x: min(slackColumns, room.look.drift.x),
            y: min(slackRows, slackRows / 2 + room.look.drift.y))
        let taken = cells.size.columns + min(slackColumns, 1)
        let right = Room(
            Rect(
                x: taken, y: 0, width: room.whole.width - taken, height: room.whole.height),
            rows: room.whole.height, look: room.look)
        return Layout(
            title: right.title, footer: right.footer, words: right.between,
            code: Code(readable: readable, position: position), .leading)
    }

    /// The code under the title, words below it.
    private static func above(_ room: Room, _ fit: (Rect) -> ReadableCode?) -> Layout? {
        let area = room.between
        let space = area.above(max(7, area.height / 3))
        guard let readable = fit(space) else { return nil }
        let cells = readable.cells
        let slackRows = space.height - cells.size.rows
        let slackColumns = space.width - cells.size.columns
        let position = Position(
            x: area.x + min(slackColumns, slackColumns / 2 + room.look.drift.x),
            y: area.y + min(slackRows, room.look.drift.y))
        return Layout(
            title: room.title, footer: room.footer,
            words: area.below(cells.size.rows + min(slackRows, 1)),
            code: Code(readable: readable, position: position), .centre)
    }
}
