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
    mutating func drawResult(
        _ result: ResultPanel, in rect: Rect, _ align: Alignment = .leading
    ) {
        let role = result.kind.role
        fill(rect, isFramed(result, in: rect) ? .hint : role)
        fill(inside(result, of: rect), role)
        let fitted = fitted(result, in: rect)
        if let big = fitted.big { self.big(big, role, in: fitted.place, align) }
        let rows = fitted.big.map { $0.size.rows + fitted.gap } ?? 0
        lines(fitted.lines, role, in: fitted.place.below(rows), align)
    }

    /// The first of these places, each of which costs more of what stands there, unless a later
    /// one makes the word half as large again or shows all of it.
    func bestPlace(for result: ResultPanel, of places: [Rect]) -> Rect {
        var best = places[0]
        var value = value(of: result, in: best)
        for place in places.dropFirst() {
            let other = self.value(of: result, in: place)
            if other > value, other * 2 >= value * 3 { (best, value) = (place, other) }
        }
        return best
    }

    /// Whether the word has block letters there.
    func hasLetters(_ result: ResultPanel, in rect: Rect) -> Bool {
        fitted(result, in: rect).wordHalfRows > 0
    }

    /// A large shape is worth more than a plain word, and less than the smallest block letters.
    private func value(of result: ResultPanel, in rect: Rect) -> Int {
        let fitted = fitted(result, in: rect)
        if fitted.isCut { return -1 }
        return fitted.wordHalfRows > 0 ? 2 * fitted.wordHalfRows : fitted.big == nil ? 0 : 1
    }

    /// A border sets a repetition apart from a first time.
    private func isFramed(_ result: ResultPanel, in rect: Rect) -> Bool {
        result.kind == .alreadyIn && rect.height >= 14
    }

    private func inside(_ result: ResultPanel, of rect: Rect) -> Rect {
        isFramed(result, in: rect) ? rect.inset(columns: 2, rows: 1) : rect
    }

    /// What a result says, broken into lines for a place.
    private struct Fitted {
        let big: BigText?
        /// The height of a square of the word, 0 where only its shape has block letters.
        let wordHalfRows: Int
        let lines: [Printable]
        /// Blank rows between the two.
        let gap: Int
        /// From the first row on.
        let place: Rect
        let isCut: Bool
    }

    /// Less and less room around the words, as long as that makes the word larger.
    private func fitted(_ result: ResultPanel, in rect: Rect) -> Fitted {
        let inner = inside(result, of: rect)
        var best = fit(result, in: inner.inset(columns: 3, rows: 1), gap: 1)
        // NB: not up to the edge: black letters would run into a black page.
        let narrow = inner.inset(columns: 1)
        for (place, gap) in [
            (narrow.inset(columns: 0, rows: 1), 1), (narrow.inset(columns: 0, rows: 1), 0),
            (narrow.below(1), 0),
        ] {
            let tighter = fit(result, in: place, gap: gap)
            if tighter.wordHalfRows > best.wordHalfRows || (best.isCut && !tighter.isCut) {
                best = tighter
            }
        }
        return best.isCut ? fit(result, in: narrow, gap: 0) : best
    }

    /// The shape stands apart where the word is larger without it, and where the word has no block
    /// letters it has them alone.
    private func fit(_ result: ResultPanel, in rect: Rect, gap: Int) -> Fitted {
        let shape = result.kind.shape
        let both = shape + " " + result.word
        let together = fit(both, [result.detail, result.next], in: rect, gap)
        let apart = fit(
            result.word, [shape + " " + result.detail, result.next], in: rect, gap)
        if let together, together.wordHalfRows >= apart?.wordHalfRows ?? 0 { return together }
        if let apart { return apart }
        let texts = [result.word, result.detail, result.next]
        if let sign = fit(shape, texts, in: rect, gap, isWord: false) { return sign }
        return plain([both, result.detail, result.next], in: rect)
    }

    /// Nil where `head` has no block letters that fit above the lines.
    private func fit(
        _ head: String, _ texts: [String], in rect: Rect, _ gap: Int, isWord: Bool = true
    ) -> Fitted? {
        let lines = wrapped(texts, in: rect)
        let gap = lines.isEmpty || rect.height < 4 ? 0 : gap
        guard let big = bigText(head, in: rect.above(lines.count + gap)) else { return nil }
        let spare = rect.height - big.size.rows - gap - lines.count
        return Fitted(
            big: big, wordHalfRows: isWord ? big.square.halfRows : 0, lines: lines, gap: gap,
            place: rect.below(max(0, (spare + 1) / 2)), isCut: isCut(lines))
    }

    private func plain(_ texts: [String], in rect: Rect) -> Fitted {
        let lines = wrapped(texts, in: rect)
        let spare = rect.height - lines.count
        return Fitted(
            big: nil, wordHalfRows: 0, lines: lines, gap: 0,
            place: rect.below(max(0, (spare + 1) / 2)), isCut: spare < 0 || isCut(lines))
    }

    private func wrapped(_ texts: [String], in rect: Rect) -> [Printable] {
        texts.map(printable).filter { $0.columns > 0 }.flatMap {
            $0.wrapped(to: rect.width, lines: rect.height < 4 ? 1 : 2)
        }
    }

    private func isCut(_ lines: [Printable]) -> Bool { lines.contains(where: \.endsCut) }
}
