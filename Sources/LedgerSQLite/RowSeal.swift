import Crypto
import LedgerSQL

/// What a row is, in eight bytes of SHA-256 over its values.
enum RowSeal {
    /// Each value with its kind and its length before it: no two rows are written alike.
    static func seal(_ values: [SQLValue]) -> Int64 {
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
