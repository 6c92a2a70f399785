/// What somebody may choose by typing its number, from 1 on.
package struct ChoicesPanel: Equatable, Sendable {
    package var title: String
    package var rows: [String]
    /// How to choose, and how to leave.
    package var how: String

    package init(title: String, rows: [String], how: String) {
        self.title = title
        self.rows = rows
        self.how = how
    }

    var numbered: [String] { rows.enumerated().map { "\($0 + 1)  \($1)" } }
}

extension Canvas {
    /// The choices one below the other, and under them how to choose.
    mutating func drawChoices(_ panel: ChoicesPanel, in rect: Rect) {
        let inner = padded(rect.below(rect.height >= 12 ? 1 : 0))
        line(panel.title, .strong, in: inner)
        let table = inner.below(2)
        let pitch = panel.rows.count * 2 + 1 <= table.height ? 2 : 1
        for (place, text) in panel.numbered.enumerated() {
            line(text, .strong, in: table.below(place * pitch))
        }
        line(panel.how, .words, in: table.below(panel.rows.count * pitch))
    }
}
