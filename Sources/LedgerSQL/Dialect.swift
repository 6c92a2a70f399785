/// What the engines say differently.
package enum Dialect: Sendable {
    case sqlite, postgres

    /// 1 for Monday to 7, of a date in a column.
    func weekday(_ date: String) -> String {
        switch self {
        case .sqlite: "((strftime('%w', \(date)) + 6) % 7 + 1)"
        case .postgres: "extract(isodow FROM \(date)::date)"
        }
    }

    /// The Monday of the week of a date in a column.
    func monday(of date: String) -> String {
        switch self {
        case .sqlite: "date(\(date), 'weekday 0', '-6 days')"
        case .postgres: "to_char(date_trunc('week', \(date)::date), 'YYYY-MM-DD')"
        }
    }

    /// That a text is digits only.
    func isDigits(_ text: String) -> String {
        switch self {
        case .sqlite: "\(text) NOT GLOB '*[^0-9]*'"
        case .postgres: "\(text) !~ '[^0-9]'"
        }
    }

    /// A join with the periods of a record, each with its `number`.
    func periods(of column: String) -> (join: String, number: String) {
        switch self {
        case .sqlite: ("JOIN json_each(\(column)) p", "p.value ->> 'number'")
        case .postgres:
            (
                "JOIN LATERAL json_array_elements(\(column)::json) p ON true",
                "CAST(p.value ->> 'number' AS bigint)"
            )
        }
    }

    /// What is another once another server has taken the database's place: it may lack what was
    /// answered last. A file changes only by being restored, which says so itself.
    func life(_ transaction: SQLTransaction) throws -> String {
        switch self {
        case .sqlite: return ""
        case .postgres:
            // The first eight digits of the log's files are the timeline.
            let file = try transaction.first("SELECT pg_walfile_name(pg_current_wal_lsn())") {
                try $0.take(String.self)
            }
            return String((file ?? "").prefix(8))
        }
    }
}
