import Attendance
import Desk
import HubSync
import Wire

/// What doors elsewhere ask their hub: to join, and to take what was done.
enum SyncRoutes {
    static let all: [Endpoint] = [
        Endpoint(method: .post, path: HubPath.enrol, action: nil, work: .unnamed(enrol)),
        Endpoint(
            method: .post, path: HubPath.entries, action: .sync,
            bodyType: SyncRequest.contentType, work: .prepared(entries)),
    ]

    private static let longestCode = 64

    private static func enrol(
        _ service: Service, _ asked: Call.Asked, _ ledger: any LedgerWriting
    ) throws -> Reply {
        let code = try Body(asked.body).text("code", most: longestCode)
        guard let (identity, token) = try service.desk.enrol(with: code, in: ledger) else {
            throw Problem(
                422, 42_204,
                "That code does not hold: it is used once, within fifteen minutes. Ask for "
                    + "another.")
        }
        let answer = EnrolmentAnswer(
            device: identity.device, token: token, room: identity.room,
            building: identity.classroom.building, roomNumber: identity.classroom.roomNumber)
        return .success(answer.data)
    }

    /// Read before there is a transaction.
    private static func entries(_ asked: Call.Asked) throws -> Endpoint.Deed {
        let batch: ArrivedBatch
        do {
            batch = try ArrivedBatch(parsing: asked.body)
        } catch {
            throw Problem.badRequest("The head of the lines cannot be taken: \(error).")
        }
        return { call, ledger in
            guard case .device(let door, _) = call.token.holder else { throw Problem.forbidden }
            if try ledger.hubLink() != nil {
                throw Problem(409, 40_904, "This is a door's own database, and no hub.")
            }
            return .success(try call.desk.receive(batch, from: door, in: ledger).data)
        }
    }
}
