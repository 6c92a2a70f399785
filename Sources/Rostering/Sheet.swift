/// Reads one file of the folder from its header to its end.
struct Sheet<Column: SheetColumn> {
    let findings: Findings
    private let file: String
    private var reader: CSVReader
    private let header: SheetHeader<Column>
    /// True while every row so far could be handed over.
    private(set) var isComplete = true

    /// Nil, with the reason reported, where the file or its header cannot be read.
    init?(
        _ form: SheetForm<Column>, in files: SchoolFiles, limits: CSVLimits, findings: Findings
    ) {
        guard let bytes = files.bytes(of: form.file) else { return nil }
        self.findings = findings
        file = form.file.rawValue
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            Self.report(
                CSVFault(line: 1, cell: 0, kind: .notUTF8), column: nil, file: file, findings)
            return nil
        }
        reader = CSVReader(bytes, limits: limits)
        switch reader.next() {
        case nil:
            findings.add(
                .error, .emptyFile, file: file,
                "The file is empty. Export it again; its first line must name the columns.")
            return nil
        case .fault(let fault):
            Self.report(fault, column: nil, file: file, findings)
            return nil
        case .row(let row):
            guard let header = SheetHeader(row, form: form, findings: findings) else { return nil }
            self.header = header
        }
    }

    /// About how many rows there are in all, after some have been read.
    func rows(afterReading count: Int) -> Int {
        Int(Double(count) * Double(reader.bytes.count) / Double(max(1, reader.position)))
    }

    /// Where any column stands, known or not.
    func place(of name: String) -> Int? {
        header.place(of: name)
    }

    /// The next row that has all its cells; nil at the end. Rows that cannot be read are reported
    /// and passed over, rows of nothing but blanks are passed over.
    mutating func next() -> SheetRow<Column>? {
        while let item = reader.next() {
            switch item {
            case .fault(let fault):
                isComplete = false
                let column = header.name(at: fault.cell)
                Self.report(fault, column: column, file: file, findings)
            case .row(let row):
                if (0..<row.count).allSatisfy({ row.isBlank($0) }) { continue }
                guard hasRightCount(row) else {
                    isComplete = false
                    continue
                }
                return SheetRow(row, header: header, findings: findings)
            }
        }
        return nil
    }

    private func hasRightCount(_ row: CSVRow) -> Bool {
        if row.count < header.width {
            findings.add(
                .error, .tooFewCells, file: file, line: row.line,
                column: header.name(at: row.count),
                """
                The row has \(row.count) cells, the header \(header.width). Add the missing \
                commas; blank cells need theirs too.
                """)
            return false
        }
        guard (header.width..<row.count).allSatisfy({ row.isBlank($0) }) else {
            findings.add(
                .error, .tooManyCells, file: file, line: row.line,
                """
                The row has \(row.count) cells, the header \(header.width). Put a cell that \
                contains a comma into quotation marks.
                """)
            return false
        }
        return true
    }

    private static func report(
        _ fault: CSVFault, column: String?, file: String, _ findings: Findings
    ) {
        let (code, message) = fault.kind.voice
        findings.add(.error, code, file: file, line: fault.line, column: column, message)
    }
}

extension CSVFault.Kind {
    /// How a report puts the fault.
    var voice: (ImportCode, String) {
        switch self {
        case .quoteInsideCell:
            (
                .badQuote,
                "A quotation mark stands inside a cell. Put the whole cell into quotation marks "
                    + "and write each one inside it twice."
            )
        case .textAfterQuote:
            (
                .badQuote,
                "Text follows a closing quotation mark. Write a quotation mark inside a cell "
                    + "twice, and leave no blank before the comma."
            )
        case .unclosedQuote:
            (
                .badQuote,
                "A quotation mark opens here and never closes, so nothing after it was read. Add "
                    + "the closing one."
            )
        case .notUTF8:
            (
                .notUTF8,
                "The text is not UTF-8, so letters would be garbled. Save the file as “CSV UTF-8”."
            )
        case .nul:
            (
                .nul,
                "There is a zero byte in the row: the file is damaged or no CSV. Save it as "
                    + "“CSV UTF-8”, or export it again."
            )
        case .cellTooLong:
            (
                .cellTooLong,
                "The cell is too long. Shorten it, and look for a missing quotation mark above it."
            )
        case .tooManyCells:
            (
                .tooManyCells,
                "The row has far too many cells. Look for a missing line end, or export again."
            )
        }
    }
}
