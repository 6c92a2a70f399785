import NIOCore

/// Why the guard turns a request away; the raw value is the status of the answer.
package enum Refusal: Int, Error, Sendable, CaseIterable {
    case malformed = 400
    case tooSlow = 408
    case bodyTooLarge = 413
    case targetTooLong = 414
    case unknownExpectation = 417
    case fieldsTooLarge = 431
    case unknownMethod = 501
    case unavailable = 503
    case unknownVersion = 505

    /// The reason phrase of the status line.
    package var reason: String {
        switch self {
        case .malformed: "Bad Request"
        case .tooSlow: "Request Timeout"
        case .bodyTooLarge: "Content Too Large"
        case .targetTooLong: "URI Too Long"
        case .unknownExpectation: "Expectation Failed"
        case .fieldsTooLarge: "Request Header Fields Too Large"
        case .unknownMethod: "Not Implemented"
        case .unavailable: "Service Unavailable"
        case .unknownVersion: "HTTP Version Not Supported"
        }
    }
}

/// The words of a refusal: more header fields, and a body, for a status and the request's target
/// as far as it is known.
package typealias RefusalWords =
    @Sendable (_ status: Int, _ target: String?) -> (
        fields: [(String, String)], body: [UInt8]
    )

extension Refusal {
    /// The whole answer, as it goes to the client.
    func answer(
        words: RefusalWords, target: String?, retryAfter: Int, isForHead: Bool
    ) -> ByteBuffer {
        let (fields, body) = words(rawValue, target)
        var text = "HTTP/1.1 \(rawValue) \(reason)\r\n"
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        if self == .unavailable { text += "Retry-After: \(retryAfter)\r\n" }
        text += "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        var buffer = ByteBuffer(string: text)
        if !isForHead { buffer.writeBytes(body) }
        return buffer
    }
}
