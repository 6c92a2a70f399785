import Attendance
import Desk
import QR
import Wire

/// What a projector shows a room: the code and how many are there, and nobody's name.
enum ShowRoutes {
    static let all: [Endpoint] =
        Endpoint.live(
            "/show/{code}", .readCodeAndCounts, query: ["token"], ticks: .seconds(1), show) + [
            .post("/teach/lessons/{id}/show", .changeSession, begin)
        ]

    /// How long a cookie of a projector is kept: its token may be taken back before.
    private static let secondsShown: Int64 = 12 * 3_600

    private static func show(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        guard case .projector(let id) = call.token.holder, let detail = try ledger.session(id),
            let code = detail.session.code,
            SessionCode(call.asked.parameters.first ?? "") == code
        else { throw Problem.notFound }
        // Out of the address bar, and out of what a browser remembers.
        if let token = call.query["token"] {
            return go(to: code, with: token, call)
        }
        let moment = call.asked.moment
        let isOpen = detail.session.isOpen(at: moment)
        return call.page(
            "show",
            try room(detail, call, ledger).merging(
                isOpen ? try qr(detail, code, call, ledger) : [:]
            ) { $1 }, live: "/show/\(code.text.lowercased())/live")
    }

    private static func go(to code: SessionCode, with token: String, _ call: Call) -> Reply {
        let path = "/show/\(code.text.lowercased())"
        var reply = Reply.go(to: path)
        reply.fields.append(
            Cookie.projector.of(path).field(
                token, seconds: secondsShown, isSecure: call.service.isSecure))
        return reply
    }

    private static func qr(
        _ detail: SessionDetail, _ code: SessionCode, _ call: Call, _ ledger: any LedgerReading
    ) throws -> [String: Any] {
        let link = Desk.checkInLink(
            call.service.publicURL, code, proofKey: try ledger.proofKey(of: detail.session.id),
            at: call.asked.moment)
        let square = try QRCode(link)
        return [
            "square": square.path, "side": "\(square.sizeWithQuietZone)", "code": code.text,
        ]
    }

    private static func room(
        _ detail: SessionDetail, _ call: Call, _ ledger: any LedgerReading
    ) throws -> [String: Any] {
        let (zone, words) = (call.desk.zone, call.voice.words)
        let held = detail.occurrence
        let counts = try ledger.counts(of: held.id)
        let start = zone.moment(held.date, held.start)
        let isOpen = detail.session.isOpen(at: call.asked.moment)
        let left = detail.session.secondsUntilLate(at: call.asked.moment, start: start)
        let late = zone.time(of: detail.session.lateAfter(start: start))
        let arrivals = try ledger.roster(of: held.id).compactMap { $0.record?.checkinTime }
        return [
            "course": held.course.name, "room": held.classroom?.name ?? "",
            "time": "\(held.start)-\(held.end)",
            "there": "\(counts.present + counts.late)", "expected": "\(counts.expected)",
            "of": call.word("of_expected", ["count": "\(counts.expected)"]),
            "late": counts.late > 0
                ? call.word("of_them_late", ["count": "\(counts.late)"]) : "",
            "isClosed": !isOpen, "closed": words(.closed),
            "seconds": isOpen ? left.map { "\($0)" } ?? "" : "",
            "since": isOpen && left == nil ? words(.lateSince, ["time": "\(late)"]) : "",
            "curve": Arrivals(arrivals, of: counts.expected, from: start, at: call.asked.moment)?
                .points ?? "",
        ]
    }

    /// A teacher's own browser becomes the projector of a lesson.
    private static func begin(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let occurrence: OccurrenceID = try call.id()
        let detail = try ledger.session(of: occurrence)
        try call.require(
            .changeSession,
            try call.ownership(of: try ledger.occurrence(occurrence), session: detail, ledger))
        guard let detail, let code = detail.session.code else {
            return call.refused(
                .sessionIs(.draft), back: "/teach/lessons/\(occurrence.number)")
        }
        let text = try call.desk.projectorToken(
            of: detail, by: call.token.actor, in: ledger)
        return go(to: code, with: text, call)
    }
}
