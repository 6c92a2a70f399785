import HubSync
import TestKit

/// What becomes of a request.
enum SimFate: CaseIterable {
    case fine, lost, unanswered, twice, late, portal, busy, tooLarge, refused, cut

    static func pick(_ dice: inout SeededDice, isFaulty: Bool) -> SimFate {
        if !isFaulty { return .fine }
        let weights: [(SimFate, Int)] = [
            (.fine, 10), (.lost, 3), (.unanswered, 4), (.twice, 3), (.late, 3), (.portal, 1),
            (.busy, 2), (.tooLarge, 1), (.refused, 1), (.cut, 1),
        ]
        var left = Int.random(in: 0..<weights.reduce(0) { $0 + $1.1 }, using: &dice)
        for (fate, weight) in weights {
            if left < weight { return fate }
            left -= weight
        }
        return .fine
    }

    /// What somebody on the way answers, who is no hub.
    var answer: HubReply? {
        switch self {
        case .portal:
            .answered(
                status: 200, contentType: "text/html", retryAfter: nil,
                body: Array("<h1>Accept the terms</h1>".utf8))
        case .busy: .answered(status: 503, contentType: nil, retryAfter: "2", body: [])
        case .tooLarge: .answered(status: 413, contentType: nil, retryAfter: nil, body: [])
        case .refused: .unreachable
        case .fine, .lost, .unanswered, .twice, .late, .cut: nil
        }
    }
}

/// Something that happens later.
struct SimEvent {
    enum What {
        case arrives(door: Int, request: Int, SimRequest)
        case replied(door: Int, request: Int, HubReply)
    }

    var at: Int64
    var order: Int
    var what: What
}

enum SimRequest {
    case entries([UInt8])
    case feed(Download.Query)
    case snapshot
}
