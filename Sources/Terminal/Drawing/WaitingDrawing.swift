extension Canvas {
    /// The clock in block letters, that nothing is open, and what comes next. A result takes the
    /// lower half, or all where that makes its word larger.
    mutating func drawWaiting(
        _ panel: WaitingPanel, clock: String, result: ResultPanel?, in rect: Rect
    ) {
        var upper = rect
        if let result {
            let half = rect.bottom(min(max(rect.height / 2, 5), rect.height))
            let place = bestPlace(for: result, of: [half, rect])
            drawResult(result, in: place, .centre)
            upper = rect.above(place.height)
            if upper.isEmpty { return }
        }
        let inner = padded(upper)
        let title = printable(panel.title)
        let details = ([panel.next ?? "", panel.detail] + panel.notes).filter { !$0.isEmpty }
            .flatMap { printable($0).wrapped(to: inner.width, lines: 2) }

        let wordRows = 1 + details.count + (details.isEmpty ? 0 : 1)
        let bigTitle = bigText(
            panel.title, in: inner.above(wordRows).top(inner.height * 9 / 20), lines: 2)
        let titleRows = bigTitle?.size.rows ?? 1
        let clockPlace = inner.above(wordRows + titleRows + 2).top(inner.height * 2 / 5)
        let bigClock =
            clockPlace.height >= 4 ? bigText(clock, in: clockPlace, lines: 1) : nil
        let clockRows = bigClock.map { $0.size.rows + 2 } ?? 0

        let used = clockRows + titleRows + wordRows - 1
        var place = inner.below(max(0, (inner.height - used) / 2))
        if let bigClock {
            big(bigClock, .quiet, in: place, .centre)
            place = place.below(clockRows)
        }
        if let bigTitle {
            big(bigTitle, .strong, in: place, .centre)
        } else {
            line(title, .strong, in: place, .centre)
        }
        place = place.below(titleRows + (place.height > titleRows + details.count ? 1 : 0))
        lines(details, .words, in: place, .centre)
    }
}
