import CTerminal

/// Columns a scalar takes on a terminal, as the C library's `wcwidth` has it under C.UTF-8.
enum ColumnWidth {
    /// 0, 1 or 2; nil for controls, unassigned scalars and whatever the locale does not know.
    static func of(_ scalar: Unicode.Scalar) -> Int? {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value < 0x7F ? 1 : nil }
        guard localeIsSet else { return nil }
        let width = Int(terminal_column_width(scalar.value))
        return width < 0 ? nil : width
    }

    private static let localeIsSet = terminal_use_utf8() == 0
}
