import Attendance
import Crypto

/// A row that is written whole says what it was: its `seal`, the last column, is eight bytes of
/// SHA-256 over its values, so that one that was changed past the program, by another or by a
/// failing disk, is told although nothing else has them. Rows of before it have none.
package struct RowSeal: Sendable {
    private let table: String
    private let sealed: [(place: Int, name: String)]

    /// Of rows as `rows` inserts them; `unsealed` are the columns that a row may be given later.
    init(_ rows: BulkInsert, but unsealed: Set<String> = []) {
        table = rows.table
        sealed = rows.columns.enumerated().map { ($0.offset, $0.element.name) }
            .filter { $0.name != "seal" && !unsealed.contains($0.name) }
    }

    /// What is inserted, with its seal at the end.
    func sealing(_ row: SQLArguments) -> SQLArguments {
        var all = row
        all.append(.integer(Self.seal(sealed.lazy.map { row.values[$0.place] })))
        return all
    }

    /// The rows that are not as they were written, by what `name` is in each; at most so many.
    func broken(_ name: String, most: Int, _ transaction: SQLTransaction) throws -> [String] {
        var broken: [String] = []
        let columns = sealed.map(\.name).joined(separator: ", ")
        try transaction.forEach(
            "SELECT \(name), seal, \(columns) FROM \(table) WHERE seal IS NOT NULL", []
        ) { row in
            let name = row.takeAsItStands()
            let seal: Int64 = try row.take()
            if Self.seal(sealed.map { _ in row.takeAsItStands() }) != seal {
                broken.append(name.said)
            }
            return broken.count < most
        }
        return broken
    }

    /// Each value with its kind and its length before it: no two rows are written alike.
    package static func seal(_ values: some Collection<SQLValue>) -> Int64 {
        var written: [UInt8] = []
        written.reserveCapacity(24 * values.count)
        func write(_ number: Int64) {
            withUnsafeBytes(of: number.littleEndian) { written.append(contentsOf: $0) }
        }
        for value in values {
            switch value {
            case .null:
                written.append(0)
            case .integer(let number):
                written.append(1)
                write(number)
            case .text(let text):
                written.append(2)
                write(Int64(text.utf8.count))
                written.append(contentsOf: text.utf8)
            case .bytes(let bytes):
                written.append(3)
                write(Int64(bytes.count))
                written.append(contentsOf: bytes)
            }
        }
        return SHA256.hash(data: written).withUnsafeBytes {
            Int64(littleEndian: $0.loadUnaligned(as: Int64.self))
        }
    }
}

extension SQLValue {
    /// For a sentence about a row.
    fileprivate var said: String {
        switch self {
        case .null: "without a name"
        case .integer(let number): String(number)
        case .text(let text): text
        case .bytes(let bytes): UniqueID(bytes: bytes).map { "\($0)" } ?? "of \(bytes.count) bytes"
        }
    }
}
