import Attendance
import Desk

/// A table that rosters fill, and how rows of it are found, made and changed.
struct RosterTable {
    typealias Column = (name: String, kind: BulkInsert.Kind)

    let name: String
    /// Whether rows say when they were made and last changed.
    let isTimed: Bool
    let width: Int
    let select: String
    let insertion: BulkInsert
    let update: BulkStatement

    /// `columns` are compared as a whole. A row for which `stays` holds in SQL is not changed.
    init(_ name: String, _ columns: [Column], isTimed: Bool = false, stays: String = "0") {
        self.name = name
        self.isTimed = isTimed
        width = columns.count
        let names = columns.map(\.name).joined(separator: ", ")
        select =
            "SELECT source_id, id, \(stays), \(names) FROM \(name) "
            + "WHERE source = ?1 AND source_id IN (:ids)"
        let key: [Column] = [("source", .text), ("source_id", .text)]
        let made: [Column] = isTimed ? [("created_at", .integer)] : []
        let changed: [Column] = columns + (isTimed ? [("updated_at", .integer)] : [])
        insertion = BulkInsert(name, key + made + changed)
        let new = changed.map { "\($0.name) = g.\($0.name)" }.joined(separator: ", ")
        update = BulkStatement(
            given: [("id", .integer)] + changed,
            "UPDATE \(name) SET \(new) FROM given g WHERE \(name).id = g.id")
    }
}

/// A row as the files have it; `values` in the order of its table's columns.
struct ImportedRow {
    let id: SchoolRoster.SourceID
    let values: [SQLValue]
}

extension RosterImport {
    /// Rows that are looked up, inserted and updated together.
    private static let mostAtOnce = 1_024

    /// Inserts rows, each of another id, or updates them where a column differs; gives their ids.
    @discardableResult
    mutating func upsert<Item>(
        _ items: [Item], _ table: RosterTable,
        _ change: WritableKeyPath<ImportCounts, ImportCounts.Change>,
        _ row: (Item) throws -> ImportedRow
    ) throws -> [Int64] {
        let areNew = try hadNone(in: table.name)
        var ids: [Int64] = []
        var rest = items[...]
        while !rest.isEmpty {
            let some = try rest.prefix(Self.mostAtOnce).map(row)
            rest = rest.dropFirst(Self.mostAtOnce)
            let known = areNew ? [:] : try known(some, in: table)
            ids += try keep(some, known, in: table, &counts[keyPath: change])
        }
        return ids
    }

    /// Whether the source had no row of the table before the first of this import: then nothing
    /// need be looked up.
    mutating func hadNone(in table: String) throws -> Bool {
        if let known = wereNone[table] { return known }
        let any = try transaction.first(
            "SELECT 1 FROM \(table) WHERE source = ? LIMIT 1", [source]
        ) { try $0.take(Int.self) }
        wereNone[table] = any == nil
        return any == nil
    }

    private struct Known {
        let id: Int64
        let isFixed: Bool
        let values: [SQLValue]
    }

    private func known(
        _ rows: [ImportedRow], in table: RosterTable
    ) throws -> [SchoolRoster.SourceID: Known] {
        var known: [SchoolRoster.SourceID: Known] = [:]
        try transaction.forEach(of: rows.map(\.id.sqlValue), table.select, [source]) { columns in
            known[try columns.take()] = Known(
                id: try columns.take(), isFixed: try columns.take(),
                values: (0..<table.width).map { _ in columns.takeAsItStands() })
        }
        return known
    }

    private func keep(
        _ rows: [ImportedRow], _ known: [SchoolRoster.SourceID: Known], in table: RosterTable,
        _ change: inout ImportCounts.Change
    ) throws -> [Int64] {
        let time = table.isTimed ? [moment.milliseconds.sqlValue] : []
        var ids: [Int64?] = []
        var made: [SQLArguments] = []
        var changed: [SQLArguments] = []
        for row in rows {
            let before = known[row.id]
            ids.append(before?.id)
            guard let before else {
                made.append(
                    SQLArguments([source.sqlValue, row.id.sqlValue] + time + row.values + time))
                continue
            }
            if before.isFixed || before.values == row.values {
                change.unchanged += 1
            } else {
                changed.append(SQLArguments([before.id.sqlValue] + row.values + time))
            }
        }
        change.created += made.count
        change.updated += changed.count
        let numbers = try transaction.insertNumbered(made, table.insertion)
        try transaction.run(changed, table.update)
        if numbers.count != made.count { throw Columns.incomplete }
        var next = numbers.makeIterator()
        return ids.compactMap { $0 ?? next.next() }
    }
}
