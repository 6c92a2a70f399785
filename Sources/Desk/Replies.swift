import Attendance

/// What a request that may be sent again is known by.
package struct ReplyKey: Hashable, Sendable {
    package var token: TokenID
    /// Method and path.
    package var route: String
    package var key: String

    /// How long an answer is kept.
    package static let secondsKept: Int64 = 24 * 3_600
    /// How many of one token's are kept at most; the oldest go.
    package static let mostKept = 10_000

    package init(token: TokenID, route: String, key: String) {
        self.token = token
        self.route = route
        self.key = key
    }
}

/// The first answer to such a request, and what it was asked with.
package struct KeptReply: Equatable, Sendable {
    /// SHA-256 of the request's body.
    package var bodyDigest: [UInt8]
    package var status: Int
    package var contentType: String
    package var body: [UInt8]

    package init(bodyDigest: [UInt8], status: Int, contentType: String, body: [UInt8]) {
        self.bodyDigest = bodyDigest
        self.status = status
        self.contentType = contentType
        self.body = body
    }
}
