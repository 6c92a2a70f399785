/// What came of asking the hub, before anybody believes it.
package enum HubReply: Equatable, Sendable {
    /// `contentType` and `retryAfter` are the fields' values as they came.
    case answered(status: Int, contentType: String?, retryAfter: String?, body: [UInt8])
    case timedOut
    case unreachable
}

/// The kinds of reply that a door does different things after.
enum HubVerdict: Equatable {
    /// 200 and JSON.
    case whole([UInt8])
    /// 204.
    case nothing
    /// 401 and 403.
    case refused(status: Int)
    /// 409 and 410.
    case gone
    /// 413.
    case tooLarge
    /// No answer in time, or 408.
    case late
    /// 429, 5xx, no network: with the milliseconds that the hub asked for.
    case unavailable(asked: Int64)
    /// A captive portal's page, or whatever else is no answer of a hub.
    case nonsense

    init(_ reply: HubReply) {
        switch reply {
        case .timedOut: self = .late
        case .unreachable: self = .unavailable(asked: 0)
        case .answered(let status, let contentType, let retryAfter, let body):
            switch status {
            case 200: self = Self.isJSON(contentType) ? .whole(body) : .nonsense
            case 204: self = .nothing
            case 401, 403: self = .refused(status: status)
            case 408: self = .late
            case 409, 410: self = .gone
            case 413: self = .tooLarge
            case 429, 500...599: self = .unavailable(asked: Self.milliseconds(retryAfter))
            default: self = .nonsense
            }
        }
    }

    /// `application/json`, with or without parameters.
    private static func isJSON(_ contentType: String?) -> Bool {
        let kind = contentType?.split(separator: ";", omittingEmptySubsequences: false).first
        return kind?.trimmed == "application/json"
    }

    /// Of a Retry-After in seconds (RFC 9110, 10.2.3). A date would need two clocks that agree: it
    /// is the longest pause.
    private static func milliseconds(_ retryAfter: String?) -> Int64 {
        guard let text = retryAfter?[...].trimmed, !text.isEmpty else { return 0 }
        guard text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return BackOff.mostMilliseconds
        }
        // More than can be counted is the most.
        let seconds = Int64(text) ?? .max
        return min(seconds, BackOff.mostAskedMilliseconds / 1_000) * 1_000
    }
}

extension Substring {
    fileprivate var trimmed: String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        let start = drop(while: isBlank)
        return String(start.reversed().drop(while: isBlank).reversed()).lowercased()
    }
}
