/// A QR that is for one person and not for long.
package struct LinkPanel: Equatable, Sendable {
    package var qrText: String
    package var title: String
    package var how: String

    package init(qrText: String, title: String, how: String) {
        self.qrText = qrText
        self.title = title
        self.how = how
    }
}

extension Canvas {
    /// What the QR is for, and where it does not fit, what it says.
    mutating func drawLink(_ panel: LinkPanel, in rect: Rect, _ layout: Layout) {
        let inner = padded(rect.below(rect.height >= 12 ? 1 : 0))
        var rest = inner
        if let title = bigText(panel.title, in: inner.top(inner.height / 3), lines: 2) {
            big(title, .strong, in: rest, layout.alignment)
            rest = rest.below(title.size.rows + 1)
        } else {
            line(panel.title, .strong, in: rest, layout.alignment)
            rest = rest.below(2)
        }
        let how = printable(panel.how).wrapped(to: rest.width, lines: 4)
        lines(how, .words, in: rest, layout.alignment)
        if layout.code != nil { return }
        let address = printable(panel.qrText).wrapped(to: rest.width, lines: 4)
        lines(address, .strong, in: rest.below(how.count + 1), layout.alignment)
    }
}
