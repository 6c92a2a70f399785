import Attendance
import Desk
import Wire

/// `/api/v1/checkin-sessions`.
enum CheckinSessionRoutes {
    private static let base = "/api/v1/checkin-sessions"

    static let all: [Endpoint] = [
        .post(base, .changeSession, create),
        .get(
            base, .listSessions,
            query: [
                "course_id", "classroom_id", "status", "date", "start_date", "end_date", "page",
                "per_page",
            ], isLong: true, list),
        .get(base + "/daily", .listSessions, query: ["date"], isLong: true, daily),
        .get(base + "/{id}", .listSessions, show),
        .get(base + "/{id}/proof", .readCodeAndCounts, proof),
        .post(base + "/{id}/open", .changeSession, open),
        .post(base + "/{id}/close", .changeSession, query: ["dry_run"], close),
    ]

    private static func create(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let body = try call.body()
        let id: OccurrenceID = try body.id("occurrence_id")
        let remark = try body.remark() ?? ""
        let occurrence = try ledger.occurrence(id)
        try call.require(.changeSession, try call.ownership(of: occurrence, ledger))
        let (session, created) = try call.desk.createSession(
            on: id, remark: remark, by: call.token.actor, in: ledger
        ).orProblem()
        return .success(
            ["created": .bool(created), "session": call.shapes.shortSession(session)],
            status: created ? 201 : 200,
            message: created ? "checkin session created" : "checkin session exists")
    }

    private static func list(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        var filter = SessionFilter()
        filter.course = try call.query.id("course_id")
        filter.classroom = try call.query.id("classroom_id")
        filter.status = try call.query.value("status")
        (filter.from, filter.to) = try call.query.dates()
        filter.page = try call.query.page()
        filter.teacher = call.teacher
        filter.within = call.room
        let page = try ledger.sessions(filter)
        return .success([
            "sessions": .array(page.items.map(call.shapes.session)),
            "meta": Call.meta(page, filter.page),
        ])
    }

    private static func daily(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let date = try call.query.date("date") ?? call.desk.today
        var filter = OccurrenceFilter(from: date, to: date)
        filter.teacher = call.teacher
        filter.classroom = call.room
        return .success([
            "date": .string(date.description),
            "sessions": .array(try ledger.daily(filter).map(call.shapes.daily)),
        ])
    }

    private static func show(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let detail = try call.session(for: .listSessions, ledger)
        return Reply.success(["session": call.shapes.session(detail)]).tagged()
    }

    private static func proof(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let detail = try call.session(for: .readCodeAndCounts, ledger)
        guard detail.session.status == .open, let code = detail.session.code else {
            throw Problem.sessionIs(detail.session.status == .draft ? .draft : .closedBefore)
        }
        let proof = try call.desk.proof(
            of: detail.session.id, at: call.asked.moment, in: ledger)
        return .success([
            "session_code": .string(code.text), "proof": .string(proof.text),
            "url": .string("\(call.service.publicURL)/c/\(code.text).\(proof.text)"),
            "expires_at": call.shapes.stamp(proof.expiresAt),
            "counts": call.shapes.counts(try ledger.counts(of: detail.occurrence.id)),
        ])
    }

    private static func open(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let reopening = try call.body().flag("reopen")
        let detail = try call.session(for: .changeSession, ledger)
        let opened = try call.desk.open(
            detail.session.id, reopening: reopening, by: call.token.actor, in: ledger
        ).orProblem()
        return .success(["session": call.shapes.session(opened)])
    }

    private static func close(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let isRehearsal = try call.query.value("dry_run", as: Switch.self) == .on
        _ = try call.body()
        let detail = try call.session(for: .changeSession, ledger)
        let id = detail.session.id
        func answer(_ detail: SessionDetail) throws -> [(String, JSON)] {
            [
                ("session", call.shapes.session(detail)),
                (
                    "counts",
                    call.shapes.counts(try ledger.counts(of: detail.occurrence.id))
                ),
            ]
        }
        guard isRehearsal else {
            let closed = try call.desk.close(id, by: call.token.actor, in: ledger).orProblem()
            return .success(.object(try answer(closed)))
        }
        if case .forbidden(let reason) = detail.session.closing(at: call.asked.moment) {
            throw Problem.sessionIs(reason)
        }
        let changes = try call.desk.rehearseClosing(id, in: ledger).orProblem()
        return .success(
            .object(
                try answer(detail) + [("changes", .array(changes.map(call.shapes.rehearsed)))]))
    }

    private enum Switch: String, CaseIterable {
        case off = "0"
        case on = "1"
    }
}
