import Attendance

// What only the feed's shapes hold.
extension SyncFields {
    func code(_ name: String) throws(SyncFault) -> UserCode {
        guard let code = UserCode(try text(name, most: UserCode.longest)) else {
            throw fault(name, "must be 1 to 64 printable characters without a space")
        }
        return code
    }

    private static let longestDate = 10

    func dateIf(_ name: String) throws(SyncFault) -> SchoolDate? {
        guard let text = try textIf(name, most: Self.longestDate) else { return nil }
        guard let date = SchoolDate(text) else {
            throw fault(name, "must be a date that exists, as YYYY-MM-DD")
        }
        return date
    }

    func date(_ name: String) throws(SyncFault) -> SchoolDate {
        try required(name, try dateIf(name))
    }

    /// Minutes from midnight.
    func time(_ name: String) throws(SyncFault) -> TimeOfDay {
        let minutes = try whole(name, in: 0...1_440)
        return try required(name, TimeOfDay(minutes: Int(minutes)))
    }

    /// Two hexadecimal digits each.
    func bytes(_ name: String, count: Int) throws(SyncFault) -> [UInt8] {
        let text = try text(name, most: count * 2)
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        if digits.count != count * 2 || text.utf8.count != count * 2 {
            throw fault(name, "must be \(count * 2) hexadecimal digits")
        }
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }

    /// None where the member is missing.
    func listIf(_ name: String, most: Int) throws(SyncFault) -> [SyncFields] {
        has(name) ? try list(name, most: most) : []
    }
}

extension JSON {
    init(hex bytes: [UInt8]) {
        self = .string(
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }
}
