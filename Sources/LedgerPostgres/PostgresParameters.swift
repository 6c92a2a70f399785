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
        let arrays = bulk.columns.enumerated().map { place, column in
            "$\(place + 1)::\(name(column.kind))[]"
        }
        return bulk.selecting("unnest(\(arrays.joined(separator: ", "))) AS t")
    }

    private static func name(_ kind: BulkInsert.Kind) -> String {
        switch kind {
        case .integer: "int8"
        case .text: "text"
        case .bytes: "bytea"
        }
    }

    /// Of an array, and of what stands in it (pg_type.dat).
    private static func types(_ kind: BulkInsert.Kind) -> (array: Oid, element: Oid) {
        switch kind {
        case .integer: (1_016, PostgresRows.int8)
        case .text: (1_009, PostgresRows.text)
        case .bytes: (1_001, PostgresRows.bytea)
        }
    }

    static func parameters(_ rows: [SQLArguments], _ bulk: BulkInsert) -> PostgresParameters {
        PostgresParameters(
            bulk.columns.enumerated().map { place, column in
                let (array, element) = types(column.kind)
                return (array, binary(rows.map { $0.values[place] }, of: element))
            })
    }

    /// One dimension, whether there are nulls, the type, how many, counted from 1; then each with
    /// its length before it.
    private static func binary(_ values: [SQLValue], of type: Oid) -> [UInt8] {
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
