/// A projection as cells. The QR code is as large as it can be with the six letters beside or below
/// it; both stay where they are while the word of an answer stands over the counts.
package func draw(_ projection: Projection, size: Size, look: Look) -> Frame {
    drawn(projection, size: size, look: look).frame
}

/// From how far the code can be read; nil where the room's depth has not been said.
func reach(of projection: Projection, size: Size, look: Look) -> ReachReport? {
    drawn(projection, size: size, look: look).report
}

private func drawn(_ projection: Projection, size: Size, look: Look) -> Canvas {
    var canvas = Canvas(size: size, look: look)
    if Layout.isTiny(size) {
        canvas.drawTiny(projection)
        return canvas
    }
    let layout = Layout(projecting: projection.qrText, size, look: look)
    if let code = layout.code { canvas.code(code) }
    canvas.drawTop(projection, in: layout.title)
    if let note = projection.note { canvas.drawNote(note, in: layout.footer) }
    var place = layout.words
    switch projection.body {
    case .session(let session):
        place = canvas.drawProjected(session, in: layout)
    case .waiting(let panel):
        canvas.drawWaiting(panel, clock: projection.clock, result: nil, in: layout.words)
        place = place.bottom(place.height / 3)
    }
    if let notice = projection.notice {
        canvas.fill(layout.footer, .page)
        canvas.drawResult(
            ResultPanel(kind: notice.kind, word: notice.word),
            in: Rect(
                x: place.x, y: place.y, width: place.width,
                height: place.height + layout.footer.height), layout.alignment)
    }
    return canvas
}

extension Projection {
    fileprivate var qrText: String? {
        switch body {
        case .session(let session): session.qrText
        case .waiting: nil
        }
    }
}

extension Canvas {
    fileprivate mutating func drawTiny(_ projection: Projection) {
        var rest = Rect(frame.size)
        if let notice = projection.notice {
            fill(rest.top(1), notice.kind.role)
            line(notice.kind.shape + " " + notice.word, notice.kind.role, in: rest)
            rest = rest.below(1)
        }
        let texts: [String] =
            switch projection.body {
            case .session(let session): [session.code, session.countsLine, session.lateLine]
            case .waiting(let panel): [panel.title, panel.next ?? ""]
            }
        lines(texts.filter { !$0.isEmpty }.map(printable), .words, in: rest)
    }

    fileprivate mutating func drawTop(_ projection: Projection, in rect: Rect) {
        fill(rect, .title)
        let inner = padded(rect)
        let (room, clock) = (projection.room, projection.clock)
        if rect.height >= 6, let clock = smallBigText(clock, in: inner.below(1), lines: 1) {
            let left = Rect(
                x: inner.x, y: inner.y + 1, width: inner.width - clock.size.columns - 3,
                height: inner.height - 1)
            if let room = smallBigText(room, in: left, lines: 1) {
                big(clock, .title, in: inner.below(1), .trailing)
                return big(room, .title, in: left)
            }
        }
        let row = inner.below(rect.height / 2)
        line(clock, .title, in: row, .trailing)
        let width = row.width - printable(clock).columns - 2
        line(room, .title, in: Rect(x: row.x, y: row.y, width: width, height: 1))
    }

    fileprivate mutating func drawNote(_ note: String, in rect: Rect) {
        let inner = padded(rect)
        lines(printable(note).wrapped(to: inner.width, lines: rect.height), .words, in: inner)
    }

    /// The course, the letters as large as fit, how many are there, and when late begins. Gives the
    /// place of the last two, where the word of an answer may stand.
    fileprivate mutating func drawProjected(
        _ session: Projection.Session, in layout: Layout
    ) -> Rect {
        let align = layout.alignment
        let words = layout.words
        var rest = padded(words)
        if rest.height >= 8 {
            let course = smallBigText(session.course, in: rest.top(rest.height / 5), lines: 2)
            if let course {
                big(course, .strong, in: rest.below(1), align)
            } else {
                line(session.course, .strong, in: rest.below(1), align)
            }
            rest = rest.below((course?.size.rows ?? 1) + 2)
        }
        let changing = rest.bottom(rest.height >= 12 ? rest.height / 2 : 2)
        let place = rest.above(changing.height)
        if let text = bigText(session.code, in: place, lines: 1) {
            letters(text, in: place.below((place.height - text.size.rows) / 2), align)
        } else {
            line(session.code, .strong, in: place, align)
        }
        drawChanging(session, in: changing, align)
        return words.bottom(changing.height)
    }

    private mutating func drawChanging(
        _ session: Projection.Session, in rect: Rect, _ align: Alignment
    ) {
        var rest = rect
        let count = bigText(
            "\(session.present)/\(session.expected)", in: rect.top(rect.height * 2 / 5).above(1),
            lines: 1)
        if let count {
            big(count, .quiet, in: rest, align)
            rest = rest.below(count.size.rows + 1)
        } else {
            line(session.countsLine, .strong, in: rest, align)
            rest = rest.below(1)
        }
        if let late = bigText(session.lateLine, in: rest.above(1), lines: 2) {
            big(late, .strong, in: rest, align)
        } else {
            line(session.lateLine, .strong, in: rest, align)
        }
    }
}
