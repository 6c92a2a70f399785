import Attendance
import Foundation

/// The cells of one sheet as CSV, every row on the line of its number.
final class SheetCells: XMLPart {
    private(set) var csv: [UInt8] = []
    private let strings: [String]
    private let dateStyles: Set<Int>
    private let is1904: Bool
    private let limits: CSVLimits

    private var lines = 0
    private var row = 0
    private var cells: [String] = []
    private var column = 0
    private var kind = ""
    private var style = 0
    private var now = ""
    private var isValue = false

    /// The highest row that a workbook has.
    private static let mostRows = 1_048_576

    init(strings: [String], dateStyles: Set<Int>, is1904: Bool, limits: CSVLimits) {
        self.strings = strings
        self.dateStyles = dateStyles
        self.is1904 = is1904
        self.limits = limits
    }

    override func begin(_ element: String, _ attributes: [String: String]) {
        switch element {
        case "row":
            row = attributes["r"].flatMap { Int($0) } ?? row + 1
            cells = []
            column = -1
            if !(lines + 1...Self.mostRows).contains(row) { fault = .damaged }
        case "c":
            column = attributes["r"].map(Self.column) ?? column + 1
            kind = attributes["t"] ?? "n"
            style = attributes["s"].flatMap { Int($0) } ?? 0
            now = ""
        case "v", "t": isValue = true
        default: break
        }
    }

    override func end(_ element: String) {
        switch element {
        case "v", "t": isValue = false
        case "c": keep()
        case "row": write()
        default: break
        }
    }

    override func text(_ text: String) {
        // One cell holds 32,767 characters at most.
        if isValue, now.utf8.count <= limits.cellBytes * 4 { now += text }
    }

    private func keep() {
        guard !now.isEmpty, (0..<limits.cells).contains(column) else { return }
        let text =
            switch kind {
            case "s": Int(now).flatMap { strings.indices.contains($0) ? strings[$0] : nil } ?? ""
            case "b": now == "1" ? "true" : "false"
            case "n": number(now)
            default: now
            }
        while cells.count <= column { cells.append("") }
        cells[column] = text
    }

    /// A number as a person reads it: a date where the style shows one, and never `2.02E+09`.
    private func number(_ text: String) -> String {
        guard let value = Double(text), value.isFinite, abs(value) < 1e15 else { return text }
        if dateStyles.contains(style), (1..<2_958_466).contains(value) {
            // Day 0 is 1899-12-30, as 1900 is held for a leap year; or 1904-01-01.
            return SchoolDate(days: Int(value) - (is1904 ? 24_107 : 25_569)).description
        }
        return value == value.rounded() ? String(Int(value)) : text
    }

    private func write() {
        while lines < row - 1 {
            csv.append(0x0A)
            lines += 1
        }
        for (place, cell) in cells.enumerated() {
            if place > 0 { csv.append(UInt8(ascii: ",")) }
            csv.append(UInt8(ascii: "\""))
            for byte in cell.utf8 {
                // A line end in a cell would shift the numbers of the rows below.
                switch byte {
                case 0x0A, 0x0D: csv.append(0x20)
                case UInt8(ascii: "\""): csv += [byte, byte]
                default: csv.append(byte)
                }
            }
            csv.append(UInt8(ascii: "\""))
        }
        csv.append(0x0A)
        lines = row
        if csv.count > limits.fileBytes { fault = .tooLarge }
    }

    /// The column of a reference, 0 for `A7`; -1 for none.
    private static func column(_ reference: String) -> Int {
        var place = 0
        for byte in reference.utf8.prefix(4) where (65...90).contains(byte) {
            place = place * 26 + Int(byte) - 64
        }
        return place - 1
    }
}
