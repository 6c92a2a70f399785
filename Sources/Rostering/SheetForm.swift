import Attendance

/// How a dialect writes one kind of file: where it stands, and what its headers are called.
struct SheetForm<Column: SheetColumn>: Sendable {
    var file = Column.file
    /// Columns whose cells may not be blank.
    var required = Column.required
    /// Columns that the header must have.
    var headed = Column.headed
    /// Headers that are not spelt as the column's own name.
    var spelling: [Column: String] = [:]
    /// What stands in columns that the file does not have.
    var constants: [Column: String] = [:]
    /// What stands before every cell of a column, where ids of two files could be alike.
    var prefixes: [Column: String] = [:]
    /// The columns that make the id of a row where the file has none.
    var idFrom: [Column] = []
    /// True where the rows are part of rows about something else: one without an id tells nothing,
    /// and an id that comes again tells nothing new.
    var isInline = false
    /// Headers in small letters that are known and left unread.
    var ignored: Set<String> = []
    var dates = DateStyle.iso
    /// Reads another letter case without a word, as the dialect is not strict about it.
    var isLenient = false
    /// True where the file holds changes only.
    var isDelta = false

    func name(of column: Column) -> String { spelling[column] ?? column.rawValue }

    /// The known columns by their headers in small letters.
    var headers: [String: Column] {
        Dictionary(Column.allCases.map { (name(of: $0).lowercased(), $0) }) { first, _ in first }
    }
}

/// How a dialect writes dates.
enum DateStyle: Sendable {
    /// `2026-08-31`
    case iso
    /// `8/31/2026`, or as `iso`.
    case us
    /// `2026-08-31T00:00:00Z`, of which the date is taken, or as `iso`.
    case timestamp

    var example: String {
        switch self {
        case .iso, .timestamp: "year-month-day, for example 2026-08-31"
        case .us: "month/day/year, for example 8/31/2026"
        }
    }

    func date(_ text: String) -> SchoolDate? {
        if let date = SchoolDate(text) { return date }
        switch self {
        case .iso: return nil
        case .timestamp:
            let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[1].utf8.count >= 5 else { return nil }
            return SchoolDate(parts[0])
        case .us:
            // A time after the date, as spreadsheets add it, is let go.
            let parts = text.prefix { $0 != " " }
                .split(separator: "/", omittingEmptySubsequences: false)
            let digits = parts.map { Self.number($0) }
            guard digits.count == 3, let month = digits[0], let day = digits[1],
                let year = digits[2], parts[2].utf8.count == 4
            else { return nil }
            return SchoolDate(year: year, month: month, day: day)
        }
    }

    private static func number(_ text: Substring) -> Int? {
        (1...4).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
            ? Int(text) : nil
    }
}
