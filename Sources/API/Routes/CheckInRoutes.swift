import Attendance
import Desk
import Wire

/// How students check in by HTTP: their own telephone, or a door elsewhere.
enum CheckInRoutes {
    private static let base = "/api/v1/checkin-records"

    static let all: [Endpoint] = [
        .post(base + "/self", .checkInSelf, phone),
        .post(base + "/scan", .checkInAnyone, scan),
    ]

    private static let longestProof = 256

    private static func phone(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let body = try call.body()
        guard let code = SessionCode(try body.text("session_code", most: 64)) else {
            throw Problem.invalid("/session_code", "must be six letters and digits")
        }
        let proof = try body.has("proof") ? body.text("proof", most: longestProof) : nil
        let ticket = try body.has("ticket") ? body.text("ticket", most: longestProof) : nil
        if (proof == nil) == (ticket == nil) {
            throw Problem.invalid("/proof", "or a ticket is needed, and only one of them")
        }
        let student = try call.student(ledger)
        guard let detail = try ledger.session(code: code) else { throw Problem.notFound }
        let opening = try opening(proof: proof, ticket: ticket, of: detail, call, ledger)
        let result = try call.desk.checkInByPhone(
            student, to: detail, opening: opening, in: ledger)
        if case .failure(.sessionIs(let reason)) = result {
            // To a student; what staff can do about it is no help.
            var problem = Problem.sessionIs(reason)
            problem.message = "Check-in is closed. See your teacher."
            throw problem
        }
        let answer = try result.orProblem()
        let status: Int
        switch answer.decision {
        case .accepted: status = 201
        case .repeated: status = 200
        case .refused, .chosen, .staff: throw Problem.notOnRoster
        }
        guard let record = try answer.record.flatMap({ try ledger.record($0) }) else {
            throw Problem.notOnRoster
        }
        return .success(
            call.shapes.record(record), status: status,
            message: call.service.voice.say(answer).message)
    }

    /// The moment that counts: when the telephone's proof was honoured.
    private static func opening(
        proof: String?, ticket: String?, of detail: SessionDetail, _ call: Call,
        _ ledger: any LedgerReading
    ) throws -> Moment {
        let session = detail.session.id
        let moment = call.asked.moment
        if let proof {
            let isHonoured = try call.desk.honours(
                proof: proof, of: session, at: moment, in: ledger)
            if isHonoured { return moment }
        } else if let ticket {
            let opening = try call.desk.opening(
                ticket: ticket, for: call.token.id, session: session, at: moment, in: ledger)
            if let opening { return opening }
        }
        throw Problem.staleProof
    }

    private static let longestScan = 4_096

    private static func scan(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        guard case .device(let door, _) = call.token.holder else { throw Problem.forbidden }
        let body = try call.body()
        let line = try body.text("scan", most: longestScan)
        let moment = try body.textIf("moment", most: 64).map { text in
            guard let moment = Moment(stamp: text) else {
                throw Problem.invalid("/moment", "must be an instant as RFC 3339 has it")
            }
            guard moment.isCredible(at: call.asked.moment) else {
                throw Problem.invalid("/moment", "is in the future, or more than 7 days ago")
            }
            return moment
        }
        let id = try body.textIf("attempt_id", most: 64).map { text in
            guard let id = UniqueID(text) else {
                throw Problem.invalid("/attempt_id", "must be a UUID")
            }
            return id
        }
        let said = try answer(
            to: Scan(parsing: Array(line.utf8)), at: moment ?? call.asked.moment, id, door, call,
            ledger)
        let record = try said.record.flatMap { try ledger.record($0) }
        guard case .object(let members) = said.json(call.shapes) else {
            preconditionFailure("a door's answer is an object")
        }
        return .success(
            .object(members + [("record", record.map(call.shapes.record) ?? .null)]))
    }

    private static func answer(
        to scan: Scan, at moment: Moment, _ id: UniqueID?, _ door: Attempt.Door, _ call: Call,
        _ ledger: any LedgerWriting
    ) throws -> DoorAnswer {
        let voice = call.service.voice
        switch scan.content {
        case .nothing: return .ignored
        // Keys are pressed where one sees what they do.
        case .withdrawal: return voice.nothingToWithdraw
        case .myDay: return voice.noDayToShow
        case .pairing: return voice.noPhoneToPair
        case .schedule(let code):
            let day = try call.desk.schedule(
                of: code, on: call.desk.zone.date(of: moment), in: ledger)
            return day.map(voice.say) ?? voice.noSuchDay
        case .rejected, .sessionLink, .token:
            let attempt = Attempt(
                id: id ?? call.desk.newID(at: moment), scan: scan, moment: moment,
                origin: .door(door))
            return voice.say(try call.desk.checkIn(attempt, in: ledger), to: scan.content)
        }
    }
}
