import Foundation
import Terminal
import Wire

/// Data on stdout, talk on stderr. Text that came from outside is made printable on its way.
enum Output {
    /// Lines of data; what came from outside is made printable.
    static func data(_ text: String) {
        write(printable(text), to: STDOUT_FILENO)
    }

    /// A drawing for the terminal, which is made of nothing from outside.
    static func drawing(_ bytes: [UInt8]) {
        FileHandle.standardOutput.write(Data(bytes))
    }

    /// Comma-separated values under their names.
    static func csv(_ names: [String], _ rows: [[String]]) {
        for row in [names] + rows { data(CSVLine(row).text) }
    }

    /// JSON escapes by itself.
    static func json(_ value: JSON) {
        write(value.text, to: STDOUT_FILENO)
    }

    static func say(_ text: String) {
        talk(text, priority: 6)
    }

    static func complain(_ text: String) {
        talk("kiosk: " + text, priority: 4)
    }

    /// Whether the system's journal takes what is said (sd-daemon(3)): it reads a line's priority.
    private static let isInJournal = ProcessInfo.processInfo.environment["JOURNAL_STREAM"] != nil

    private static func talk(_ text: String, priority: Int) {
        write((isInJournal ? "<\(priority)>" : "") + printable(text), to: STDERR_FILENO)
    }

    private static func printable(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { Printable(String($0)).text }.joined(separator: "\n")
    }

    /// Where nobody takes what was asked for, there is nothing left to do.
    private static func write(_ text: String, to descriptor: Int32) {
        do {
            try FileHandle(fileDescriptor: descriptor).write(contentsOf: Data((text + "\n").utf8))
        } catch {
            if descriptor == STDOUT_FILENO {
                say("kiosk: The output cannot be written: \(error.localizedDescription)")
            }
            exit(ExitStatus.failure.rawValue)
        }
    }

    private static let widestColumn = 36

    /// Columns under their names, as wide as they need; `none` where there is no row.
    static func table(_ names: [String], _ rows: [[String]], none: String) {
        if rows.isEmpty {
            say(none)
            return
        }
        // A person reads rows, a program columns: only on a terminal are long names cut.
        let widest = isatty(STDOUT_FILENO) == 1 ? widestColumn : Int.max
        let cells = ([names] + rows).map { $0.map { Printable($0).fitted(to: widest) } }
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
            write(line, to: STDOUT_FILENO)
        }
    }
}
