import Attendance
import Desk
import Wire

/// `/api/v1/checkin-sessions/{id}/…`: one session's roster, and what staff decide about it.
enum RosterRoutes {
    private static let base = "/api/v1/checkin-sessions/{id}"

    static let all: [Endpoint] = [
        .get(base + "/roster", .changeRoster, query: ["status"], show),
        .post(base + "/roster", .changeOccurrence, walkIn),
        .post(base + "/toggle-status", .changeRoster, toggle),
        .post(base + "/flags", .changeRoster, judge),
        .post(base + "/void", .changeRoster, void),
        Endpoint(
            method: .get, path: base + "/events", action: .changeRoster,
            work: .streaming(RosterStream.init)),
    ]

    private static func show(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let status: CheckinStatus? = try call.query.value("status")
        let detail = try call.session(for: .changeRoster, ledger)
        return try roster(of: detail, status: status, call, ledger)
    }

    private static func roster(
        of detail: SessionDetail, status: CheckinStatus?, _ call: Call,
        _ ledger: any LedgerReading
    ) throws -> Reply {
        var rows = try ledger.roster(of: detail.occurrence.id)
        if let status { rows.removeAll { $0.record?.status != status } }
        return Reply.success([
            "session": call.shapes.session(detail),
            "roster": call.shapes.roster(rows),
        ]).tagged()
    }

    /// Throws 412 unless the roster is as the caller last read it, where they say how.
    static func requireMatch(
        of detail: SessionDetail, _ call: Call, _ ledger: any LedgerReading
    ) throws {
        guard let wanted = call.asked.ifMatch, wanted != "*" else { return }
        let roster = try roster(of: detail, status: nil, call, ledger)
        let isSame = roster.etag.map { etag in
            wanted.split(separator: ",").contains { $0.filter { $0 != " " } == etag }
        }
        if isSame != true { throw Problem.preconditionFailed }
    }

    private static func toggle(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let body = try call.body()
        let student: UserID = try body.id("student_id")
        let remark = try body.remark()
        if body.isNull("status") {
            return try row(.retract, student, call, ledger)
        }
        let status: CheckinStatus = try body.value("status")
        return try row(
            .mark(.init(value: .status(status), remark: remark)), student, call, ledger)
    }

    private static func judge(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        enum Judgement: String, CaseIterable { case accept, dismiss }
        let body = try call.body()
        let student: UserID = try body.id("student_id")
        let flag: RecordFlag = try body.value("flag")
        let judgement: Judgement = try body.value("action")
        return try row(.judge(flag, accepting: judgement == .accept), student, call, ledger)
    }

    private static func void(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        try row(.void, try call.body().id("student_id"), call, ledger)
    }

    /// Carries out a decision and answers with the student's row.
    private static func row(
        _ act: StaffAct, _ student: UserID, _ call: Call, _ ledger: any LedgerWriting
    ) throws -> Reply {
        let detail = try call.session(for: .changeRoster, ledger)
        try requireMatch(of: detail, call, ledger)
        let row = try call.desk.act(
            act, on: student, in: detail, by: call.token.actor, in: ledger
        ).orProblem()
        return .success(call.shapes.rosterRow(row))
    }

    private static func walkIn(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let student: UserID = try call.body().id("student_id")
        let detail = try call.session(for: .changeOccurrence, ledger)
        let (row, isNew) = try call.desk.walkIn(
            student, to: detail.session.id, by: call.token.actor, in: ledger
        ).orProblem()
        return .success(call.shapes.rosterRow(row), status: isNew ? 201 : 200)
    }
}
