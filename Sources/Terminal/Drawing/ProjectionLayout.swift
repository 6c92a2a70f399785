extension Layout {
    /// A layout for a projector: the QR code over the whole height or width, then the letters, and
    /// under them a line for those who set it up.
    init(projecting qrText: String?, _ size: Size, look: Look) {
        let room = Room(size, look: look)
        self =
            Layout.best(
                size.columns >= size.rows * 2
                    ? [Layout.projectedBeside, Layout.projectedAbove]
                    : [Layout.projectedAbove, Layout.projectedBeside], qrText, room)
            ?? Layout.projected(Rect(size), nil, .centre)
    }

    /// A code of six in the smallest block letters, and a column on both sides.
    private static let fewestLetterColumns = 38

    private static func projectedBeside(
        _ room: Room, _ fit: (Rect) -> ReadableCode?
    ) -> Layout? {
        let whole = room.whole
        let space = Rect(
            x: 0, y: 0, width: whole.width - fewestLetterColumns, height: whole.height)
        guard let readable = fit(space) else { return nil }
        let size = readable.cells.size
        let (slackColumns, slackRows) = (space.width - size.columns, space.height - size.rows)
        let position = Position(
            x: min(slackColumns, room.look.drift.x),
            y: min(slackRows, slackRows / 2 + room.look.drift.y))
        let taken = size.columns + min(slackColumns, 2)
        return projected(
            Rect(x: taken, y: 0, width: whole.width - taken, height: whole.height),
            Code(readable: readable, position: position), .leading)
    }

    private static func projectedAbove(
        _ room: Room, _ fit: (Rect) -> ReadableCode?
    ) -> Layout? {
        let whole = room.whole
        let space = whole.above(max(10, whole.height / 3))
        guard let readable = fit(space) else { return nil }
        let size = readable.cells.size
        let (slackColumns, slackRows) = (space.width - size.columns, space.height - size.rows)
        let position = Position(
            x: min(slackColumns, slackColumns / 2 + room.look.drift.x),
            y: min(slackRows, room.look.drift.y))
        return projected(
            whole.below(size.rows + min(slackRows, 1)),
            Code(readable: readable, position: position), .centre)
    }

    private static func projected(
        _ rect: Rect, _ code: Code?, _ align: Canvas.Alignment
    ) -> Layout {
        let (top, strip) =
            rect.height >= 44 ? (6, 3) : rect.height >= 20 ? (1, 3) : (1, 1)
        return Layout(
            title: rect.top(top), footer: rect.bottom(strip),
            words: rect.below(top).above(strip), code: code, align)
    }
}
