/// One cell of a frame.
package struct Cell: Equatable, Sendable {
    /// What stands in it; empty in the second cell of a wide character.
    package let text: String
    /// 1 or 2; 0 in the second cell of a wide character.
    package let width: Int
    package let style: Style

    init(text: String = " ", width: Int = 1, style: Style) {
        self.text = text
        self.width = width
        self.style = style
    }

    /// The other half of a wide character.
    static func secondHalf(_ style: Style) -> Cell { Cell(text: "", width: 0, style: style) }
}
