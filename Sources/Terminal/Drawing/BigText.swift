/// Words in block letters, in one or more lines, with squares as large as fit.
struct BigText: Equatable, Sendable {
    /// Squares larger than this say nothing more.
    static let largestSquareRows = 12
    private static let mostLines = 3
    /// Squares between letters, and between lines.
    private static let letterGap = 1
    private static let lineGap = 2

    let bitmap: Bitmap
    let square: Square

    /// The cells it takes.
    var size: Size { bitmap.size(square) }

    /// The largest letters in which `text` fits, broken at blanks if that makes them larger; nil if
    /// none do or a character has no block letter.
    ///
    /// `largest` bounds a square's height in half rows.
    init?(
        _ text: Printable, columns: Int, rows: Int, look: Look, lines: Int = mostLines,
        largest: Int = 2 * largestSquareRows
    ) {
        let words = text.text.uppercased().split(separator: " ").map(String.init)
        guard !words.isEmpty else { return nil }
        var best: BigText?
        for count in 1...max(1, min(lines, words.count, BigText.mostLines)) {
            let broken = BigText.balanced(words, lines: count)
            guard let bitmap = BigText.bitmap(broken) else { return nil }
            let fitting = BigText.squares(look).first { square in
                let size = bitmap.size(square)
                return square.halfRows <= largest && size.columns <= columns && size.rows <= rows
            }
            guard let fitting else { continue }
            if let best, !fitting.isLarger(than: best.square) { continue }
            best = BigText(bitmap: bitmap, square: fitting)
        }
        guard let best else { return nil }
        self = best
    }

    private init(bitmap: Bitmap, square: Square) {
        self.bitmap = bitmap
        self.square = square
    }

    /// Squares from the largest down. A cell is about twice as high as wide, so twice as many
    /// columns as rows look square; the smallest are narrow, and last of all half a row high.
    private static func squares(_ look: Look) -> [Square] {
        var squares: [Square] = []
        for rows in stride(from: largestSquareRows, through: 1, by: -1) {
            let narrowest = rows == 1 ? 1 : (rows * 3 + 1) / 2
            for columns in stride(from: rows * 2, through: narrowest, by: -1) {
                squares.append(Square(columns: columns, halfRows: rows * 2))
            }
        }
        if look.halfBlocks { squares.append(Square(columns: 1, halfRows: 1)) }
        return squares
    }

    /// The words in so many lines, with the longest line as short as can be.
    private static func balanced(_ words: [String], lines: Int) -> [String] {
        guard lines > 1 else { return [words.joined(separator: " ")] }
        let choices = (1...(words.count - lines + 1)).map { taken in
            [words.prefix(taken).joined(separator: " ")]
                + balanced(Array(words.dropFirst(taken)), lines: lines - 1)
        }
        return choices.min { widest($0) < widest($1) } ?? []
    }

    private static func widest(_ lines: [String]) -> Int { lines.map(\.count).max() ?? 0 }

    private static func bitmap(_ lines: [String]) -> Bitmap? {
        var drawn: [[[Substring]]] = []
        for line in lines {
            let letters = line.compactMap(BigLetters.rows)
            guard letters.count == line.count else { return nil }
            drawn.append(letters)
        }
        let widths = drawn.map { letters in
            letters.reduce(-letterGap) { $0 + $1[0].count + letterGap }
        }
        let pitch = BigLetters.height + lineGap
        var bitmap = Bitmap(width: widths.max() ?? 0, height: lines.count * pitch - lineGap)
        for (line, letters) in drawn.enumerated() {
            var x = 0
            for letter in letters {
                for (y, row) in letter.enumerated() {
                    for (column, square) in row.enumerated() where square == "1" {
                        bitmap[x + column, line * pitch + y] = true
                    }
                }
                x += letter[0].count + letterGap
            }
        }
        return bitmap
    }
}

extension Square {
    /// Higher, or as high and wider.
    fileprivate func isLarger(than other: Square) -> Bool {
        (halfRows, columns) > (other.halfRows, other.columns)
    }
}

extension Frame {
    /// Draws block letters with their top left at `x`, `y`, in the style's own two colours, or
    /// turned over where there are none.
    mutating func put(_ text: BigText, x: Int, y: Int, style: Style, look: Look) {
        let paint =
            look.colours.areForWords
            ? Paint.letters(style)
            : .turned(on: style.foreground, off: style.background, reverse: style.reverse)
        self.paint(text.bitmap, text.square, paint, x: x, y: y)
    }
}
