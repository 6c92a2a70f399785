/// An INSERT of any number of rows.
package struct BulkInsert: Sendable {
    package enum Kind: Sendable {
        case integer, text, bytes
    }

    package let table: String
    package let columns: [(name: String, kind: Kind)]
    /// `ON CONFLICT …`; empty for none.
    package let conflict: String

    package init(_ table: String, _ columns: [(name: String, kind: Kind)], _ conflict: String = "")
    {
        self.table = table
        self.columns = columns
        self.conflict = conflict
    }

    /// The same, where a row with that key is left as it is.
    package func ignoringWhatIsThere(_ key: String) -> BulkInsert {
        BulkInsert(table, columns, "ON CONFLICT (\(key)) DO NOTHING")
    }

    private var head: String {
        "INSERT INTO \(table) (\(columns.map(\.name).joined(separator: ", ")))"
    }

    /// For one row, its values in the order of the columns.
    package var single: String {
        "\(head) VALUES (\(columns.map { _ in "?" }.joined(separator: ", "))) \(conflict)"
    }

    /// For what a list of arrays, or a query in the words of an engine, gives.
    package func selecting(_ source: String) -> String {
        // Without WHERE an upsert of a SELECT reads as a join.
        "\(head) SELECT * FROM \(source) WHERE true \(conflict)"
    }
}

extension SQLTransaction {
    func insert(_ rows: [SQLArguments], _ bulk: BulkInsert) throws {
        if !rows.isEmpty { try statements.insert(rows, bulk) }
    }

    /// As many questions as it takes to name every id; `sql` has `?` where the list stands.
    func forEach(
        of ids: some Sequence<SQLValue>, _ sql: String, _ body: (inout Columns) throws -> Void
    ) throws {
        var rest = Array(ids)[...]
        while !rest.isEmpty {
            // Few lengths, so that statements are prepared once.
            let size = [256, 64, 16, 4, 1].first { $0 <= rest.count } ?? 1
            let some = Array(rest.prefix(size))
            rest = rest.dropFirst(size)
            let marks = some.map { _ in "?" }.joined(separator: ", ")
            try forEach(sql.replacing("?", with: marks), SQLArguments(some)) { columns in
                try body(&columns)
                return true
            }
        }
    }
}
