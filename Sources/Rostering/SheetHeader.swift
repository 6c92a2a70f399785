/// The header line of a file: which known column stands where.
struct SheetHeader<Column: SheetColumn> {
    /// The names as the file has them, cleaned for messages; known ones in their proper spelling.
    private(set) var names: [String] = []
    private(set) var places: [Column: Int] = [:]
    private(set) var width = 0

    /// Nil, with the reason reported, where the rows below cannot be understood.
    init?(_ row: CSVRow, findings: Findings) {
        let file = Column.file.rawValue
        let texts = (0..<row.count).map { row.text($0) }
        if texts.count == 1, let text = texts.first, text.contains(";") || text.contains("\t") {
            findings.add(
                .error, .wrongSeparator, file: file, line: row.line,
                "The columns are not separated by commas. Save the file as “CSV UTF-8 (comma)”.")
            return nil
        }
        var isSound = true
        var unknown: [String] = []
        for (index, text) in texts.enumerated() {
            names.append(withoutHiddenCharacters(text) ?? text)
            if text.isEmpty { continue }
            width = index + 1
            guard let column = Self.column(named: text) else {
                if !text.lowercased().hasPrefix("metadata.") { unknown.append(names[index]) }
                continue
            }
            names[index] = column.rawValue
            if text != column.rawValue {
                findings.add(
                    .warning, .columnCase, file: file, line: row.line, column: column.rawValue,
                    "The header is written \(quoted(text)). Write it \(column.rawValue).")
            }
            if places.updateValue(index, forKey: column) != nil {
                isSound = false
                findings.add(
                    .error, .duplicateColumn, file: file, line: row.line, column: column.rawValue,
                    "The column \(column.rawValue) stands there twice. Delete one of the two.")
            }
        }
        reportUnknown(unknown, line: row.line, findings)
        for column in Column.headed where places[column] == nil {
            isSound = false
            findings.add(
                .error, .missingColumn, file: file, line: row.line, column: column.rawValue,
                """
                The column \(column.rawValue) is missing. Export again with it, or correct the \
                spelling in the first line.
                """)
        }
        guard isSound else { return nil }
    }

    /// The header's name above a cell, where it has one.
    func name(at index: Int) -> String? {
        names.indices.contains(index) && !names[index].isEmpty ? names[index] : nil
    }

    /// Where any column stands, known or not; upper and lower case are alike.
    func place(of name: String) -> Int? {
        names.firstIndex(of: name) ?? names.firstIndex { $0.lowercased() == name.lowercased() }
    }

    private static func column(named text: String) -> Column? {
        Column(rawValue: text)
            ?? Column.allCases.first { $0.rawValue.lowercased() == text.lowercased() }
    }

    private func reportUnknown(_ unknown: [String], line: Int, _ findings: Findings) {
        guard let first = unknown.first else { return }
        let shown = unknown.prefix(8).map(quoted).joined(separator: ", ")
        let more = unknown.count > 8 ? " and \(unknown.count - 8) more" : ""
        findings.add(
            .warning, .unknownColumns, file: Column.file.rawValue, line: line, column: first,
            """
            Not read, because no such column is known: \(shown)\(more). Correct the spelling if \
            one of them matters; otherwise nothing needs to be done.
            """)
    }
}
