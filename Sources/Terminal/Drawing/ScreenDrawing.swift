/// The screen as cells: the same screen, size and look always give the same frame. A QR code is
/// whole or absent, the code and the result are never left out, and nothing flashes.
package func draw(_ screen: Screen, size: Size, look: Look) -> Frame {
    drawn(screen, size: size, look: look).frame
}

/// From how far the code of the screen can be read; nil where the room's depth has not been said.
func reach(of screen: Screen, size: Size, look: Look) -> ReachReport? {
    drawn(screen, size: size, look: look).report
}

private func drawn(_ screen: Screen, size: Size, look: Look) -> Canvas {
    var canvas = Canvas(size: size, look: look)
    if Layout.isTiny(size) {
        canvas.drawTiny(screen)
        return canvas
    }
    let layout = canvas.layout(for: screen, size)
    canvas.drawTitle(screen, in: layout.title)
    canvas.drawFooter(screen, in: layout.footer)
    if let code = layout.code { canvas.code(code) }

    var words = canvas.drawBanner(screen.banner, in: layout.words)
    words = canvas.drawEntry(screen.entry, in: words, screen.body.alignment ?? layout.alignment)
    switch screen.body {
    case .session(let panel):
        canvas.drawSession(panel, result: screen.result, in: words, layout: layout)
    case .waiting(let panel):
        canvas.drawWaiting(panel, clock: screen.clock, result: screen.result, in: words)
    case .link(let panel):
        canvas.drawLink(panel, in: words, layout)
    case .choices(let panel):
        canvas.drawChoices(panel, in: words)
    case .schedule(let panel):
        canvas.drawSchedule(panel, result: screen.result, in: words)
    }
    return canvas
}

extension Screen.Body {
    /// Where it says by itself where its lines begin.
    fileprivate var alignment: Canvas.Alignment? {
        switch self {
        case .choices: .leading
        case .session, .waiting, .schedule, .link: nil
        }
    }

    fileprivate var qrText: String? {
        switch self {
        case .session(let panel): panel.qrText
        case .link(let panel): panel.qrText
        case .waiting, .schedule, .choices: nil
        }
    }
}

extension Canvas {
    /// The layout with the QR code. Only where a result would have no block letters beside or below
    /// it, and has them on the whole screen, the code gives way for as long as the result stands.
    fileprivate func layout(for screen: Screen, _ size: Size) -> Layout {
        let layout = Layout(size, look: look, qrText: screen.body.qrText)
        guard let result = screen.result, layout.code != nil,
            !hasLetters(result, in: layout.words.below(2).above(2))
        else { return layout }
        let whole = Layout(size, look: look, qrText: nil)
        return hasLetters(result, in: whole.words.below(2).above(2)) ? whole : layout
    }

    /// The room on the left, the clock on the right, the date before it where there is room.
    fileprivate mutating func drawTitle(_ screen: Screen, in rect: Rect) {
        fill(rect, .title)
        let inner = padded(rect)
        let letters = inner.inset(columns: 0, rows: 1)
        if let clock = smallBigText(screen.clock, in: letters, lines: 1),
            let room = smallBigText(
                screen.room,
                in: Rect(
                    x: letters.x, y: letters.y, width: letters.width - clock.size.columns - 4,
                    height: letters.height), lines: 1)
        {
            big(room, .title, in: letters)
            big(clock, .title, in: letters, .trailing)
            let left = letters.x + room.size.columns + 3
            let width = letters.endX - clock.size.columns - 3 - left
            guard printable(screen.date).columns <= width else { return }
            line(
                screen.date, .title, in: Rect(x: left, y: letters.y + 3, width: width, height: 1),
                .trailing)
            return
        }
        let row = inner.below(rect.height / 2).top(1)
        let clock = printable(screen.clock)
        let room = printable(screen.room)
        let date = printable(screen.date)
        line(clock, .title, in: row, .trailing)
        let left = row.width - clock.columns - 2
        line(room, .title, in: Rect(x: row.x, y: row.y, width: left, height: 1))
        if room.columns + 3 + date.columns <= left {
            let x = row.x + left - date.columns
            line(date, .title, in: Rect(x: x, y: row.y, width: date.columns, height: 1))
        }
    }

    fileprivate mutating func drawFooter(_ screen: Screen, in rect: Rect) {
        fill(rect, .hint)
        let inner = padded(rect)
        let hint = printable(screen.hint).wrapped(to: inner.width, lines: rect.height)
        let above = max(0, (rect.height - hint.count) / 2)
        lines(hint, .hint, in: inner.below(above))
    }

    /// The first row of the words is the banner's, whether there is one or not, so that nothing
    /// moves when one comes. What is left for other words.
    fileprivate mutating func drawBanner(_ banner: String?, in rect: Rect) -> Rect {
        guard let banner else { return rect.height >= 8 ? rect.below(1) : rect }
        let text = printable(banner)
        let inner = padded(rect.top(1))
        let rows = rect.height >= 12 && text.columns > inner.width ? 2 : 1
        fill(rect.top(rows), .banner)
        lines(text.wrapped(to: inner.width, lines: rows), .banner, in: padded(rect.top(rows)))
        return rect.below(rows)
    }

    /// What is being typed, in the last row, with a place for each of the four digits asked for.
    fileprivate mutating func drawEntry(
        _ entry: String, in rect: Rect, _ alignment: Alignment
    ) -> Rect {
        guard rect.height >= 4 else { return rect }
        let gap = rect.height >= 25 ? 1 : 0
        let digitsAsked = 4
        let typed = printable(entry)
        let blanks = String(repeating: "_", count: max(digitsAsked - typed.columns, 1))
        let row = padded(rect.above(gap).bottom(1))
        // The end of what is typed matters more than its beginning.
        let shown = typed.suffix(max(0, row.width - 2 - blanks.count)).text
        line("> " + shown + blanks, .strong, in: row, alignment)
        return rect.above(1 + 2 * gap)
    }

    /// Room at both sides, shifted by the drift.
    func padded(_ rect: Rect) -> Rect {
        guard rect.width >= 12 else { return rect }
        return Rect(
            x: rect.x + 1 + look.drift.x, y: rect.y, width: rect.width - 2, height: rect.height)
    }
}
