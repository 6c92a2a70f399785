@testable import Terminal

/// What can be read in a frame from afar: block letters, found by comparing every place and every
/// size with their drawings, and knowing nothing of how a screen is laid out.
struct SeenLetters {
    private let columns: Int
    private let halfRows: Int
    /// The colour of every half cell.
    private var halves: [Colour]
    /// Where a run of a colour begins in its half row.
    private var starts: [Colour: [Int]] = [:]

    private let look: Look

    init(_ frame: Frame, _ look: Look = Look()) {
        self.look = look
        columns = frame.size.columns
        halfRows = frame.size.rows * 2
        halves = Array(repeating: .black, count: columns * halfRows)
        for y in 0..<frame.size.rows {
            for x in 0..<columns {
                let (upper, lower) = frame[x, y].seen(look)
                halves[2 * y * columns + x] = upper
                halves[(2 * y + 1) * columns + x] = lower
            }
        }
        for place in halves.indices
        where place % columns == 0 || halves[place] != halves[place - 1] {
            starts[halves[place], default: []].append(place)
        }
    }

    /// The height in half rows of the squares with which every word of `text` is drawn in these
    /// colours; nil where one of them cannot be found.
    func squareHalfRows(of text: String, in role: Role) -> Int? {
        let words = text.uppercased().split(separator: " ").filter { $0 != "-" }
        let (ink, paper) = role.style(look).seen(look)
        for letters in [BigLetters.rows, NarrowLetters.rows] {
            let drawn = words.compactMap { SeenLetters.rows(of: $0, letters) }
            guard drawn.count == words.count else { continue }
            if let height = squareHalfRows(of: drawn, ink: ink, paper: paper) { return height }
        }
        return nil
    }

    private func squareHalfRows(of words: [[[Bool]]], ink: Colour, paper: Colour) -> Int? {
        for height in [1] + Array(stride(from: 2, through: 24, by: 2)) {
            for width in 1...max(1, height) {
                let square = Square(columns: width, halfRows: height)
                let areAll = words.allSatisfy {
                    shows($0, square, ink: ink, paper: paper)
                }
                if areAll { return height }
            }
        }
        return nil
    }

    private func shows(
        _ rows: [[Bool]], _ square: Square, ink: Colour, paper: Colour
    ) -> Bool {
        let width = rows[0].count * square.columns
        let height = rows.count * square.halfRows
        guard width <= columns, height <= halfRows,
            let first = rows[0].firstIndex(of: true)
        else { return false }
        for start in starts[ink] ?? [] {
            let (left, top) = (start % columns - first * square.columns, start / columns)
            guard left >= 0, left + width <= columns, top + height <= halfRows else { continue }
            let isThere = rows.indices.allSatisfy { y in
                rows[y].indices.allSatisfy { x in
                    fills(
                        left + x * square.columns, top + y * square.halfRows, square,
                        rows[y][x] ? ink : paper)
                }
            }
            if isThere { return true }
        }
        return false
    }

    private func fills(_ left: Int, _ top: Int, _ square: Square, _ colour: Colour) -> Bool {
        for y in top..<top + square.halfRows {
            for x in left..<left + square.columns where halves[y * columns + x] != colour {
                return false
            }
        }
        return true
    }

    /// A word's squares, one blank column between its letters.
    private static func rows(
        of word: Substring, _ drawing: (Character) -> [Substring]?
    ) -> [[Bool]]? {
        let letters = word.compactMap { drawing($0) }
        guard letters.count == word.count else { return nil }
        return (0..<BigLetters.height).map { y in
            Array(letters.map { $0[y].map { $0 == "1" } }.joined(separator: [false]))
        }
    }
}
