import Attendance

/// One row of a file, whose cells are asked for by the name of their column.
///
/// Whatever is wrong with a cell is reported by the function that reads it; `isSound` tells
/// afterwards whether the row had no error.
struct SheetRow<Column: SheetColumn> {
    let csv: CSVRow
    let header: SheetHeader<Column>
    let findings: Findings
    private let errorsBefore: Int

    init(_ csv: CSVRow, header: SheetHeader<Column>, findings: Findings) {
        self.csv = csv
        self.header = header
        self.findings = findings
        errorsBefore = findings.report.errorCount
        for column in form.required where isBlank(column) {
            error(
                .blankCell, column,
                "The cell \(form.name(of: column)) is blank. Fill it in; the row needs it.")
        }
    }

    var form: SheetForm<Column> { header.form }

    private func isBlank(_ column: Column) -> Bool {
        header.places[column].map(csv.isBlank) ?? (form.constants[column] == nil)
    }

    var line: Int { csv.line }

    /// True while no error has been reported for this row.
    var isSound: Bool { findings.report.errorCount == errorsBefore }

    func error(_ code: ImportCode, _ column: Column?, _ message: @autoclosure () -> String) {
        findings.add(
            .error, code, file: form.file.rawValue, line: line, column: column.map(form.name),
            message())
    }

    func warn(_ code: ImportCode, _ column: Column?, _ message: @autoclosure () -> String) {
        findings.add(
            .warning, code, file: form.file.rawValue, line: line, column: column.map(form.name),
            message())
    }

    /// The cell without blanks around it; what the dialect puts there, or nothing, where the file
    /// has no such column.
    func text(_ column: Column) -> String {
        guard let place = header.places[column] else { return form.constants[column] ?? "" }
        let text = csv.text(place)
        guard !form.prefixes.isEmpty, !text.isEmpty, let prefix = form.prefixes[column] else {
            return text
        }
        return prefix + text
    }

    func list(_ column: Column) -> [String] {
        commaSeparated(text(column))
    }

    /// Text that people will read: control and direction characters are taken out with a warning.
    func name(_ column: Column) -> String {
        let text = text(column)
        guard let clean = withoutHiddenCharacters(text) else { return text }
        if clean.isEmpty, form.required.contains(column) {
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
        guard let date = form.dates.date(text) else {
            error(
                .badDate, column,
                "\(quoted(text)) is not a date that exists. Write \(form.dates.example).")
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
    /// them. Another letter case is read with a warning, given once for each spelling. A lenient
    /// form has neither.
    func word<Value>(_ column: Column, among words: [(String, Value)]) -> Value? {
        let text = text(column)
        if text.isEmpty { return nil }
        if let exact = words.first(where: { $0.0 == text }) { return exact.1 }
        let folded = text.lowercased()
        guard let near = words.first(where: { $0.0.lowercased() == folded }) else {
            if form.isLenient { return nil }
            let allowed = words.map(\.0).joined(separator: ", ")
            error(.badValue, column, "\(quoted(text)) is not known here. Write one of: \(allowed).")
            return nil
        }
        if !form.isLenient, findings.isNews("\(form.file) \(column.rawValue) \(text)") {
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
