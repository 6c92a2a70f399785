import Foundation
import Terminal
import Wire

/// Data on stdout, talk on stderr. Text that came from outside is made printable on its way.
enum Output {
    static func data(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    static func json(_ value: JSON) {
        data(value.text)
    }

    static func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    static func complain(_ text: String) {
        say("kiosk: " + text)
    }

    /// Columns under their names, as wide as they need; `none` where there is no row.
    static func table(_ names: [String], _ rows: [[String]], none: String) {
        if rows.isEmpty {
            say(none)
            return
        }
        let cells = ([names] + rows).map { $0.map { Printable($0) } }
        let widths = names.indices.map { column in
            cells.map { $0[column].columns }.max() ?? 0
        }
        for row in cells {
            var line = ""
            for (column, cell) in row.enumerated() {
                line += cell.text
                if column < row.count - 1 {
                    line += String(repeating: " ", count: widths[column] - cell.columns + 2)
                }
            }
            data(line)
        }
    }
}
