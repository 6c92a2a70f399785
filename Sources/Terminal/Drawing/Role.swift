/// What a cell is there to say, from which its style follows.
enum Role: CaseIterable, Sendable {
    case page, words, strong, quiet, title, hint, banner
    /// Results: see `ResultPanel.Kind`.
    case done, late, same, refused, unclear, saved, notice

    /// The style of this role. Without colours, bars and results stand out in reverse.
    func style(_ look: Look) -> Style {
        let bare = !look.colours.areForWords
        return switch self {
        case .page, .words: .page
        case .strong: Style(.white, on: .black, bold: true)
        case .quiet: Style(.grey, on: .black)
        case .title: Style(.white, on: .slate, bold: true, reverse: bare)
        case .hint: Style(.white, on: .slate)
        case .banner, .notice: Style(.black, on: .white, bold: bare, reverse: bare)
        case .done, .same: Style(.white, on: .blue, bold: true, reverse: bare)
        case .refused: Style(.white, on: .magenta, bold: true, reverse: bare)
        // NB: no bold on black: the Linux console shows bold black as dark grey.
        case .late, .unclear: Style(.black, on: .yellow, bold: bare, reverse: bare)
        case .saved: Style(.black, on: .cyan, bold: bare, reverse: bare)
        }
    }
}
