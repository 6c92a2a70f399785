/// How the rows beside or below a QR code are shared out. They depend on the height alone.
private struct SessionRows {
    let head: Int
    /// Blank rows above and below the code.
    let gap: Int
    /// Blank rows above the counts.
    let gapBelow: Int
    /// The most rows the code may take; it may need fewer.
    let code: Int
    let counts: Int

    init(_ height: Int, hasQR: Bool) {
        head = height >= 30 ? 10 : height >= 24 ? 6 : height >= 12 ? 3 : height >= 6 ? 1 : 0
        gap = height >= 16 ? 1 : 0
        gapBelow = height >= 22 ? 1 : 0
        counts = height >= 10 ? 2 : height >= 3 ? 1 : 0
        // Beside a QR code the letters are its companion, and results have a place of their own;
        // alone they are the way in.
        let forResult =
            hasQR
            ? height >= 27 ? max(12, height * 2 / 5) : height >= 18 ? min(10, height - 11) : 0 : 0
        let rest = height - min(head, 3) - counts - 2 * gap - gapBelow - forResult
        code = max(1, hasQR ? min(rest, max(7, height / 3)) : rest)
    }
}

extension Canvas {
    /// The course, the code, the count of those present, and when late begins. A result stands in
    /// the place of the count, or of more where that makes its word larger.
    mutating func drawSession(
        _ panel: SessionPanel, result: ResultPanel?, in rect: Rect, layout: Layout
    ) {
        let rows = SessionRows(rect.height, hasQR: layout.code != nil)
        let align = layout.alignment
        let headRows = drawHead(panel, in: padded(rect).top(rows.head), align)
        let belowHead = rect.below(headRows + rows.gap)
        let codeRows = drawCode(panel.code, in: padded(belowHead.top(rows.code)), align)
        let belowCode = belowHead.below(codeRows + rows.gap)
        drawCounts(panel, in: padded(belowCode.bottom(rows.counts)), align)
        let rest = belowCode.above(rows.counts + rows.gapBelow)
        guard let result else { return drawBigCount(panel, in: padded(rest), align) }

        // Of what gives way, a line above and, where there is room, one below stay.
        let foot = rect.height >= 14 ? 1 : 0
        let all = rect.above(foot)
        let place = bestPlace(
            for: result,
            of: [
                rest, belowCode.above(foot), all.below(rect.height >= 14 ? 6 : 2), all.below(1),
            ])
        if place.y < belowCode.y {
            fill(rect, .page)
            drawAbove(panel, in: padded(rect.top(place.y - rect.y)), align)
        }
        if place.endY > rest.endY, foot > 0 {
            fill(rect.bottom(foot), .page)
            drawCounts(panel, in: padded(rect.bottom(foot)), align)
        }
        drawResult(result, in: place, align)
    }

    /// What the session is, and its code in small letters where they fit, else all in one line.
    private mutating func drawAbove(
        _ panel: SessionPanel, in rect: Rect, _ align: Alignment
    ) {
        let about = joined([panel.courseCode, panel.className, panel.sections])
        if let code = smallBigText(panel.code, in: rect.below(1), lines: 1) {
            line(about, .words, in: rect, align)
            return letters(code, in: rect.below(1), align)
        }
        let code = panel.code.map(String.init).joined(separator: " ")
        let both = joined([code, about])
        let fits = printable(both).columns <= rect.width
        line(fits ? both : code, .strong, in: rect.below(rect.height > 2 ? 1 : 0), align)
    }

    /// The rows taken: the course, large where that fits, and two lines about it.
    private mutating func drawHead(
        _ panel: SessionPanel, in rect: Rect, _ align: Alignment
    ) -> Int {
        let about = joined([panel.courseCode, panel.className, panel.sections])
        let time = joined([panel.time, panel.teacher])
        var courseRows = 1
        if let course = smallBigText(panel.course, in: rect.above(2), lines: 2) {
            big(course, .strong, in: rect, align)
            courseRows = course.size.rows + 1
        } else {
            line(panel.course, .strong, in: rect, align)
        }
        line(about, .words, in: rect.below(courseRows), align)
        line(time, .words, in: rect.below(courseRows + 1), align)
        return min(rect.height, courseRows + 2)
    }

    /// The rows taken: block letters where they fit, else one spaced or plain line.
    private mutating func drawCode(_ code: String, in rect: Rect, _ align: Alignment) -> Int {
        if let big = bigText(code, in: rect, lines: 1) {
            letters(big, in: rect, align)
            return big.size.rows
        }
        let spaced = printable(code.map(String.init).joined(separator: " "))
        line(spaced.columns <= rect.width ? spaced : printable(code), .strong, in: rect, align)
        return min(rect.height, 1)
    }

    /// `31/60` in block letters at the bottom of the place where results stand.
    private mutating func drawBigCount(
        _ panel: SessionPanel, in rect: Rect, _ align: Alignment
    ) {
        guard rect.height >= 6 else { return }
        let place = rect.bottom(min(rect.height - 1, 14))
        let text = "\(panel.present)/\(panel.expected)"
        guard let big = bigText(text, in: place, lines: 1) else { return }
        self.big(big, .quiet, in: place.bottom(big.size.rows), align)
    }

    private mutating func drawCounts(
        _ panel: SessionPanel, in rect: Rect, _ align: Alignment
    ) {
        if rect.height >= 2 {
            line(panel.countsLine, .strong, in: rect, align)
            line(panel.lateLine, .words, in: rect.below(1), align)
        } else {
            let both = printable(joined([panel.countsLine, panel.lateLine]))
            let fits = both.columns <= rect.width
            line(fits ? both : printable(panel.countsLine), .words, in: rect, align)
        }
    }

    func joined(_ parts: [String]) -> String {
        parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }
}
