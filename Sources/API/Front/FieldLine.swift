/// One line of a field section, checked: `Name: value`.
struct FieldLine {
    let name: Bytes
    /// With the blanks around it.
    let raw: Bytes

    init(_ line: Bytes) throws(Refusal) {
        var colon = 0
        while colon < line.count, Characters.isToken(line[colon]) { colon += 1 }
        guard colon > 0, colon < line.count, line[colon] == UInt8(ascii: ":")
        else { throw .malformed }
        name = line.part(0..<colon)
        raw = line.part(colon + 1..<line.count)
        for byte in raw where !Characters.isValue(byte) { throw .malformed }
    }

    var value: Bytes { raw.trimmed }

    /// Does the value list the word, among others after commas?
    func lists(_ word: StaticString) -> Bool {
        value.split(separator: UInt8(ascii: ",")).contains {
            Bytes(rebasing: $0).trimmed.isWord(word)
        }
    }

    /// Would say again, after the body, how long it was or whom it was for?
    var isForbiddenInTrailers: Bool {
        switch name.count {
        case 4: name.isWord("host")
        case 6: name.isWord("expect")
        case 7: name.isWord("upgrade") || name.isWord("trailer")
        case 10: name.isWord("connection")
        case 14: name.isWord("content-length")
        case 17: name.isWord("transfer-encoding")
        default: false
        }
    }
}
