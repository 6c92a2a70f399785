import CPostgres
import Foundation
import LedgerSQL

/// Arguments as libpq takes them.
struct PostgresParameters {
    private var types: [Oid] = []
    private var bytes: [[UInt8]?] = []

    /// Values in the binary form of their types.
    init(_ values: [(type: Oid, bytes: [UInt8])]) {
        types = values.map(\.type)
        bytes = values.map(\.bytes)
    }

    init(_ arguments: SQLArguments) {
        for value in arguments.values {
            switch value {
            case .null:
                // The statement does not name it.
                types.append(PostgresRows.text)
                bytes.append(nil)
            case .integer(let number):
                types.append(PostgresRows.int8)
                bytes.append(withUnsafeBytes(of: number.bigEndian) { Array($0) })
            case .text(let text):
                types.append(PostgresRows.text)
                bytes.append(Array(text.utf8))
            case .bytes(let data):
                types.append(PostgresRows.bytea)
                bytes.append(Array(data))
            }
        }
    }

    /// A list of ids of one kind after the others, as one array.
    init(_ arguments: SQLArguments, _ ids: [SQLValue]) {
        self.init(arguments)
        let kind: BulkInsert.Kind =
            switch ids.first {
            case .integer?: .integer
            case .bytes?: .bytes
            case .text?, .null?, nil: .text
            }
        let (array, element) = PostgresArrays.types(kind)
        types.append(array)
        bytes.append(PostgresArrays.binary(ids, of: element))
    }

    func withPointers<Value>(
        _ body: ([Oid], [UnsafePointer<CChar>?], [Int32], [Int32]) throws -> Value
    ) rethrows -> Value {
        // One block for all values; each ends with a zero, so that none is empty.
        var block: [UInt8] = []
        block.reserveCapacity(bytes.reduce(0) { $0 + ($1?.count ?? 0) + 1 })
        let starts = bytes.map { value in
            defer { block.append(0) }
            guard let value else { return nil as Int? }
            defer { block += value }
            return block.count
        }
        return try block.withUnsafeBytes { block in
            let base = block.baseAddress?.assumingMemoryBound(to: CChar.self)
            return try body(
                types, starts.map { $0.flatMap { start in base.map { $0 + start } } },
                bytes.map { Int32($0?.count ?? 0) }, bytes.map { _ in 1 })
        }
    }
}

/// Rows as one array for each column, which the server takes apart again: one statement for all.
enum PostgresArrays {
    static func sql(_ bulk: BulkInsert) -> String {
        bulk.selecting("\(unnest(bulk.columns)) AS t")
    }

    static func sql(_ bulk: BulkStatement) -> String {
        bulk.selecting("\(unnest(bulk.columns)) AS t")
    }

    /// Ids are taken before anything is inserted, so that it is known which row has which: no order
    /// is promised of what RETURNING gives. Where they come from is looked up once, not for each.
    static func numbered(_ bulk: BulkInsert) -> String {
        let names = bulk.columns.map(\.name).joined(separator: ", ")
        return """
            WITH given AS (
              SELECT nextval((SELECT pg_get_serial_sequence('\(bulk.table)', 'id')::regclass))
                AS id, t.*
              FROM \(unnest(bulk.columns)) WITH ORDINALITY AS t (\(names), place)),
            kept AS (INSERT INTO \(bulk.table) (id, \(names)) SELECT id, \(names) FROM given)
            SELECT id FROM given ORDER BY place
            """
    }

    private static func unnest(_ columns: [(name: String, kind: BulkInsert.Kind)]) -> String {
        let arrays = columns.enumerated().map { place, column in
            "$\(place + 1)::\(name(column.kind))[]"
        }
        return "unnest(\(arrays.joined(separator: ", ")))"
    }

    private static func name(_ kind: BulkInsert.Kind) -> String {
        switch kind {
        case .integer: "int8"
        case .text: "text"
        case .bytes: "bytea"
        }
    }

    /// Of an array, and of what stands in it (pg_type.dat).
    fileprivate static func types(_ kind: BulkInsert.Kind) -> (array: Oid, element: Oid) {
        switch kind {
        case .integer: (1_016, PostgresRows.int8)
        case .text: (1_009, PostgresRows.text)
        case .bytes: (1_001, PostgresRows.bytea)
        }
    }

    static func parameters(
        _ rows: [SQLArguments], _ columns: [(name: String, kind: BulkInsert.Kind)]
    ) -> PostgresParameters {
        PostgresParameters(
            columns.enumerated().map { place, column in
                let (array, element) = types(column.kind)
                return (array, binary(rows.map { $0.values[place] }, of: element))
            })
    }

    /// One dimension, whether there are nulls, the type, how many, counted from 1; then each with
    /// its length before it.
    fileprivate static func binary(_ values: [SQLValue], of type: Oid) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(20 + values.count * 24)
        func append(_ number: Int32) {
            withUnsafeBytes(of: number.bigEndian) { out.append(contentsOf: $0) }
        }
        append(1)
        append(values.contains(.null) ? 1 : 0)
        append(Int32(bitPattern: type))
        append(Int32(values.count))
        append(1)
        for value in values {
            switch value {
            case .null: append(-1)
            case .integer(let number):
                append(8)
                withUnsafeBytes(of: number.bigEndian) { out.append(contentsOf: $0) }
            case .text(let text):
                append(Int32(text.utf8.count))
                out.append(contentsOf: text.utf8)
            case .bytes(let data):
                append(Int32(data.count))
                out.append(contentsOf: data)
            }
        }
        return out
    }
}
