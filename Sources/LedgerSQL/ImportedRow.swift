import Attendance
import Desk

/// How rows of one table are found and made: the same for all of an import.
struct RowForm {
    /// Nil where the source had no row before: nothing need be looked up.
    let select: String?
    let insert: String
}

extension RosterImport {
    typealias Cells = [(String, (any SQLConvertible)?)]

    /// Inserts a row, or updates it where a column differs; gives its id.
    ///
    /// `columns` are compared as a whole; `created` are only written when the row is new, `touched`
    /// whenever one is written. A row for which `stays` holds in SQL is not changed.
    mutating func upsert(
        _ table: String, _ id: SchoolRoster.SourceID, _ columns: Cells, created: Cells = [],
        touched: Cells = [], stays: String = "0",
        _ change: WritableKeyPath<ImportCounts, ImportCounts.Change>
    ) throws -> Int64 {
        let values = columns.map { $0.1?.sqlValue ?? .null }
        let form = try form(of: table, columns, created + touched, stays: stays)
        if let select = form.select,
            let (row, isFixed, before) = try existing(select, id, columns.count)
        {
            if isFixed || before == values {
                counts[keyPath: change].unchanged += 1
                return row
            }
            let changed = columns + touched
            try transaction.run(
                "UPDATE \(table) SET \(changed.map { "\($0.0) = ?" }.joined(separator: ", ")) "
                    + "WHERE id = ?", SQLArguments(changed.map(\.1) + [row]))
            counts[keyPath: change].updated += 1
            return row
        }
        counts[keyPath: change].created += 1
        return try transaction.insert(
            form.insert,
            SQLArguments(
                [source.sqlValue, id.sqlValue] + values
                    + (created + touched).map { $0.1?.sqlValue ?? .null }))
    }

    /// Whether the source had no row of the table before the first of this import.
    func hadNone(in table: String) -> Bool {
        forms.contains { $0.key.hasPrefix(table + " ") && $0.value.select == nil }
    }

    private func existing(
        _ select: String, _ id: SchoolRoster.SourceID, _ count: Int
    ) throws -> (Int64, isFixed: Bool, before: [SQLValue])? {
        try transaction.first(select, [source, id]) { row in
            (
                try row.take(Int64.self), try row.take(Bool.self),
                (0..<count).map { _ in row.takeAsItStands() }
            )
        }
    }

    private mutating func form(
        of table: String, _ columns: Cells, _ others: Cells, stays: String
    ) throws -> RowForm {
        let key = "\(table) \(columns.count)"
        if let known = forms[key] { return known }
        let any = try transaction.first(
            "SELECT 1 FROM \(table) WHERE source = ? LIMIT 1", [source]
        ) { try $0.take(Int.self) }
        let names = columns.map(\.0).joined(separator: ", ")
        let all = (["source", "source_id"] + (columns + others).map(\.0))
        let form = RowForm(
            select: any == nil
                ? nil
                : "SELECT id, \(stays), \(names) FROM \(table) WHERE source = ? AND source_id = ?",
            insert: "INSERT INTO \(table) (\(all.joined(separator: ", "))) VALUES ("
                + all.map { _ in "?" }.joined(separator: ", ") + ")")
        forms[key] = form
        return form
    }
}
