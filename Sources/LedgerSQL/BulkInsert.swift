/// An INSERT of any number of rows.
package struct BulkInsert: Sendable {
    package enum Kind: Sendable {
        case integer, text, bytes
    }

    package let table: String
    package let columns: [(name: String, kind: Kind)]
    /// `ON CONFLICT …`; empty for none.
    package let conflict: String
    /// For one row, its values in the order of the columns.
    package let single: String
    private let head: String

    package init(_ table: String, _ columns: [(name: String, kind: Kind)], _ conflict: String = "")
    {
        self.table = table
        self.columns = columns
        self.conflict = conflict
        head = "INSERT INTO \(table) (\(columns.map(\.name).joined(separator: ", ")))"
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        single = "\(head) VALUES (\(marks)) \(conflict)"
    }

    /// The same, where a row with that key is left as it is.
    package func ignoringWhatIsThere(_ key: String) -> BulkInsert {
        BulkInsert(table, columns, "ON CONFLICT (\(key)) DO NOTHING")
    }

    /// For what a list of arrays, or a query in the words of an engine, gives.
    package func selecting(_ source: String) -> String {
        // Without WHERE an upsert of a SELECT reads as a join.
        "\(head) SELECT * FROM \(source) WHERE true \(conflict)"
    }
}

/// A statement that goes over rows, any number of them: a table `given` to it.
package struct BulkStatement: Sendable {
    package let columns: [(name: String, kind: BulkInsert.Kind)]
    /// For one row, its values in the order of the columns.
    package let single: String
    private let head: String
    private let sql: String

    package init(given columns: [(name: String, kind: BulkInsert.Kind)], _ sql: String) {
        self.columns = columns
        self.sql = sql
        head = "WITH given (\(columns.map(\.name).joined(separator: ", ")))"
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        single = "\(head) AS (VALUES (\(marks))) \(sql)"
    }

    /// For what a list of arrays gives, in the words of an engine.
    package func selecting(_ source: String) -> String {
        "\(head) AS (SELECT * FROM \(source)) \(sql)"
    }
}

extension SQLTransaction {
    /// Gives a row that is there what an insertion of it would, but for some columns.
    func renew(
        _ row: SQLArguments, _ bulk: BulkInsert, but kept: Set<String>, id: any SQLConvertible
    ) throws {
        let renewed = zip(bulk.columns.map(\.name), row.values).filter { !kept.contains($0.0) }
        let columns = renewed.map { "\($0.0) = ?" }.joined(separator: ", ")
        try run(
            "UPDATE \(bulk.table) SET \(columns) WHERE id = ?",
            SQLArguments(renewed.map(\.1)) + [id])
    }

    func insert(_ rows: [SQLArguments], _ bulk: BulkInsert) throws {
        if !rows.isEmpty { try statements.insert(rows, bulk) }
    }

    func insertNumbered(_ rows: [SQLArguments], _ bulk: BulkInsert) throws -> [Int64] {
        rows.isEmpty ? [] : try statements.insertNumbered(rows, bulk)
    }

    func run(_ rows: [SQLArguments], _ bulk: BulkStatement) throws {
        if !rows.isEmpty { try statements.run(rows, bulk) }
    }

    /// What a query gives about any of the ids; `sql` has `IN (:ids)` where they stand, after the
    /// parameters of `arguments`, which are numbered.
    func forEach(
        of ids: some Sequence<SQLValue>, _ sql: String, _ arguments: SQLArguments = [],
        _ body: (inout Columns) throws -> Void
    ) throws {
        let ids = Array(ids)
        if !ids.isEmpty { try statements.run(sql, arguments, of: ids, body) }
    }
}
