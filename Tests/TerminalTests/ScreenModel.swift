@testable import Terminal

/// The least terminal that understands what a frame writes: places, styles, characters of one and
/// two columns. Anything else is a mistake.
struct ScreenModel: Equatable {
    struct Cell: Equatable {
        var text = " "
        var codes = [0]
    }

    let size: Size
    private(set) var cells: [Cell]
    private(set) var cursor = Position(x: 0, y: 0)
    private(set) var showsCursor = true
    private(set) var codes = [0]
    private(set) var mistakes: [String] = []

    init(size: Size) {
        self.size = size
        cells = Array(repeating: Cell(), count: size.columns * size.rows)
    }

    /// What a frame ought to look like.
    init(_ frame: Frame, colours: Colours) {
        size = frame.size
        cells = frame.cells.map { Cell(text: $0.text, codes: $0.style.codes(colours)) }
        showsCursor = frame.cursor != nil
        cursor = frame.cursor ?? cursor
    }

    mutating func write(_ bytes: [UInt8]) {
        var rest = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\u{1B}" else {
                put(scalar)
                continue
            }
            let sequence = rest.prefix { !("A"..."z").contains($0) || $0 == "[" }
            rest = rest.dropFirst(sequence.count)
            guard let final = rest.popFirst() else { return mistakes.append("unfinished") }
            obey(String(sequence.dropFirst()), final)
        }
    }

    private mutating func obey(_ parameters: String, _ final: Unicode.Scalar) {
        let numbers = parameters.split(separator: ";").compactMap { Int($0) }
        switch (final, parameters) {
        case ("m", _): codes = numbers
        case ("H", _): cursor = Position(x: numbers[1] - 1, y: numbers[0] - 1)
        case ("l", "?25"): showsCursor = false
        case ("h", "?25"): showsCursor = true
        default: mistakes.append("\(parameters)\(final)")
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let width = ColumnWidth.of(scalar) ?? -1
        let place = cursor.y * size.columns + cursor.x
        guard width > 0 else {
            if width < 0 { return mistakes.append("control \(scalar.value)") }
            let base = cells[place - 1].text.isEmpty ? place - 2 : place - 1
            cells[base].text.unicodeScalars.append(scalar)
            return
        }
        guard cursor.x + width <= size.columns, cursor.y < size.rows else {
            return mistakes.append("outside")
        }
        for column in 0..<width { blankOtherHalf(place + column) }
        cells[place] = Cell(text: String(scalar), codes: codes)
        if width == 2 { cells[place + 1] = Cell(text: "", codes: codes) }
        cursor.x += width
    }

    private mutating func blankOtherHalf(_ place: Int) {
        if cells[place].text.isEmpty { cells[place - 1].text = " " }
        if place + 1 < cells.count, cells[place + 1].text.isEmpty { cells[place + 1].text = " " }
    }
}
