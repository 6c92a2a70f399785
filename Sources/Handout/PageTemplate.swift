import Mustache

extension MustacheTemplate {
    /// A template of HTML in which what is filled in is escaped, every byte of it.
    ///
    /// NB: the library's own escaping goes by what a person calls a character, of which a quotation
    /// mark and an accent upon it are one: that it lets through, and a browser ends an attribute
    /// there.
    package init(page text: String) throws {
        MustacheContentTypes.register(EscapedBytes(), named: EscapedBytes.name)
        try self.init(string: "{{% CONTENT_TYPE:\(EscapedBytes.name)}}" + text)
    }
}

private struct EscapedBytes: MustacheContentType {
    static let name = "ESCAPED_BYTES"

    func escapeText(_ text: String) -> String {
        guard text.utf8.contains(where: { Self.escape(of: $0) != nil }) else { return text }
        var escaped: [UInt8] = []
        for byte in text.utf8 {
            if let escape = Self.escape(of: byte) {
                escaped += escape.utf8
            } else {
                escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func escape(of byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
