extension ResultPanel.Kind {
    /// The shape that says the same as the colour.
    var shape: String {
        switch self {
        case .checkedIn, .staff: "[OK]"
        case .late: "[L]"
        case .alreadyIn: "[=]"
        case .notOnList, .closed, .wrongRoom: "[X]"
        case .unreadable, .ambiguous, .wait: "[?]"
        case .recorded: "[~]"
        case .schedule: "[-]"
        case .failed: "[!]"
        }
    }

    /// The colour pair.
    var role: Role {
        switch self {
        case .checkedIn, .staff: .done
        case .late: .late
        case .alreadyIn: .same
        case .notOnList, .closed, .wrongRoom, .failed: .refused
        case .unreadable, .ambiguous, .wait: .unclear
        case .recorded: .saved
        case .schedule: .notice
        }
    }
}

extension Canvas {
    /// The answer to one attempt over the whole of `rect`: its word as large as fits, its shape,
    /// and what else there is to say.
    mutating func drawResult(_ result: ResultPanel, in rect: Rect) {
        let role = result.kind.role
        fill(rect, role)
        var inner = rect
        if result.kind == .alreadyIn, rect.height >= 14 {
            // A border of page colour sets a repetition apart from a first time.
            fill(rect, .hint)
            inner = rect.inset(columns: 2, rows: 1)
            fill(inner, role)
        }
        // Less and less room around the words, as long as that makes the word larger.
        var fitted = fit(result, in: inner.inset(columns: 3, rows: 1), gap: 1)
        for (columns, rows, gap) in [(1, 1, 1), (1, 1, 0), (1, 0, 0)] {
            let tighter = fit(result, in: inner.inset(columns: columns, rows: rows), gap: gap)
            if tighter.halfRows > fitted.halfRows || fitted.isCut { fitted = tighter }
        }
        switch fitted.word {
        case .big(let big):
            self.big(big, role, in: fitted.place)
            lines(fitted.details, role, in: fitted.place.below(big.size.rows + fitted.gap))
        case .lines(let words):
            lines(words + fitted.details, role, in: fitted.place)
        }
    }

    private enum Word {
        case big(BigText)
        case lines([Printable])
    }

    /// What a result says, broken into lines for a place.
    private struct Fitted {
        let word: Word
        let details: [Printable]
        let gap: Int
        /// From the first row of the word on.
        let place: Rect
        /// Whether lines are missing or the word is broken over two.
        let isCut: Bool

        /// The height of a square of the word, by which larger is told; 0 for plain lines.
        var halfRows: Int {
            switch word {
            case .big(let big): big.square.halfRows
            case .lines: 0
            }
        }
    }

    private func fit(_ result: ResultPanel, in rect: Rect, gap: Int) -> Fitted {
        let isShort = rect.height < 4
        var details: [Printable] = []
        for text in [result.detail, result.next] where !text.isEmpty {
            details += printable(text).wrapped(to: rect.width, lines: isShort ? 1 : 2)
        }
        let gap = details.isEmpty || isShort ? 0 : gap
        let (word, shapeStandsApart) = word(result, in: rect.above(details.count + gap))
        if shapeStandsApart {
            let shape = result.kind.shape
            let first = details.isEmpty ? "" : " " + details.removeFirst().text
            details.insert(printable(shape + first), at: 0)
        }
        let wordRows: Int
        var isBroken = false
        switch word {
        case .big(let big):
            wordRows = big.size.rows + gap
        case .lines(let words):
            wordRows = words.count
            isBroken =
                result.kind.shape.count + 1 + printable(result.word).columns > rect.width
        }
        let spare = rect.height - wordRows - details.count
        return Fitted(
            word: word, details: details, gap: gap, place: rect.below(max(0, (spare + 1) / 2)),
            isCut: spare < 0 || isBroken)
    }

    /// The word with its shape; the shape stands apart when the word is larger without it.
    private func word(_ result: ResultPanel, in rect: Rect) -> (Word, shapeStandsApart: Bool) {
        let both = result.kind.shape + " " + result.word
        let needsRow = result.detail.isEmpty && result.next.isEmpty
        let alone = bigText(result.word, in: rect.above(needsRow ? 1 : 0))
        if let together = bigText(both, in: rect) {
            let isSmaller = alone.map { $0.square.halfRows > together.square.halfRows } ?? false
            if !isSmaller { return (.big(together), false) }
        }
        if let alone { return (.big(alone), true) }
        let lines = max(1, min(2, rect.height))
        return (.lines(printable(both).wrapped(to: rect.width, lines: lines)), false)
    }
}
