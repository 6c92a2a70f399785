import Attendance
import Desk

/// What a look comes to, where an answer may have to wait.
enum Waiting: Sendable {
    typealias Work = @Sendable (Call, any LedgerReading) throws -> Waiting

    case reply(Reply)
    /// The room has no feed yet: it begins, and the next look finds it.
    case workOut(ClassroomID)
    /// Looked at again when the room's feed has another head; `otherwise` is the answer where it
    /// has none in time.
    case until(room: ClassroomID, changesFrom: Int64, seconds: Int64, otherwise: Reply)
}

extension Service {
    /// Each look is a transaction of its own, in which the token must hold.
    func answer(
        _ endpoint: Endpoint, waiting work: @escaping Waiting.Work,
        _ call: @escaping @Sendable (any LedgerReading) throws -> Call
    ) async throws -> Reply {
        let look = { @Sendable (ledger: any LedgerReading) in
            try work(try call(ledger), ledger)
        }
        let began = ContinuousClock.now
        while true {
            let found =
                endpoint.isLong
                ? try await desk.ledger.readLong(look) : try await desk.ledger.readSoon(look)
            switch found {
            case .reply(let reply): return reply
            case .workOut(let room):
                _ = try await desk.ledger.write { [desk] in try desk.workOut(of: room, in: $0) }
            case .until(let room, let revision, let seconds, let otherwise):
                let isNew = await feeds.wait(
                    for: room, after: revision, until: began + .seconds(seconds))
                if !isNew { return otherwise }
            }
        }
    }
}
