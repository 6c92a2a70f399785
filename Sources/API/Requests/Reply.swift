import Crypto
import Wire

/// What is answered, before it is put on the wire.
struct Reply: Sendable {
    static let json = "application/json; charset=utf-8"
    static let problemJSON = "application/problem+json; charset=utf-8"

    var status: Int
    var contentType: String
    var body: [UInt8]
    /// What is sent in place of the body, where that is more than should stand in memory.
    var file: UnnamedFile?
    var fields: [(String, String)] = []
    /// A strong validator of the body, quoted; nil where none is given.
    var etag: String?

    init(status: Int = 200, contentType: String, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// The envelope of the check-in API around `data`.
    static func success(_ data: JSON, status: Int = 200, message: String = "success") -> Reply {
        let envelope: JSON = ["code": 0, "message": .string(message), "data": data]
        return Reply(status: status, contentType: json, body: envelope.bytes)
    }

    /// A problem in the envelope, or as RFC 9457 has it for whoever prefers that.
    init(_ problem: Problem, requestID: String, asProblemJSON: Bool = false) {
        var members: [(String, JSON)]
        if asProblemJSON {
            members = [
                ("type", "about:blank"), ("title", .string(Self.title(of: problem.status))),
                ("status", JSON(problem.status)), ("detail", .string(problem.message)),
                ("code", .int(problem.code)),
            ]
        } else {
            members = [
                ("code", .int(problem.code)), ("message", .string(problem.message)),
                ("data", problem.data),
            ]
        }
        members.append(("request_id", .string(requestID)))
        if !problem.errors.isEmpty {
            members.append(
                (
                    "errors",
                    .array(
                        problem.errors.map {
                            ["pointer": .string($0.pointer), "detail": .string($0.detail)]
                        })
                ))
        }
        self.init(
            status: problem.status, contentType: asProblemJSON ? Self.problemJSON : Self.json,
            body: JSON.object(members).bytes)
        fields = problem.fields
    }

    /// With a validator made of the body.
    func tagged() -> Reply {
        var tagged = self
        tagged.etag = Self.etag(of: body)
        return tagged
    }

    static func etag(of body: [UInt8]) -> String {
        "\"\(Array(SHA256.hash(data: body).prefix(12)).hexadecimal)\""
    }

    static func title(of status: Int) -> String {
        switch status {
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 410: "Gone"
        case 412: "Precondition Failed"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 417: "Expectation Failed"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 501: "Not Implemented"
        case 500: "Internal Server Error"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        default: "Error"
        }
    }
}

/// Whether an If-Match or If-None-Match field names a validator (RFC 9110, 13.1).
func matches(_ field: String, _ etag: String) -> Bool {
    let trimmed = field.filter { $0 != " " && $0 != "\t" }
    return trimmed == "*"
        || trimmed.split(separator: ",").contains { $0 == etag || $0 == "W/" + etag }
}
