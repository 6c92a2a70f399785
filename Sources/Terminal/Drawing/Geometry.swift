/// A size in terminal cells, never negative and never above `largest`.
package struct Size: Equatable, Hashable, Sendable {
    /// The most cells drawn, whatever a terminal says of itself.
    package static let largestColumns = 1000
    package static let largestRows = 400

    package let columns: Int
    package let rows: Int

    package init(columns: Int, rows: Int) {
        self.columns = min(max(columns, 0), Size.largestColumns)
        self.rows = min(max(rows, 0), Size.largestRows)
    }
}

/// A cell's place, counted from 0 at the top left.
package struct Position: Equatable, Sendable {
    package var x: Int
    package var y: Int

    package init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }
}

/// A rectangle of cells; one that would have a negative side is empty.
struct Rect: Equatable, Sendable {
    let x: Int
    let y: Int
    let width: Int
    let height: Int

    init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(width, 0)
        self.height = max(height, 0)
    }

    init(_ size: Size) {
        self.init(x: 0, y: 0, width: size.columns, height: size.rows)
    }

    var isEmpty: Bool { width == 0 || height == 0 }
    var endX: Int { x + width }
    var endY: Int { y + height }

    /// The first `rows` rows.
    func top(_ rows: Int) -> Rect {
        Rect(x: x, y: y, width: width, height: min(rows, height))
    }

    /// All but the first `rows` rows.
    func below(_ rows: Int) -> Rect {
        let taken = min(max(rows, 0), height)
        return Rect(x: x, y: y + taken, width: width, height: height - taken)
    }

    /// The last `rows` rows.
    func bottom(_ rows: Int) -> Rect { below(height - min(rows, height)) }

    /// All but the last `rows` rows.
    func above(_ rows: Int) -> Rect { top(max(height - rows, 0)) }

    /// The rectangle without `columns` on the left and right and `rows` above and below.
    func inset(columns: Int, rows: Int = 0) -> Rect {
        Rect(
            x: x + columns, y: y + rows, width: width - 2 * columns, height: height - 2 * rows)
    }
}
