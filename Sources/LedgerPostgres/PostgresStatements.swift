import LedgerSQL

extension PostgresConnection: Statements {
    var dialect: Dialect { .postgres }

    @discardableResult
    func run(
        _ sql: String, _ arguments: SQLArguments, _ body: (inout Columns) throws -> Bool
    ) throws -> Int {
        let rows = try send(PortableSQL.translated(sql, arguments), arguments)
        try step(through: rows, body)
        return rows.changed
    }

    func run(
        _ sql: String, _ arguments: SQLArguments, of ids: [SQLValue],
        _ body: (inout Columns) throws -> Void
    ) throws {
        let place = arguments.values.count + 1
        // A name is of one row. An array of many is gone through for each row of a table that is
        // taken to be small; as rows of their own they are not.
        let isNames = if case .integer? = ids.first { false } else { true }
        let list = isNames ? "IN (SELECT unnest(?\(place)))" : "= ANY (?\(place))"
        let asked = PortableSQL.translated(sql, arguments, list: list)
        try forEachPart(of: ids) { ids in
            let rows = try send(asked, PostgresParameters(arguments, Array(ids)))
            try step(through: rows) { columns in
                try body(&columns)
                return true
            }
        }
    }

    /// A statement may take a minute, and not more.
    private static let mostAtOnce = 10_000

    private func forEachPart<Row>(
        of rows: [Row], _ body: (ArraySlice<Row>) throws -> Void
    ) rethrows {
        var rest = rows[...]
        while !rest.isEmpty {
            try body(rest.prefix(Self.mostAtOnce))
            rest = rest.dropFirst(Self.mostAtOnce)
        }
    }

    private func step(
        through rows: PostgresRows, _ body: (inout Columns) throws -> Bool
    ) throws {
        while rows.row < rows.count {
            var columns = Columns(row: rows)
            if try !body(&columns) { break }
            rows.row += 1
        }
    }

    func insert(_ sql: String, _ arguments: SQLArguments) throws -> Int64 {
        let rows = try send(PortableSQL.translated(sql + " RETURNING id", arguments), arguments)
        if rows.count != 1 { throw Columns.incomplete }
        return rows.integer(0)
    }

    func insert(_ rows: [SQLArguments], _ bulk: BulkInsert) throws {
        try post(PostgresArrays.sql(bulk), rows, bulk.columns)
    }

    func insertNumbered(_ rows: [SQLArguments], _ bulk: BulkInsert) throws -> [Int64] {
        if rows.count == 1 { return [try insert(bulk.single, rows[0])] }
        let numbered = try send(
            PortableSQL.translated(PostgresArrays.numbered(bulk), []),
            PostgresArrays.parameters(rows, bulk.columns))
        var ids: [Int64] = []
        try step(through: numbered) { columns in
            ids.append(try columns.take())
            return true
        }
        return ids
    }

    func run(_ rows: [SQLArguments], _ bulk: BulkStatement) throws {
        try post(PostgresArrays.sql(bulk), rows, bulk.columns)
    }

    private func post(
        _ sql: String, _ rows: [SQLArguments], _ columns: [(name: String, kind: BulkInsert.Kind)]
    ) throws {
        let sql = PortableSQL.translated(sql, [])
        try forEachPart(of: rows) {
            try post(sql, PostgresArrays.parameters(Array($0), columns))
        }
    }

    /// What is freed is written over by VACUUM, which is the server's own business.
    func overwriting(_ body: () throws -> Void) throws { try body() }

    private func send(_ sql: String, _ arguments: SQLArguments) throws -> PostgresRows {
        try send(sql, PostgresParameters(arguments))
    }
}
