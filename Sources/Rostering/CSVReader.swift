/// Reads RFC 4180 from bytes, one row at a time, and stays readable after a bad row.
///
/// A byte order mark is passed over. CR LF, LF and CR end a line alike, the last line may lack its
/// end, and blank lines are no rows. Quoted cells may hold line ends and doubled quotes. Any bytes
/// at all end in rows and faults, never in a trap.
package struct CSVReader {
    /// A row, or what is wrong where a row should be.
    package enum Item: Sendable {
        case row(CSVRow)
        case fault(CSVFault)
    }

    private enum Piece {
        case cell(CSVCell)
        case broken(CSVFault.Kind)
    }

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// How many of the bytes have been read.
    private(set) var position: Int
    let bytes: [UInt8]
    private let limits: CSVLimits
    private let separator: UInt8
    private var line = 1
    private var usualCount = 0

    package init(
        _ bytes: [UInt8], limits: CSVLimits = CSVLimits(), separator: UInt8 = UInt8(ascii: ",")
    ) {
        self.bytes = bytes
        self.limits = limits
        self.separator = separator
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The next row or fault; nil at the end of the file. After a fault reading goes on with the
    /// next line, except after a quotation mark that is never closed: that ends the file.
    package mutating func next() -> Item? {
        while position < bytes.count, isLineEnd(bytes[position]) { takeLineEnd() }
        guard position < bytes.count else { return nil }
        let first = line
        var cells: [CSVCell] = []
        cells.reserveCapacity(usualCount)
        while true {
            guard cells.count < limits.cells else {
                return fault(.tooManyCells, line: first, cell: cells.count)
            }
            switch readCell() {
            case .cell(let cell): cells.append(cell)
            case .broken(let kind): return fault(kind, line: first, cell: cells.count)
            }
            guard position < bytes.count, bytes[position] == separator else { break }
            position += 1
        }
        if position < bytes.count { takeLineEnd() }
        usualCount = cells.count
        return .row(CSVRow(line: first, bytes: bytes, cells: cells))
    }

    /// Reads one cell and stops on the comma, line end or end of file after it.
    private mutating func readCell() -> Piece {
        if position < bytes.count, bytes[position] == Self.quote { return readQuotedCell() }
        let start = position
        var seen: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == separator || isLineEnd(byte) { break }
            if byte == Self.quote { return .broken(.quoteInsideCell) }
            if byte == 0 { return .broken(.nul) }
            seen |= byte
            position += 1
        }
        return checked(CSVCell(start: start, end: position, hasDoubledQuotes: false), seen: seen)
    }

    private mutating func readQuotedCell() -> Piece {
        position += 1
        let start = position
        var seen: UInt8 = 0
        var hasDoubledQuotes = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == Self.quote {
                let end = position
                position += 1
                if position < bytes.count, bytes[position] == Self.quote {
                    hasDoubledQuotes = true
                    position += 1
                    continue
                }
                guard isAtCellEnd else { return .broken(.textAfterQuote) }
                let cell = CSVCell(start: start, end: end, hasDoubledQuotes: hasDoubledQuotes)
                return checked(cell, seen: seen)
            }
            if byte == 0 { return .broken(.nul) }
            if isLineEnd(byte) {
                takeLineEnd()
            } else {
                seen |= byte
                position += 1
            }
        }
        return .broken(.unclosedQuote)
    }

    private func checked(_ cell: CSVCell, seen: UInt8) -> Piece {
        if cell.end - cell.start > limits.cellBytes { return .broken(.cellTooLong) }
        if seen >= 0x80, String(validating: bytes[cell.start..<cell.end], as: UTF8.self) == nil {
            return .broken(.notUTF8)
        }
        return .cell(cell)
    }

    private var isAtCellEnd: Bool {
        position == bytes.count || bytes[position] == separator || isLineEnd(bytes[position])
    }

    private func isLineEnd(_ byte: UInt8) -> Bool {
        byte == Self.lineFeed || byte == Self.carriageReturn
    }

    private mutating func takeLineEnd() {
        let isReturn = bytes[position] == Self.carriageReturn
        position += 1
        if isReturn, position < bytes.count, bytes[position] == Self.lineFeed { position += 1 }
        line += 1
    }

    /// Passes over the rest of the line on which reading stopped.
    private mutating func fault(_ kind: CSVFault.Kind, line first: Int, cell: Int) -> Item {
        while position < bytes.count, !isLineEnd(bytes[position]) { position += 1 }
        if position < bytes.count { takeLineEnd() }
        return .fault(CSVFault(line: first, cell: cell, kind: kind))
    }
}
