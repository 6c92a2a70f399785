/// A line of comma-separated values (RFC 4180), without its end.
package struct CSVLine {
    package let text: String

    /// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    package init(_ cells: [String]) {
        text = cells.map(Self.cell).joined(separator: ",")
    }

    private static func cell(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        // A plain number is no formula.
        let safe = isFormula && Double(text) == nil ? "'" + text : text
        let needsQuotes = safe.contains { ",\"\n\r".contains($0) } || safe.first == " "
        return needsQuotes ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
    }
}
