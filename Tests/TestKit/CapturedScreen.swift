/// A terminal's cells with their colours, read from `tmux capture-pane -e -p -N`.
package struct CapturedScreen: Equatable, Sendable {
    /// A colour as the program asked for it.
    package enum Colour: Hashable, Sendable {
        /// The terminal's own.
        case standard
        /// A number of the 256-colour table; 0 to 15 are the theme's.
        case indexed(Int)
        case rgb(Int, Int, Int)
    }

    package struct Cell: Equatable, Sendable {
        /// Empty in the second cell of a wide character.
        package var text: String = " "
        package var foreground = Colour.standard
        package var background = Colour.standard
        package var bold = false
        package var reverse = false
    }

    package let columns: Int
    package let rows: Int
    /// Row by row; every row has `columns` cells.
    package private(set) var cells: [[Cell]]

    /// The characters, one line a row, without blanks at the end of a line.
    package var text: String {
        cells.map { row in
            var texts = row.map(\.text)
            while texts.last == " " { texts.removeLast() }
            return texts.joined()
        }.joined(separator: "\n")
    }

    package init(_ captured: String, columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        cells = []
        // Colours carry over from one line to the next.
        var pen = Cell()
        for line in captured.split(separator: "\n", omittingEmptySubsequences: false).prefix(rows) {
            cells.append(CapturedScreen.row(line, &pen, columns: columns))
        }
        while cells.count < rows {
            cells.append(Array(repeating: Cell(), count: columns))
        }
    }

    private static func row(_ line: Substring, _ pen: inout Cell, columns: Int) -> [Cell] {
        var row: [Cell] = []
        var rest = line.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == "\u{1B}", rest.first == "[" {
                rest.removeFirst()
                let parameters = rest.prefix { $0 != "m" }
                rest = rest.dropFirst(parameters.count + 1)
                pen.apply(String(parameters).split(separator: ";").map { Int($0) ?? 0 })
            } else if scalar.properties.generalCategory == .nonspacingMark, !row.isEmpty {
                row[row.lastIndex { !$0.text.isEmpty } ?? 0].text.unicodeScalars.append(scalar)
            } else {
                var cell = pen
                cell.text = String(scalar)
                row.append(cell)
                if isWide(scalar) {
                    cell.text = ""
                    row.append(cell)
                }
            }
        }
        while row.count < columns { row.append(Cell()) }
        return Array(row.prefix(columns))
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isEmojiPresentation { return true }
        return switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
            0x20000...0x3FFFD:
            true
        default: false
        }
    }
}

extension CapturedScreen.Cell {
    /// Applies the numbers of one SGR sequence.
    fileprivate mutating func apply(_ codes: [Int]) {
        var rest = (codes.isEmpty ? [0] : codes)[...]
        while let code = rest.popFirst() {
            switch code {
            case 0: self = CapturedScreen.Cell()
            case 1: bold = true
            case 7: reverse = true
            case 22: bold = false
            case 27: reverse = false
            case 30...37: foreground = .indexed(code - 30)
            case 38: foreground = Self.extended(&rest) ?? foreground
            case 39: foreground = .standard
            case 40...47: background = .indexed(code - 40)
            case 48: background = Self.extended(&rest) ?? background
            case 49: background = .standard
            case 90...97: foreground = .indexed(code - 90 + 8)
            case 100...107: background = .indexed(code - 100 + 8)
            default: break
            }
        }
    }

    private static func extended(_ rest: inout ArraySlice<Int>) -> CapturedScreen.Colour? {
        switch rest.popFirst() {
        case 5: return rest.popFirst().map { .indexed($0) }
        case 2:
            let parts = Array(rest.prefix(3))
            rest = rest.dropFirst(3)
            return parts.count == 3 ? .rgb(parts[0], parts[1], parts[2]) : nil
        default: return nil
        }
    }
}
