import Attendance
import Wire

extension Upload {
    package enum Outcome: Equatable, Sendable {
        case advanced
        /// The hub has less than it said before: it was restored, or another took its place.
        case rewound
        /// A greeting was answered.
        case greeted
        /// The hub knows other lines under this epoch: the journal goes again, whole, under a new
        /// one.
        case forked
        /// It does not take from this door: nothing is sent until it does.
        case refused
        case failed
    }

    package struct Received: Equatable, Sendable {
        package var outcome: Outcome
        /// What the hub keeps aside, for staff.
        package var quarantined: [SyncAnswer.Result] = []
        /// Nil where nothing of a hub was heard.
        package var hubTime: Moment?
        package var hubEpoch: UniqueID?
    }

    /// What the reply to the request in flight does. `newEpoch` is taken only where it forks.
    package mutating func receive(
        _ reply: HubReply, at now: Int64, newEpoch: UniqueID,
        using random: inout some RandomNumberGenerator
    ) -> Received {
        guard let request = inFlight else { preconditionFailure("nothing is in flight") }
        inFlight = nil
        switch HubVerdict(reply) {
        case .whole(let body):
            // What is no answer to this request is nothing, whatever it says.
            guard let answer = try? SyncAnswer(parsing: body), answer.isOf(request) else {
                return fail(at: now, using: &random)
            }
            return take(answer, request, at: now, newEpoch: newEpoch, using: &random)
        case .refused(let status):
            refusal = status
            notBefore = now + Self.idleMilliseconds
            return Received(outcome: .refused)
        case .tooLarge:
            halve(request)
            if request.count > 1 { return Received(outcome: .failed) }
            return fail(at: now, using: &random)
        case .late:
            halve(request)
            return fail(at: now, using: &random)
        case .unavailable(let asked): return fail(at: now, asked: asked, using: &random)
        case .nothing, .gone, .nonsense: return fail(at: now, using: &random)
        }
    }

    private mutating func take(
        _ answer: SyncAnswer, _ request: Request, at now: Int64, newEpoch: UniqueID,
        using random: inout some RandomNumberGenerator
    ) -> Received {
        isGreeted = true
        heardHub = request.journal.hub
        refusal = nil
        lastContact = now
        var received = Received(
            outcome: .failed,
            quarantined: answer.results.filter { $0.disposition == .quarantined },
            hubTime: answer.hubTime, hubEpoch: answer.hubEpoch)
        let isForked =
            answer.results.contains { $0.disposition == .fork }
            || answer.highWater > request.journal.newest
        if isForked {
            epoch = newEpoch
            acked = 0
            notBefore = now + backOff.pause(using: &random)
            received.outcome = .forked
            return received
        }
        let before = acked
        // Lines that were not sent now are not confirmed by a number alone.
        acked = min(answer.highWater, max(acked, request.last))
        if acked < before {
            received.outcome = .rewound
        } else if request.count == 0 {
            received.outcome = .greeted
        } else if acked > before {
            received.outcome = .advanced
            most = min(Self.mostLines, most + Self.growth)
        }
        switch received.outcome {
        case .advanced, .greeted:
            backOff.succeed()
            let asked = answer.backoffMilliseconds ?? 0
            notBefore = now + min(asked, BackOff.mostMilliseconds)
        case .rewound, .forked, .refused, .failed:
            notBefore =
                now
                + backOff.pause(
                    asked: answer.backoffMilliseconds ?? 0, using: &random)
        }
        return received
    }

    private mutating func fail(
        at now: Int64, asked: Int64 = 0, using random: inout some RandomNumberGenerator
    ) -> Received {
        notBefore = now + backOff.pause(asked: asked, using: &random)
        return Received(outcome: .failed)
    }

    /// Of what went, not of what might have: long lines fill a request before they are many.
    private mutating func halve(_ request: Request) {
        if request.count > 0 { most = max(1, request.count / 2) }
    }
}

extension SyncAnswer {
    fileprivate func isOf(_ request: Upload.Request) -> Bool {
        nonce == request.nonce
            && results.allSatisfy { $0.seq > request.after && $0.seq <= request.last }
    }
}
