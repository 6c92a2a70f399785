import Attendance

// What is written often is written straight into bytes, without a tree before it.
extension [UInt8] {
    /// A name or a part that needs no escapes.
    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { append(contentsOf: $0) }
    }

    package mutating func append(json number: Int64) {
        if number < 0 {
            append(contentsOf: String(number).utf8)
            return
        }
        var divisor: Int64 = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(48 + number / divisor % 10))
            divisor /= 10
        }
    }

    mutating func append(json number: Int64?) {
        if let number { append(json: number) } else { append("null") }
    }

    /// RFC 8259, section 7; DEL and the C1 controls are escaped as well, for terminals.
    mutating func append(json text: String) {
        append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            // C1 controls are C2 80 to C2 9F.
            let isPlain = utf8.allSatisfy {
                $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F && $0 != 0xC2
            }
            if isPlain { append(contentsOf: utf8) } else { appendEscaped(utf8) }
        }
        append(UInt8(ascii: "\""))
    }

    mutating func append(json text: String?) {
        if let text { append(json: text) } else { append("null") }
    }

    private mutating func appendEscaped(_ utf8: UnsafeBufferPointer<UInt8>) {
        for scalar in String(decoding: utf8, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\"": append(#"\""#)
            case "\\": append(#"\\"#)
            case "\n": append(#"\n"#)
            case "\r": append(#"\r"#)
            case "\t": append(#"\t"#)
            default:
                if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                    let digits = String(scalar.value, radix: 16)
                    append(#"\u"#)
                    append(contentsOf: String(repeating: "0", count: 4 - digits.count).utf8)
                    append(contentsOf: digits.utf8)
                } else {
                    append(contentsOf: UTF8.encode(scalar)!)
                }
            }
        }
    }

    mutating func append(json sections: [Int]) {
        append(UInt8(ascii: "["))
        for (position, section) in sections.enumerated() {
            if position > 0 { append(UInt8(ascii: ",")) }
            append(json: Int64(section))
        }
        append(UInt8(ascii: "]"))
    }

    /// As `SchoolZone.stamp`.
    mutating func append(json moment: Moment?, _ zone: SchoolZone) {
        guard let moment else { return append("null") }
        let (date, seconds, offset) = zone.local(moment)
        let (year, month, day) = date.civil
        append(UInt8(ascii: "\""))
        append(two: year / 100, year % 100, "-")
        append(two: month, "-")
        append(two: day, "T")
        append(two: seconds / 3_600, ":")
        append(two: seconds / 60 % 60, ":")
        append(two: seconds % 60, offset < 0 ? "-" : "+")
        append(two: abs(offset) / 3_600, ":")
        append(two: abs(offset) / 60 % 60, "\"")
    }

    private mutating func append(two century: Int, _ year: Int, _ mark: Unicode.Scalar) {
        append(UInt8(48 + century / 10 % 10))
        append(UInt8(48 + century % 10))
        append(two: year, mark)
    }

    private mutating func append(two number: Int, _ mark: Unicode.Scalar) {
        append(UInt8(48 + number / 10 % 10))
        append(UInt8(48 + number % 10))
        append(UInt8(ascii: mark))
    }
}
