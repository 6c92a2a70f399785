/// How much of a file a `CSVReader` is willing to hold.
package struct CSVLimits: Sendable {
    /// Bytes of one cell, its outer quotes not counted.
    package var cellBytes: Int
    /// Cells of one row.
    package var cells: Int
    /// Bytes of a whole file; whoever reads the file keeps this one.
    package var fileBytes: Int

    package init(cellBytes: Int = 32_768, cells: Int = 1_000, fileBytes: Int = 134_217_728) {
        self.cellBytes = cellBytes
        self.cells = cells
        self.fileBytes = fileBytes
    }
}

/// One row of a CSV file: slices of the file's bytes, made into text when asked for.
package struct CSVRow: Sendable {
    /// The physical line on which the row begins; the first line of a file is 1.
    package let line: Int
    let bytes: [UInt8]
    let cells: [CSVCell]

    package var count: Int { cells.count }

    /// The cell without blanks around it, doubled quotes made single.
    package func text(_ index: Int) -> String {
        let range = trimmed(cells[index])
        guard cells[index].hasDoubledQuotes else {
            return String(decoding: bytes[range], as: UTF8.self)
        }
        var plain: [UInt8] = []
        plain.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            plain.append(bytes[position])
            position += bytes[position] == UInt8(ascii: "\"") ? 2 : 1
        }
        return String(decoding: plain, as: UTF8.self)
    }

    package func isBlank(_ index: Int) -> Bool {
        trimmed(cells[index]).isEmpty
    }

    private func trimmed(_ cell: CSVCell) -> Range<Int> {
        var start = cell.start
        var end = cell.end
        while start < end, Self.isBlank(bytes[start]) { start += 1 }
        while start < end, Self.isBlank(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}

/// Where a cell's content lies in the bytes of its file, outer quotes left off.
struct CSVCell: Sendable {
    let start: Int
    let end: Int
    let hasDoubledQuotes: Bool
}

/// What is wrong with a row that could not be read as CSV.
package struct CSVFault: Equatable, Sendable {
    /// The physical line on which the row begins.
    package let line: Int
    /// The cell it is in, counted from 0.
    package let cell: Int
    package let kind: Kind

    package enum Kind: CaseIterable, Sendable {
        /// A quotation mark inside a cell that does not begin with one.
        case quoteInsideCell
        /// Something other than a comma or the end of the line after a closing quotation mark.
        case textAfterQuote
        /// The file ends inside a quoted cell.
        case unclosedQuote
        case notUTF8
        case nul
        case cellTooLong
        case tooManyCells
    }
}
