import Attendance

/// One row of a file, whose cells are asked for by the name of their column.
///
/// Whatever is wrong with a cell is reported by the function that reads it; `isSound` tells
/// afterwards whether the row had no error.
struct SheetRow<Column: SheetColumn> {
    let csv: CSVRow
    private let places: [Column: Int]
    let findings: Findings
    private let errorsBefore: Int

    init(_ csv: CSVRow, places: [Column: Int], findings: Findings) {
        self.csv = csv
        self.places = places
        self.findings = findings
        errorsBefore = findings.report.errorCount
        for column in Column.required where places[column].map(csv.isBlank) ?? true {
            error(
                .blankCell, column,
                "The cell \(column.rawValue) is blank. Fill it in; the row needs it.")
        }
    }

    var line: Int { csv.line }

    /// True while no error has been reported for this row.
    var isSound: Bool { findings.report.errorCount == errorsBefore }

    func error(_ code: ImportCode, _ column: Column?, _ message: @autoclosure () -> String) {
        findings.add(
            .error, code, file: Column.file.rawValue, line: line, column: column?.rawValue,
            message())
    }

    func warn(_ code: ImportCode, _ column: Column?, _ message: @autoclosure () -> String) {
        findings.add(
            .warning, code, file: Column.file.rawValue, line: line, column: column?.rawValue,
            message())
    }

    /// The cell without blanks around it; empty where the file has no such column.
    func text(_ column: Column) -> String {
        places[column].map(csv.text) ?? ""
    }

    func list(_ column: Column) -> [String] {
        commaSeparated(text(column))
    }

    /// Text that people will read: control and direction characters are taken out with a warning.
    func name(_ column: Column) -> String {
        let text = text(column)
        guard let clean = withoutHiddenCharacters(text) else { return text }
        if clean.isEmpty, Column.required.contains(column) {
            error(.blankCell, column, "The cell has invisible characters only. Write it again.")
        } else {
            warn(
                .hiddenCharacters, column,
                "Invisible characters were taken out; read is \(quoted(clean)). Retype the cell.")
        }
        return clean
    }

    func date(_ column: Column) -> SchoolDate? {
        let text = text(column)
        if text.isEmpty { return nil }
        guard let date = SchoolDate(text) else {
            error(
                .badDate, column,
                """
                \(quoted(text)) is not a date that exists. Write year-month-day, for example \
                2026-08-31.
                """)
            return nil
        }
        return date
    }

    func time(_ column: Column) -> TimeOfDay? {
        let text = text(column)
        if text.isEmpty { return nil }
        guard let time = TimeOfDay(text) else {
            error(
                .badTime, column,
                "\(quoted(text)) is not a time. Write hours and minutes, for example 14:05.")
            return nil
        }
        return time
    }

    /// `true` or `false` in any letter case; blank is `standard`.
    func flag(_ column: Column, blank standard: Bool) -> Bool {
        let text = text(column)
        switch text.lowercased() {
        case "": return standard
        case "true": return true
        case "false": return false
        default:
            error(
                .badValue, column, "\(quoted(text)) is neither true nor false. Write one of them.")
            return standard
        }
    }

    /// One of a closed list of words; nil where the cell is blank or, with an error, not among
    /// them. Another letter case is read with a warning, given once for each spelling.
    func word<Value>(_ column: Column, among words: [(String, Value)]) -> Value? {
        let text = text(column)
        if text.isEmpty { return nil }
        if let exact = words.first(where: { $0.0 == text }) { return exact.1 }
        let folded = text.lowercased()
        guard let near = words.first(where: { $0.0.lowercased() == folded }) else {
            let allowed = words.map(\.0).joined(separator: ", ")
            error(.badValue, column, "\(quoted(text)) is not known here. Write one of: \(allowed).")
            return nil
        }
        if findings.isNews("\(Column.file) \(column.rawValue) \(text)") {
            warn(
                .letterCase, column,
                """
                \(quoted(text)) is read as \(near.0), here and in the rows below. Write it \
                \(near.0).
                """)
        }
        return near.1
    }
}
