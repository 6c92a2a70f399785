/// The first line of a request: `GET /path HTTP/1.1`.
struct RequestLine {
    /// The longest method, so that a line without end is found out.
    static let methodBytes = 32

    let method: String
    let target: String
    /// The host and port of a target in absolute form, which the Host field has to repeat.
    let authority: String?
    let isHTTP10: Bool

    init(_ line: Bytes, targetBytes: Int) throws(Refusal) {
        guard let first = line.firstIndex(of: 0x20), first > 0, first <= Self.methodBytes
        else { throw .malformed }
        let method = line.part(0..<first)
        let rest = line.part(first + 1..<line.count)
        guard method.allSatisfy(Characters.isToken) else { throw .malformed }
        guard let second = rest.firstIndex(of: 0x20) else {
            throw rest.count > targetBytes ? .targetTooLong : .malformed
        }
        let target = rest.part(0..<second)
        if target.count > targetBytes { throw .targetTooLong }
        guard !target.isEmpty, target.allSatisfy(Characters.isTarget) else { throw .malformed }
        isHTTP10 = try Self.isHTTP10(rest.part(second + 1..<rest.count))
        self.method = try Self.method(method)
        self.target = target.text
        authority = try Self.authority(of: target, isOptions: self.method == "OPTIONS")
    }

    private static func isHTTP10(_ version: Bytes) throws(Refusal) -> Bool {
        guard version.count == 8, version[6] == UInt8(ascii: "."),
            version.part(0..<5).elementsEqual("HTTP/".utf8),
            Characters.isDigit(version[5]), Characters.isDigit(version[7])
        else { throw .malformed }
        switch (version[5], version[7]) {
        case (0x31, 0x30): return true
        case (0x31, 0x31): return false
        default: throw .unknownVersion
        }
    }

    /// Only what the parser behind knows as well: anything else it would refuse in its own words.
    private static func method(_ bytes: Bytes) throws(Refusal) -> String {
        let method = bytes.text
        switch method {
        case "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "QUERY":
            return method
        // The parser behind would take the bytes after it for another protocol's.
        case "CONNECT": throw .malformed
        default: throw .unknownMethod
        }
    }

    /// Checks the form of the target.
    private static func authority(of target: Bytes, isOptions: Bool) throws(Refusal) -> String? {
        if target[0] == UInt8(ascii: "/") { return nil }
        if target.count == 1, target[0] == UInt8(ascii: "*"), isOptions { return nil }
        for scheme in ["http://", "https://"] as [StaticString] {
            let length = scheme.utf8CodeUnitCount
            guard target.count > length, target.part(0..<length).isWord(scheme) else { continue }
            let rest = target.part(length..<target.count)
            let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
            let authority = rest.part(0..<(end ?? rest.count))
            guard HostField.isValid(authority) else { throw .malformed }
            return authority.text
        }
        throw .malformed
    }
}
