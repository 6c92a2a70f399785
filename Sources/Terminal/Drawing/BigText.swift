/// Words in block letters, in one or more lines, with squares as large as fit.
struct BigText: Equatable, Sendable {
    /// Squares larger than this say nothing more.
    static let largestSquareRows = 12
    static let mostLines = 4
    /// A text of more words has no block letters.
    private static let mostWords = 12
    private static let letterGap = 1
    /// Squares between lines; as many lines as may be stand closer.
    private static func lineGap(_ lines: Int) -> Int { lines == mostLines ? 1 : 2 }

    /// The rows of each letter, line by line.
    private let letters: [[[Substring]]]
    /// Squares across the widest line, and of all lines.
    let width, height: Int
    let square: Square

    /// The cells it takes.
    var size: Size { Bitmap.size(width, height, square) }

    /// The largest letters in which `text` fits, narrow ones only where no others do, broken at
    /// blanks if that makes them larger; nil if none do or a character has no block letter. A dash
    /// on its own goes where a line breaks.
    ///
    /// `largest` bounds a square's height in half rows.
    init?(
        _ text: Printable, columns: Int, rows: Int, look: Look, lines: Int = mostLines,
        largest: Int = 2 * largestSquareRows
    ) {
        let words = text.text.uppercased().split(separator: " ").map(String.init)
        guard !words.isEmpty, words.count <= BigText.mostWords else { return nil }
        let place = Size(columns: columns, rows: rows)
        let squares = (look.halfBlocks ? BigText.withHalves : BigText.wholeRows)
            .drop { $0.halfRows > largest || BigLetters.height * $0.halfRows > 2 * rows + 1 }
        for letters in [BigLetters.rows, NarrowLetters.rows] {
            guard let widths = BigText.widths(words, letters) else { return nil }
            let most = max(1, min(lines, words.count, BigText.mostLines))
            let fitting = BigText.fitting(words, widths, lines: most, squares, in: place)
            guard let fitting else { continue }
            let broken = fitting.lines.map { $0.joined(separator: " ") }
            self.letters = broken.map { $0.compactMap(letters) }
            width = self.letters.map { BigText.width(of: $0) }.max() ?? 0
            height = BigText.height(broken.count)
            square = fitting.square
            return
        }
        return nil
    }

    /// The lines that allow the largest square; nil where none fits.
    private static func fitting(
        _ words: [String], _ widths: [Int], lines: Int, _ squares: ArraySlice<Square>,
        in place: Size
    ) -> (lines: [ArraySlice<String>], square: Square)? {
        var best: (lines: [ArraySlice<String>], square: Square)?
        for count in 1...lines {
            let broken = Lines(words, widths, count: count)
            let height = BigText.height(broken.lines.count)
            let fitting = squares.first { square in
                broken.width * square.columns <= place.columns
                    && (height * square.halfRows + 1) / 2 <= place.rows
            }
            guard let fitting else { continue }
            if let best, !fitting.isLarger(than: best.square) { continue }
            best = (broken.lines, fitting)
        }
        return best
    }

    /// Squares from the largest down. A cell is about twice as high as wide, so twice as many
    /// columns as rows look square; the smallest are narrow, and last of all half a row high.
    private static let wholeRows: [Square] = stride(from: largestSquareRows, through: 1, by: -1)
        .flatMap { rows in
            let narrowest = rows == 1 ? 1 : (rows * 3 + 1) / 2
            return stride(from: rows * 2, through: narrowest, by: -1).map {
                Square(columns: $0, halfRows: rows * 2)
            }
        }

    private static let withHalves = wholeRows + [Square(columns: 1, halfRows: 1)]

    /// Squares across each word; nil where a character has no block letter.
    private static func widths(
        _ words: [String], _ letters: (Character) -> [Substring]?
    ) -> [Int]? {
        var widths: [Int] = []
        for word in words {
            let drawn = word.compactMap(letters)
            guard drawn.count == word.count else { return nil }
            widths.append(width(of: drawn))
        }
        return widths
    }

    private static func width(of letters: [[Substring]]) -> Int {
        letters.reduce(-letterGap) { $0 + $1[0].utf8.count + letterGap }
    }

    private static func height(_ lines: Int) -> Int {
        lines * (BigLetters.height + lineGap(lines)) - lineGap(lines)
    }

    /// Which squares are on.
    var bitmap: Bitmap {
        let pitch = BigLetters.height + BigText.lineGap(letters.count)
        var bitmap = Bitmap(width: width, height: height)
        for (line, letters) in letters.enumerated() {
            var x = 0
            for letter in letters {
                for (y, row) in letter.enumerated() {
                    for (column, square) in row.utf8.enumerated() where square == UInt8(ascii: "1")
                    {
                        bitmap[x + column, line * pitch + y] = true
                    }
                }
                x += letter[0].utf8.count + BigText.letterGap
            }
        }
        return bitmap
    }
}

/// Words broken into lines.
private struct Lines {
    /// Squares of a blank and the gaps around it.
    static let blank = 5

    /// No dash on its own begins or ends one.
    var lines: [ArraySlice<String>]
    /// Squares across the widest.
    var width: Int

    /// So many lines or fewer, with the widest as narrow as can be.
    init(_ words: [String], _ widths: [Int], count: Int) {
        self.init(words[...], widths, count: count, isWhole: count == 1)
    }

    private init(_ words: ArraySlice<String>, _ widths: [Int], count: Int, isWhole: Bool) {
        guard count > 1 else {
            var line = words
            if !isWhole, line.first == "-" { line.removeFirst() }
            if !isWhole, line.last == "-" { line.removeLast() }
            lines = line.isEmpty ? [] : [line]
            width = line.indices.reduce(-Lines.blank) { $0 + widths[$1] + Lines.blank }
            return
        }
        let choices = (1...(words.count - count + 1)).map { taken in
            let head = Lines(words.prefix(taken), widths, count: 1, isWhole: false)
            let rest = Lines(words.dropFirst(taken), widths, count: count - 1, isWhole: false)
            return (lines: head.lines + rest.lines, width: max(head.width, rest.width))
        }
        let best = choices.min { $0.width < $1.width } ?? (lines: [words], width: 0)
        (lines, width) = (best.lines, best.width)
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
