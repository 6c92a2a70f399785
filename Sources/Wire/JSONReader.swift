/// Why bytes are no JSON that is accepted, and where.
package struct JSONFault: Error, Equatable, Sendable {
    package var reason: String
    /// Bytes before the place.
    package var offset: Int
}

extension JSON {
    /// How deep arrays and objects may stand in each other.
    package static let deepest = 32

    /// Reads one JSON text, RFC 8259, in UTF-8. Stricter than most: a key that stands twice in an
    /// object, or nesting deeper than `deepest`, is refused, since two readers would differ on it.
    package init(parsing bytes: some Sequence<UInt8>) throws(JSONFault) {
        var reader = JSONReader(bytes: Array(bytes))
        self = try reader.readAll()
    }
}

private struct JSONReader {
    let bytes: [UInt8]
    var position = 0
    var depth = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func readAll() throws(JSONFault) -> JSON {
        skipSpace()
        let value = try readValue()
        skipSpace()
        if position < bytes.count { throw fault("there is more after the end") }
        return value
    }

    func fault(_ reason: String) -> JSONFault { JSONFault(reason: reason, offset: position) }

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipSpace() {
        while let byte = next, [0x20, 0x0A, 0x0D, 0x09].contains(byte) { position += 1 }
    }

    mutating func take(_ byte: Character) -> Bool {
        guard next == byte.asciiValue else { return false }
        position += 1
        return true
    }

    mutating func readValue() throws(JSONFault) -> JSON {
        guard let byte = next else { throw fault("it ends too early") }
        switch byte {
        case UInt8(ascii: "{"):
            return try nested { (reader) throws(JSONFault) in try reader.readObject() }
        case UInt8(ascii: "["):
            return try nested { (reader) throws(JSONFault) in try reader.readArray() }
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "-"), 0x30...0x39: return try readNumber()
        default:
            for (word, value) in [
                ("true", JSON.bool(true)), ("false", .bool(false)), ("null", .null),
            ]
            where bytes[position...].starts(with: word.utf8) {
                position += word.utf8.count
                return value
            }
            throw fault("no value begins like this")
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(JSONFault) -> JSON
    ) throws(JSONFault) -> JSON {
        depth += 1
        if depth > JSON.deepest { throw fault("it is nested too deeply") }
        position += 1
        skipSpace()
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func readArray() throws(JSONFault) -> JSON {
        var values: [JSON] = []
        if take("]") { return .array(values) }
        while true {
            skipSpace()
            values.append(try readValue())
            skipSpace()
            if take("]") { return .array(values) }
            if !take(",") { throw fault("a comma or ] is missing") }
        }
    }

    private mutating func readObject() throws(JSONFault) -> JSON {
        var members: [(String, JSON)] = []
        var names: Set<String> = []
        if take("}") { return .object(members) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw fault("a name is missing") }
            let name = try readString()
            if !names.insert(name).inserted { throw fault("a name stands twice") }
            skipSpace()
            if !take(":") { throw fault("a colon is missing") }
            skipSpace()
            members.append((name, try readValue()))
            skipSpace()
            if take("}") { return .object(members) }
            if !take(",") { throw fault("a comma or } is missing") }
        }
    }

    private mutating func readNumber() throws(JSONFault) -> JSON {
        let start = position
        _ = take("-")
        if !take("0") { try readDigits() }
        var isWhole = true
        if take(".") {
            isWhole = false
            try readDigits()
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            try readDigits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let whole = Int64(text) { return .int(whole) }
        guard let value = Double(text), value.isFinite else {
            throw fault("a number is too large")
        }
        // 2.0 is a whole number as well.
        if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 { return .int(whole) }
        return .otherNumber(value)
    }

    private mutating func readDigits() throws(JSONFault) {
        let start = position
        while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
        if position == start { throw fault("a digit is missing") }
    }

    private mutating func readString() throws(JSONFault) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw fault("a text is not UTF-8")
                }
                position += 1
                return string
            case UInt8(ascii: "\\"):
                position += 1
                text.append(contentsOf: try readEscape())
            case 0..<0x20:
                throw fault("a text holds a control character")
            default:
                text.append(byte)
                position += 1
            }
        }
        throw fault("a text has no end")
    }

    private mutating func readEscape() throws(JSONFault) -> [UInt8] {
        guard let byte = next else { throw fault("it ends too early") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return try readUnicode()
        default: throw fault("an escape is not known")
        }
    }

    private mutating func readUnicode() throws(JSONFault) -> [UInt8] {
        var value = try readFourHex()
        if (0xD800..<0xDC00).contains(value) {
            guard take("\\"), take("u") else { throw fault("half a surrogate pair") }
            let low = try readFourHex()
            guard (0xDC00..<0xE000).contains(low) else { throw fault("half a surrogate pair") }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value), let encoded = UTF8.encode(scalar) else {
            throw fault("half a surrogate pair")
        }
        return Array(encoded)
    }

    private mutating func readFourHex() throws(JSONFault) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue,
                byte < 0x80
            else { throw fault("an escape needs four hexadecimal digits") }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
