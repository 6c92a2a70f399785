import CPostgres
import Foundation
import LedgerSQL

/// The rows of one answer, in PostgreSQL's binary form: whole numbers big-endian, texts and bytes
/// as they are.
final class PostgresRows: RowCells {
    let result: OpaquePointer
    /// The row that is read.
    var row: Int32 = 0
    let count: Int32
    private let types: [Oid]

    /// Takes the answer, and frees it.
    init(_ result: OpaquePointer) {
        self.result = result
        count = PQntuples(result)
        types = (0..<PQnfields(result)).map { PQftype(result, $0) }
    }

    deinit { PQclear(result) }

    /// How many rows the statement changed.
    var changed: Int { PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// What was done: `COMMIT`, `UPDATE 1`.
    var status: String { PQcmdStatus(result).map { String(cString: $0) } ?? "" }

    func isNull(_ column: Int) -> Bool { PQgetisnull(result, row, Int32(column)) == 1 }

    private func cell(_ column: Int) -> UnsafeRawBufferPointer {
        let length = PQgetlength(result, row, Int32(column))
        return UnsafeRawBufferPointer(
            start: PQgetvalue(result, row, Int32(column)), count: Int(length))
    }

    func integer(_ column: Int) -> Int64 {
        let bytes = cell(column)
        if types[column] == Self.numeric { return Self.whole(ofNumeric: bytes) }
        guard [Self.bool, Self.int2, Self.int4, Self.int8].contains(types[column]),
            let first = bytes.first
        else { return 0 }
        let start: Int64 = first & 0x80 != 0 && bytes.count > 1 ? -1 : 0
        return bytes.reduce(start) { $0 << 8 | Int64($1) }
    }

    func text(_ column: Int) -> String {
        String(decoding: cell(column), as: UTF8.self)
    }

    func bytes(_ column: Int) -> Data { Data(cell(column)) }

    func value(_ column: Int) -> SQLValue {
        if isNull(column) { return .null }
        switch types[column] {
        case Self.bool, Self.int2, Self.int4, Self.int8, Self.numeric:
            return .integer(integer(column))
        case Self.bytea: return .bytes(bytes(column))
        default: return .text(text(column))
        }
    }

    var names: [String] {
        (0..<PQnfields(result)).map { PQfname(result, $0).map { String(cString: $0) } ?? "?" }
    }

    // As catalog pg_type numbers them, in every version.
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let numeric: Oid = 1700

    /// Four digits of ten thousand each, after their count, the weight of the first, and a sign.
    private static func whole(ofNumeric bytes: UnsafeRawBufferPointer) -> Int64 {
        func short(_ place: Int) -> Int {
            Int(Int16(truncatingIfNeeded: Int(bytes[place * 2]) << 8 | Int(bytes[place * 2 + 1])))
        }
        guard bytes.count >= 8 else { return 0 }
        let (digits, weight) = (short(0), short(1))
        var number: Int64 = 0
        for place in 0...max(0, weight) where weight >= 0 {
            number = number * 10_000 + Int64(place < digits ? short(4 + place) : 0)
        }
        return short(2) == 0 ? number : -number
    }
}
