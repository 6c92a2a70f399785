import Foundation

/// A list in one file, CSV or Excel, as comma-separated UTF-8 with a header.
package struct TableFile {
    /// As findings name it.
    let name: String
    /// How it is written, “UTF-8, separated by semicolons”.
    package let written: String
    let headers: [String]
    /// The line of the header; what stands above it is a title.
    let headerLine: Int
    private let text: [UInt8]
    private let separator: UInt8
    private let limits: CSVLimits

    /// The columns that hold anything, with examples.
    static let mostExamples = 200

    /// Every row below the header, or what is wrong with it.
    func forEachItem(_ body: (CSVReader.Item) -> Bool) {
        var reader = CSVReader(text, limits: limits, separator: separator)
        while let item = reader.next() {
            let line =
                switch item {
                case .row(let row): row.line
                case .fault(let fault): fault.line
                }
            if line > headerLine, !body(item) { return }
        }
    }

    /// Cells of a column from the first rows, blank ones left off.
    func examples(of column: Int) -> [String] {
        var found: [String] = []
        var count = 0
        forEachItem { item in
            count += 1
            if case .row(let row) = item, column < row.count, !row.isBlank(column) {
                found.append(row.text(column))
            }
            return count < Self.mostExamples
        }
        return found
    }
}

extension TableFile {
    /// Nil, with the reason reported, where the file is no list that can be read.
    init?(_ location: URL, sheet: String?, findings: Findings) {
        let shown = withoutHiddenCharacters(location.lastPathComponent)
        name = shown ?? location.lastPathComponent
        limits = CSVLimits()
        guard let bytes = Self.bytes(at: location, named: name, limits, findings) else {
            return nil
        }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            let workbook = Workbook(ZipFile(location), name: name, limits: limits)
            guard let read = workbook.read(sheet: sheet, findings) else { return nil }
            text = read.csv
            separator = UInt8(ascii: ",")
            written = "an Excel workbook, sheet \(quoted(read.sheet))"
        } else if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            findings.add(
                .error, .badEncoding, file: name,
                "This is a workbook of an old Excel, or has a password. Save it as .xlsx or CSV.")
            return nil
        } else {
            guard let (decoded, encoding) = TextEncoding.decoded(bytes) else {
                findings.add(
                    .error, .badEncoding, file: name,
                    """
                    The file is no text in UTF-8, UTF-16, GB18030 or Windows-1252. Save it as “CSV \
                    UTF-8” or .xlsx.
                    """)
                return nil
            }
            text = decoded
            let (sign, word) = Self.separator(of: decoded)
            separator = sign
            written = "\(encoding.rawValue), separated by \(word)"
        }
        guard let header = Self.header(text, limits, separator) else {
            findings.add(
                .error, .emptyFile, file: name,
                "The file has no first line that can be read. It must name the columns.")
            return nil
        }
        headerLine = header.line
        headers = (0..<header.count).map { place in
            let cell = header.text(place)
            return withoutHiddenCharacters(cell) ?? cell
        }
    }

    private static func bytes(
        at location: URL, named name: String, _ limits: CSVLimits, _ findings: Findings
    ) -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: location.path) else {
            findings.addMissing(.missingFile, location, what: "file")
            return nil
        }
        switch fileBytes(at: location, most: limits.fileBytes) {
        case .success(let bytes): return bytes
        case .failure(let trouble):
            let (code, message) = trouble.voice(name, most: limits.fileBytes)
            findings.add(.error, code, file: name, message)
            return nil
        }
    }

    private static func separator(of text: [UInt8]) -> (UInt8, String) {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in text.prefix(65_536) {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if !isQuoted { counts[byte, default: 0] += 1 }
        }
        let known: [(UInt8, String)] = [
            (UInt8(ascii: ","), "commas"), (UInt8(ascii: ";"), "semicolons"),
            (UInt8(ascii: "\t"), "tabs"), (UInt8(ascii: "|"), "bars"),
        ]
        // Commas stand within cells as well, so another sign need not be more frequent by much.
        return known.max { counts[$0.0, default: 0] < counts[$1.0, default: 0] } ?? known[0]
    }

    /// The first of the first lines that names two columns, else the first of all.
    private static func header(
        _ text: [UInt8], _ limits: CSVLimits, _ separator: UInt8
    ) -> CSVRow? {
        var reader = CSVReader(text, limits: limits, separator: separator)
        var first: CSVRow?
        for _ in 0..<10 {
            guard case .row(let row)? = reader.next() else { break }
            let cells = (0..<row.count).map(row.text)
            if cells.allSatisfy(\.isEmpty) { continue }
            first = first ?? row
            if cells.count(where: { TableField.named($0) != nil }) >= 2 { return row }
        }
        return first
    }
}
