extension Canvas {
    /// Lines alone, the most needed first, for a screen too small for anything else.
    mutating func drawTiny(_ screen: Screen) {
        let whole = Rect(frame.size)
        var rest = whole
        if let result = screen.result {
            let texts = [result.kind.shape + " " + result.word, result.detail, result.next]
                .filter { !$0.isEmpty }
            for text in texts.prefix(max(1, whole.height - 1)) {
                fill(rest.top(1), result.kind.role)
                line(text, result.kind.role, in: rest)
                rest = rest.below(1)
            }
        }
        let entry = screen.entry.isEmpty ? "" : "> " + screen.entry + "_"
        let texts = screen.body.tinyLines(entry: entry) + [screen.banner ?? "", screen.clock]
        for text in texts where !text.isEmpty {
            line(text, .words, in: rest)
            rest = rest.below(1)
        }
    }
}

extension Screen.Body {
    fileprivate func tinyLines(entry: String) -> [String] {
        switch self {
        case .session(let panel): [panel.code, entry, panel.course, panel.lateLine]
        case .waiting(let panel): [panel.title, entry, panel.next ?? ""]
        case .link(let panel): [panel.title, panel.how]
        case .choices(let panel): [entry] + panel.numbered
        case .schedule(let panel):
            [panel.title, entry] + panel.rows.map { "\($0.time) \($0.course)" }
        }
    }
}
