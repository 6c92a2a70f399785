import QR

/// Where the parts of a screen stand. The place of the QR code depends on nothing but its text, the
/// size and the drift, so it stays still while words around it change.
struct Layout: Equatable {
    /// A QR code and its top left.
    struct Code: Equatable {
        let cells: QRCells
        let position: Position
    }

    let title: Rect
    let footer: Rect
    let words: Rect
    let code: Code?
    let alignment: Canvas.Alignment

    /// Smaller screens have no bars and no block letters, only lines.
    static func isTiny(_ size: Size) -> Bool { size.columns < 20 || size.rows < 6 }

    /// The layout that gives the QR code of `qrText` the largest modules; without a text, or if no
    /// layout fits a whole code, one with words alone.
    init(_ size: Size, look: Look, qrText: String?) {
        let room = Layout.Room(size, look: look)
        // A bit more to read is worth nothing on a screen; a smaller version is larger modules.
        let codes = [QRCode.Level.m, .l].compactMap { level in
            // A text too long for any code is shown in letters.
            qrText.flatMap { try? QRCode($0, level: level) }
        }
        let plain = Layout.words(room)
        let order =
            size.columns >= size.rows * 2
            ? [Layout.beside, Layout.above, Layout.fullHeight]
            : [Layout.above, Layout.beside, Layout.fullHeight]
        let candidates = order.flatMap { arrange in codes.compactMap { arrange(room, $0) } }
        self = candidates.reduce(plain) { best, candidate in
            candidate.moduleHalfRows > best.moduleHalfRows ? candidate : best
        }
    }

    private init(title: Rect, footer: Rect, words: Rect, code: Code?, _ align: Canvas.Alignment) {
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
    private static func beside(_ room: Room, _ code: QRCode) -> Layout? {
        let margin = room.whole.width >= 100 ? 2 : 0
        let area = room.between
        let space = Rect(
            x: area.x, y: area.y, width: area.width - fewestWordColumns(room), height: area.height)
        guard let cells = cells(code, in: space, room.look) else { return nil }
        let slackRows = space.height - cells.size.rows
        let position = Position(
            x: area.x + min(space.width - cells.size.columns, margin + room.look.drift.x),
            y: area.y + min(slackRows, slackRows / 2 + room.look.drift.y))
        let taken = min(space.width, cells.size.columns + 2 * margin)
        return Layout(
            title: room.title, footer: room.footer,
            words: Rect(
                x: area.x + taken, y: area.y, width: area.width - taken, height: area.height),
            code: Code(cells: cells, position: position), .leading)
    }

    /// The code over the whole height on the left; bars and words share the right.
    private static func fullHeight(_ room: Room, _ code: QRCode) -> Layout? {
        let space = Rect(
            x: 0, y: 0, width: room.whole.width - fewestWordColumns(room),
            height: room.whole.height)
        guard let cells = cells(code, in: space, room.look) else { return nil }
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
            code: Code(cells: cells, position: position), .leading)
    }

    /// The code under the title, words below it.
    private static func above(_ room: Room, _ code: QRCode) -> Layout? {
        let area = room.between
        let space = area.above(max(7, area.height / 3))
        guard let cells = cells(code, in: space, room.look) else { return nil }
        let slackRows = space.height - cells.size.rows
        let slackColumns = space.width - cells.size.columns
        let position = Position(
            x: area.x + min(slackColumns, slackColumns / 2 + room.look.drift.x),
            y: area.y + min(slackRows, room.look.drift.y))
        return Layout(
            title: room.title, footer: room.footer,
            words: area.below(cells.size.rows + min(slackRows, 1)),
            code: Code(cells: cells, position: position), .centre)
    }

    private static func cells(_ code: QRCode, in space: Rect, _ look: Look) -> QRCells? {
        QRCells(
            code, fitting: Size(columns: space.width, rows: space.height),
            halfBlocks: look.halfBlocks)
    }
}
