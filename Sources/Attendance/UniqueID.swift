/// A UUIDv7: made once at the edge, so that whatever travels can be told from its repetition.
package struct UniqueID: Hashable, Comparable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// RFC 9562, version 7: 48 bits of milliseconds, then the given chance.
    package init(at moment: Moment, randomHigh: UInt64, randomLow: UInt64) {
        high = UInt64(bitPattern: moment.milliseconds) << 16 | 0x7000 | (randomHigh & 0x0FFF)
        low = 0x8000_0000_0000_0000 | (randomLow & 0x3FFF_FFFF_FFFF_FFFF)
    }

    /// Reads 32 hexadecimal digits with or without hyphens; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let digits = text.utf8.filter { $0 != UInt8(ascii: "-") }
        guard digits.count == 32 else { return nil }
        var halves: [UInt64] = [0, 0]
        for (position, digit) in digits.enumerated() {
            let value: UInt8
            switch digit {
            case 48...57: value = digit - 48
            case 65...70: value = digit - 55
            case 97...102: value = digit - 87
            default: return nil
            }
            halves[position / 16] = halves[position / 16] << 4 | UInt64(value)
        }
        self.init(high: halves[0], low: halves[1])
    }

    package static func < (left: UniqueID, right: UniqueID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension UniqueID: CustomStringConvertible {
    package var description: String {
        func hex(_ value: UInt64, _ width: Int) -> String {
            let digits = String(value, radix: 16)
            return String(repeating: "0", count: width - digits.count) + digits
        }
        return [
            hex(high >> 32, 8), hex(high >> 16 & 0xFFFF, 4), hex(high & 0xFFFF, 4),
            hex(low >> 48, 4), hex(low & 0xFFFF_FFFF_FFFF, 12),
        ].joined(separator: "-")
    }
}

/// A public id: a positive integer from a counter of its own for each kind of thing.
package struct ID<Entity>: Hashable, Comparable, Sendable {
    package let number: Int64

    package init(_ number: Int64) {
        self.number = number
    }

    package static func < (left: ID, right: ID) -> Bool { left.number < right.number }
}

/// What an id may name; none of them has a value.
package enum UserEntity {}
package enum CourseEntity {}
package enum ClassroomEntity {}
package enum OccurrenceEntity {}
package enum CheckinSessionEntity {}
package enum RecordEntity {}
package enum DeviceEntity {}

package typealias UserID = ID<UserEntity>
package typealias CourseID = ID<CourseEntity>
package typealias ClassroomID = ID<ClassroomEntity>
package typealias OccurrenceID = ID<OccurrenceEntity>
package typealias CheckinSessionID = ID<CheckinSessionEntity>
package typealias RecordID = ID<RecordEntity>
package typealias DeviceID = ID<DeviceEntity>
