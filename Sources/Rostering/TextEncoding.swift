import Glibc

/// How the letters of a file are written. Recognised from the bytes, as no file says it.
enum TextEncoding: String {
    case utf8 = "UTF-8"
    case utf16Little = "UTF-16 LE"
    case utf16Big = "UTF-16 BE"
    case gb18030 = "GB18030"
    case windows1252 = "Windows-1252"

    /// The text as UTF-8 without a byte order mark; nil where the bytes are no text in any of them.
    static func decoded(_ bytes: [UInt8]) -> (text: [UInt8], encoding: TextEncoding)? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            return isUTF8(bytes[3...]) ? (Array(bytes[3...]), .utf8) : nil
        }
        if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), .utf16Little) }
        if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), .utf16Big) }
        if let guess = unmarkedUTF16(bytes) { return utf16(bytes[...], guess) }
        if bytes.contains(0) { return nil }
        if isUTF8(bytes[...]) { return (bytes, .utf8) }
        if hasPairs(bytes), let text = converted(bytes, from: "GB18030") { return (text, .gb18030) }
        return windows1252(bytes).map { ($0, .windows1252) }
    }

    private static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        String(validating: bytes, as: UTF8.self) != nil
    }

    /// Text of Europe in UTF-16 has a zero in every second byte.
    private static func unmarkedUTF16(_ bytes: [UInt8]) -> TextEncoding? {
        let start = bytes.prefix(512)
        guard start.count >= 4, bytes.count.isMultiple(of: 2) else { return nil }
        let zeros = start.indices.filter { start[$0] == 0 }
        let odd = zeros.count { !$0.isMultiple(of: 2) }
        guard zeros.count * 4 >= start.count else { return nil }
        if odd * 10 >= zeros.count * 9 { return .utf16Little }
        return odd * 10 <= zeros.count ? .utf16Big : nil
    }

    private static func utf16(
        _ bytes: ArraySlice<UInt8>, _ encoding: TextEncoding
    ) -> (text: [UInt8], encoding: TextEncoding)? {
        let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map { place in
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            return encoding == .utf16Little ? second << 8 | first : first << 8 | second
        }
        guard bytes.count.isMultiple(of: 2), let text = String(validating: units, as: UTF16.self)
        else { return nil }
        return (Array(text.utf8), encoding)
    }

    /// Chinese letters are pairs of high bytes; letters of Europe stand alone among low ones.
    private static func hasPairs(_ bytes: [UInt8]) -> Bool {
        var even = 0
        var odd = 0
        var run = 0
        for byte in bytes + [0] {
            if byte >= 0x80 {
                run += 1
            } else if run > 0 {
                if run.isMultiple(of: 2) { even += 1 } else { odd += 1 }
                run = 0
            }
        }
        return even > 0 && even >= odd * 3
    }

    private static func converted(_ bytes: [UInt8], from name: String) -> [UInt8]? {
        guard let converter = iconv_open("UTF-8", name), Int(bitPattern: converter) != -1 else {
            return nil
        }
        defer { iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        // Two bytes become three at most, and four become four.
        var output = [UInt8](repeating: 0, count: bytes.count * 2 + 4)
        var (left, room) = (input.count, output.count)
        let status = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBytes { target in
                var from = source.baseAddress
                var to = target.baseAddress?.assumingMemoryBound(to: CChar.self)
                return iconv(converter, &from, &left, &to, &room)
            }
        }
        guard Int(status) >= 0, left == 0 else { return nil }
        output.removeLast(room)
        return output
    }

    private static func windows1252(_ bytes: [UInt8]) -> [UInt8]? {
        var text = String.UnicodeScalarView()
        for byte in bytes {
            guard (0x80...0x9F).contains(byte) else {
                text.append(Unicode.Scalar(byte))
                continue
            }
            guard let scalar = high[Int(byte) - 0x80] else { return nil }
            text.append(scalar)
        }
        return Array(String(text).utf8)
    }

    /// 0x80 to 0x9F, of which five mean nothing.
    private static let high: [Unicode.Scalar?] = [
        "€", nil, "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", nil, "Ž", nil,
        nil, "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", nil, "ž", "Ÿ",
    ]
}
