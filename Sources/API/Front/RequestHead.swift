/// What the guard has to know of a head that it lets through.
package struct RequestHead: Sendable, Equatable {
    /// Where the body ends.
    package enum Body: Sendable, Equatable {
        case none
        case length(Int)
        case chunked
    }

    package let method: String
    package let target: String
    package let body: Body
    /// The most that the body may have.
    package let bodyLimit: Int
    /// Does the client wait for `100 Continue`?
    package let expectsContinue: Bool
    /// Is the connection over after the answer?
    package var closes: Bool
}

/// Collects the lines of a head and judges the whole at its end.
struct HeadCollector {
    private var line: RequestLine?
    private var skippedEmptyLine = false
    private var hasHost = false
    private var length: Int?
    private var isChunked = false
    private var expectsContinue = false
    private var closes = false
    private var fields = 0
    private var fieldBytes = 0

    /// The beginning of a target that was refused.
    private var refusedTarget: String?

    /// As far as it has been read.
    var target: String? { line?.target ?? refusedTarget }

    private static func targetBeginning(_ line: Bytes) -> String {
        let target = line.drop { $0 != 0x20 }.dropFirst().prefix(32)
        return String(decoding: target, as: UTF8.self)
    }

    /// Takes a line without its end; the whole head after its last one.
    mutating func take(
        _ bytes: Bytes, limits: ConnectionLimits
    ) throws(Refusal) -> RequestHead? {
        guard let line else {
            if bytes.isEmpty, !skippedEmptyLine {
                skippedEmptyLine = true
            } else {
                do throws(Refusal) {
                    self.line = try RequestLine(bytes, targetBytes: limits.targetBytes)
                } catch {
                    refusedTarget = Self.targetBeginning(bytes)
                    throw error
                }
            }
            return nil
        }
        if bytes.isEmpty { return try finish(line, limits: limits) }
        fields += 1
        fieldBytes += bytes.count + 2
        if fields > limits.fields || fieldBytes > limits.fieldBytes { throw .fieldsTooLarge }
        try take(FieldLine(bytes), of: line)
        return nil
    }

    /// Judges a line that has not ended yet.
    mutating func check(unfinished bytes: Bytes, limits: ConnectionLimits) throws(Refusal) {
        guard let first = bytes.first else { return }
        if line != nil {
            if fieldBytes + bytes.count > limits.fieldBytes + 1 { throw .fieldsTooLarge }
        } else if !Characters.isToken(first) && (first != 0x0d || skippedEmptyLine) {
            throw .malformed
        } else if bytes.count > limits.targetBytes + RequestLine.methodBytes {
            refusedTarget = Self.targetBeginning(bytes)
            throw .targetTooLong
        }
    }

    private mutating func take(_ field: FieldLine, of line: RequestLine) throws(Refusal) {
        switch field.name.count {
        case 4 where field.name.isWord("host"):
            if hasHost || !HostField.isValid(field.value) { throw .malformed }
            if let authority = line.authority,
                authority.lowercased() != field.value.text.lowercased()
            {
                throw .malformed
            }
            hasHost = true
        case 6 where field.name.isWord("expect"):
            guard field.value.isWord("100-continue") else { throw .unknownExpectation }
            expectsContinue = !line.isHTTP10
        // The parser behind hears nothing more after a request that asks for another protocol.
        case 7 where field.name.isWord("upgrade"): closes = true
        case 10 where field.name.isWord("connection"): closes = closes || field.lists("close")
        case 14 where field.name.isWord("content-length"): try takeLength(field)
        case 17 where field.name.isWord("transfer-encoding"):
            let value =
                field.raw.first.map(Characters.isBlank) == true
                ? field.raw.part(1..<field.raw.count) : field.raw
            if isChunked || line.isHTTP10 || !value.isWord("chunked") { throw .malformed }
            isChunked = true
        default: break
        }
    }

    private mutating func takeLength(_ field: FieldLine) throws(Refusal) {
        let digits = field.value
        guard length == nil, !digits.isEmpty, digits.count <= 18,
            digits.allSatisfy(Characters.isDigit)
        else { throw .malformed }
        length = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private func finish(
        _ line: RequestLine, limits: ConnectionLimits
    ) throws(Refusal) -> RequestHead {
        if !hasHost && !line.isHTTP10 || isChunked && length != nil { throw .malformed }
        let hasBody = isChunked || length ?? 0 > 0
        let most = hasBody ? limits.bodyBytes(line.method, line.target) : 0
        if let length, length > most { throw .bodyTooLarge }
        return RequestHead(
            method: line.method, target: line.target,
            body: isChunked ? .chunked : hasBody ? .length(length ?? 0) : .none,
            bodyLimit: most, expectsContinue: expectsContinue && hasBody,
            closes: closes || line.isHTTP10)
    }
}
