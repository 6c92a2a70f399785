import Attendance
import Desk
import Wire

/// `/api/v1/checkin-records`.
enum CheckinRecordRoutes {
    private static let base = "/api/v1/checkin-records"

    static let all: [Endpoint] = [
        .get(
            base, .readRecords,
            query: [
                "session_id", "student_id", "course_id", "status", "date", "start_date",
                "end_date", "page", "per_page", "after",
            ], isLong: true, list),
        .get(base + "/my-schedule", .readSchedule, query: ["date"], schedule),
        Endpoint(
            method: .get, path: base + "/my-schedule.ics", action: .readCalendar,
            query: ["token"], takesTokenInQuery: true, work: .reading(calendar)),
        .get(base + "/{id}/explain", .readRecords, explain),
        .post(base + "/manual", .changeRoster, mark),
    ]

    private static func list(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        var filter = RecordFilter()
        filter.session = try call.query.id("session_id")
        filter.student = try call.query.id("student_id")
        filter.course = try call.query.id("course_id")
        filter.status = try call.query.value("status")
        (filter.from, filter.to) = try call.query.dates()
        filter.after = try call.query.id("after")
        filter.page = try call.query.page()
        filter.teacher = call.teacher
        if case .user(let user, .student) = call.token.holder { filter.only = user }
        let page = try ledger.records(filter)
        return .success([
            "records": .array(page.items.map(call.shapes.record)),
            "meta": Call.meta(page, filter.page),
        ])
    }

    private static func schedule(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        guard let date = try call.query.date("date") else {
            throw Problem.invalid("?date", "is missing: send date=YYYY-MM-DD")
        }
        guard let student = call.token.user else { throw Problem.noToken }
        let rows = try ledger.schedule(of: student, on: date)
        return Reply.success(call.shapes.schedule(date, rows)).tagged()
    }

    private static func calendar(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let student = try call.student(ledger)
        return try call.calendar(
            of: .student(student.id), named: "My schedule", file: "my-schedule.ics", ledger)
    }

    private static func explain(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let found = try ledger.record(try call.id())
        try call.require(.readRecords, try call.ownership(of: found, ledger))
        guard let found, let occurrence = try ledger.occurrence(found.occurrence) else {
            throw Problem.notFound
        }
        let known = try ledger.evidence(on: found.occurrence, about: found.student.id)
        return .success(call.shapes.explanation(of: found, at: occurrence, from: known))
    }

    private static func mark(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let body = try call.body()
        let session: CheckinSessionID = try body.id("session_id")
        let student: UserID = try body.id("student_id")
        let status: CheckinStatus = try body.value("status")
        let remark = try body.remark()
        let detail = try call.session(for: .changeRoster, ledger, session)
        try RosterRoutes.requireMatch(of: detail, call, ledger)
        let before = try ledger.record(of: student, on: detail.occurrence.id)
        let row = try call.desk.act(
            .mark(.init(value: .status(status), remark: remark)), on: student, in: detail,
            by: call.token.actor, in: ledger
        ).orProblem()
        guard let record = row.record else { preconditionFailure("a mark makes a record") }
        let made = RecordDetail(
            record: record, student: row.student, occurrence: detail.occurrence.id,
            session: session)
        return .success(call.shapes.record(made), status: before?.number == nil ? 201 : 200)
    }
}
