import Attendance
import Crypto
import Desk

/// What a client calls a request that it may have to send again.
struct IdempotencyKey: Sendable {
    static let longest = 255

    let text: String

    /// A structured string with its quotes, or the bare text; throws `Problem` for anything else.
    init(_ field: String) throws {
        let isQuoted = field.count >= 2 && field.first == "\"" && field.last == "\""
        text = isQuoted ? String(field.dropFirst().dropLast()) : field
        guard (1...Self.longest).contains(text.utf8.count),
            text.utf8.allSatisfy({ (33...126).contains($0) })
        else {
            throw Problem.badRequest(
                "Idempotency-Key must be 1 to \(Self.longest) visible ASCII characters.")
        }
    }

    /// The answer kept under the key, or what `work` answers, which is then kept.
    func answered(
        _ key: ReplyKey, _ asked: Call.Asked, _ ledger: any LedgerWriting,
        _ work: () throws -> Reply
    ) throws -> Reply {
        // What is asked is the query as well: a rehearsal is no closing.
        // The token is not: it may come in another way the next time.
        let query = (asked.query ?? "").split(separator: "&")
            .filter { !$0.hasPrefix("auth_token=") }.joined(separator: "&")
        let asking = "\(query)\n\(asked.ifMatch ?? "")\n"
        let whole = Array(asking.utf8) + asked.body
        let bodyDigest = Array(SHA256.hash(data: whole))
        let expired = asked.moment.adding(seconds: -ReplyKey.secondsKept)
        if let kept = try ledger.reply(to: key, since: expired) {
            guard kept.bodyDigest == bodyDigest else {
                throw Problem(
                    422, 42_201, "This Idempotency-Key was used with another body.")
            }
            var reply = Reply(status: kept.status, contentType: kept.contentType, body: kept.body)
            reply.fields = [("Idempotency-Replayed", "true")]
            return reply
        }
        let reply = try work()
        if reply.status != 401, reply.status != 429, reply.status < 500 {
            try ledger.keep(
                KeptReply(
                    bodyDigest: bodyDigest, status: reply.status, contentType: reply.contentType,
                    body: reply.body),
                to: key, at: asked.moment, expired: expired)
        }
        return reply
    }
}
