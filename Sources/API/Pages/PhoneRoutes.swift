import Attendance
import Desk
import Wire

/// A student's own check-in: what the QR on a door opens.
enum PhoneRoutes {
    static let all: [Endpoint] = [
        .get("/c/{proof}", .checkInSelf, open),
        .post("/c/{proof}", .checkInSelf, checkIn),
    ]

    private static let longestTicket = 256

    /// `CODE.PROOF`, as the QR has it; the code alone names the session of a ticket.
    private static func session(
        _ call: Call, _ ledger: any LedgerReading
    ) throws -> (detail: SessionDetail, proof: String)? {
        let parts = (call.asked.parameters.first ?? "")
            .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let code = parts.first.flatMap({ SessionCode(String($0)) }),
            let detail = try ledger.session(code: code)
        else { return nil }
        return (detail, parts.count > 1 ? String(parts[1]) : "")
    }

    /// The proof is redeemed by opening: whoever was in the room then may take two minutes.
    private static func open(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let moment = call.asked.moment
        guard let (detail, proof) = try session(call, ledger),
            try call.desk.honours(
                proof: proof, of: detail.session.id, at: moment, in: ledger)
        else { return stale(call) }
        if !detail.session.isOpen(at: moment) { return closed(call) }
        let student = try call.student(ledger)
        let held = detail.occurrence
        let ticket = try call.desk.ticket(
            for: call.token.id, session: detail.session.id, opening: moment, in: ledger)
        return call.page(
            "check-in",
            [
                "course": held.course.name, "room": held.classroom?.name ?? "",
                "time": "\(held.start)-\(held.end)", "name": student.givenName,
                "address": "/c/\(detail.session.code?.text.lowercased() ?? "")", "ticket": ticket,
            ])
    }

    private static func checkIn(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let form = call.form(["ticket"])
        guard let (detail, _) = try session(call, ledger), let ticket = form["ticket"],
            ticket.utf8.count <= longestTicket,
            let opening = try call.desk.opening(
                ticket: ticket, for: call.token.id, session: detail.session.id,
                at: call.asked.moment, in: ledger)
        else { return stale(call) }
        let result = try call.desk.checkInByPhone(
            try call.student(ledger), to: detail, opening: opening, in: ledger)
        guard case .success(let answer) = result else { return closed(call) }
        let said = call.voice.say(answer)
        return call.page(
            "checked-in",
            [
                "word": said.word, "message": said.message,
                "outcome": said.status?.rawValue ?? said.outcome.rawValue,
                "course": detail.occurrence.course.name,
                "receipt": said.receipt.map {
                    call.voice.words(.receipt, ["code": $0])
                } ?? "",
            ])
    }

    private static func stale(_ call: Call) -> Reply {
        refused(call, call.word("stale"), call.word("stale_how"))
    }

    private static func closed(_ call: Call) -> Reply {
        refused(call, call.voice.words(.closed), call.voice.words(.closedNow))
    }

    private static func refused(_ call: Call, _ word: String, _ message: String) -> Reply {
        var reply = call.page(
            "checked-in", ["word": word, "message": message, "outcome": "refused"])
        reply.status = 422
        return reply
    }
}
