/// The header line of a file: which known column stands where.
final class SheetHeader<Column: SheetColumn> {
    /// The names as the file has them, cleaned for messages; known ones in their proper spelling.
    private(set) var names: [String] = []
    private(set) var places: [Column: Int] = [:]
    private(set) var width = 0
    let form: SheetForm<Column>

    /// Nil, with the reason reported, where the rows below cannot be understood.
    init?(_ row: CSVRow, form: SheetForm<Column>, findings: Findings) {
        self.form = form
        let file = form.file.rawValue
        let known = form.headers
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
            let folded = text.lowercased()
            guard let column = known[folded] else {
                let isIgnored = folded.hasPrefix("metadata.") || form.ignored.contains(folded)
                if !isIgnored { unknown.append(names[index]) }
                continue
            }
            let name = form.name(of: column)
            names[index] = name
            if text != name, !form.isLenient {
                findings.add(
                    .warning, .columnCase, file: file, line: row.line, column: name,
                    "The header is written \(quoted(text)). Write it \(name).")
            }
            if places.updateValue(index, forKey: column) != nil {
                isSound = false
                findings.add(
                    .error, .duplicateColumn, file: file, line: row.line, column: name,
                    "The column \(name) stands there twice. Delete one of the two.")
            }
        }
        reportUnknown(unknown, line: row.line, findings)
        for column in form.headed where places[column] == nil && form.constants[column] == nil {
            isSound = false
            findings.add(
                .error, .missingColumn, file: file, line: row.line, column: form.name(of: column),
                """
                The column \(form.name(of: column)) is missing. Export again with it, or correct \
                the spelling in the first line.
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

    private func reportUnknown(_ unknown: [String], line: Int, _ findings: Findings) {
        guard let first = unknown.first else { return }
        let shown = unknown.prefix(8).map(quoted).joined(separator: ", ")
        let more = unknown.count > 8 ? " and \(unknown.count - 8) more" : ""
        findings.add(
            .warning, .unknownColumns, file: form.file.rawValue, line: line, column: first,
            """
            Not read, because no such column is known: \(shown)\(more). Correct the spelling if \
            one of them matters; otherwise nothing needs to be done.
            """)
    }
}
