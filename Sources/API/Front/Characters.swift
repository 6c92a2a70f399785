/// The character classes of RFC 9110 and RFC 9112, for single bytes.
enum Characters {
    /// May stand in a method or a field name.
    static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x5e...0x7a, 0x21, 0x23...0x27, 0x2a, 0x2b, 0x2d, 0x2e,
            0x7c, 0x7e:
            true
        default: false
        }
    }

    /// May stand in a field value: tab, space, visible ASCII and the bytes of UTF-8.
    static func isValue(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7f || byte == 0x09
    }

    /// May stand in a request target: visible ASCII, but no fragment.
    static func isTarget(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7f && byte != UInt8(ascii: "#")
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// The worth of a hexadecimal digit.
    static func hex(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte) - 0x30
        case 0x41...0x46: Int(byte) - 0x41 + 10
        case 0x61...0x66: Int(byte) - 0x61 + 10
        default: nil
        }
    }

    /// May stand in the name of a host that is no IPv6 address.
    static func isHostName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e: true
        default: false
        }
    }
}

/// Bytes of a request, without a copy.
typealias Bytes = UnsafeRawBufferPointer

extension UnsafeRawBufferPointer {
    /// A part of these bytes that counts from nought.
    func part(_ range: Range<Int>) -> Bytes { Bytes(rebasing: self[range]) }

    /// Are these the letters of a word, in capitals or not? The word is given in small letters.
    func isWord(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        for index in 0..<count {
            let byte = self[index]
            let small = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
            if small != word.utf8Start[index] { return false }
        }
        return true
    }

    /// Without the blanks around.
    var trimmed: Bytes {
        var (low, high) = (0, count)
        while low < high, Characters.isBlank(self[low]) { low += 1 }
        while low < high, Characters.isBlank(self[high - 1]) { high -= 1 }
        return part(low..<high)
    }

    var text: String { String(decoding: self, as: UTF8.self) }
}
