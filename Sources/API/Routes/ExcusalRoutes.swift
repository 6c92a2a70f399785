import Attendance
import Desk
import Wire

/// `/v2p1/students/…/excusals`.
enum ExcusalRoutes {
    private static let base = Family.attendancePath + "/students"
    private static let longestComment = 2_000

    static let all: [Endpoint] = [
        .get(
            base + "/excusals/{date}", .attendance(.excusals),
            query: Call.paging.union(["student_ids"]), onDate),
        .get(
            base + "/{id}/excusals", .attendance(.excusals),
            query: Call.paging.union(["applies_on"]), ofStudent),
        .post(base + "/{id}/excusals", .attendance(.excusals), create),
        .patch(base + "/{id}/excusals/{excusal_id}", .attendance(.excusals), change),
        .delete(base + "/{id}/excusals/{excusal_id}", .attendance(.excusals), remove),
    ]

    private static func onDate(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let page = call.attendancePage
        let found = try ledger.excusals(
            of: try call.studentFilter().only, on: try call.date(0), page)
        return call.list("excusals", found, page, call.attendanceShapes.excusal)
    }

    private static func ofStudent(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let student = try call.studentInPath(ledger)
        let page = call.attendancePage
        let found = try ledger.excusals(
            of: [student], on: try call.queryDate("applies_on"), page)
        return call.list("excusals", found, page, call.attendanceShapes.excusal)
    }

    private static func reply(_ kept: KeptExcusal, _ call: Call, status: Int = 200) -> Reply {
        .object(["excusal": call.attendanceShapes.excusal(kept)], status: status)
    }

    private static func create(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let student = try call.studentInPath(ledger)
        var fields = try Fields(body: call.asked.body, wrapper: "excusal")
        let parent = fields.id("parent_id")
        let start = fields.date("start_date")
        let end = fields.dateIf("end_date")
        let comment = fields.text("comment", most: longestComment)
        try fields.check()
        guard let parent, let start else { throw Problem.wrongStructure }
        let result = try call.desk.excuse(
            student, from: start, to: end ?? start, by: UserID(parent), comment: comment ?? "",
            actor: call.token.actor, in: ledger)
        return reply(try kept(result), call, status: 201)
    }

    private static func change(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let student = try call.studentInPath(ledger)
        let known = try call.excusal(of: student, ledger)
        var fields = try Fields(body: call.asked.body, wrapper: "excusal")
        let end = fields.dateIf("end_date")
        let comment = fields.text("comment", most: longestComment)
        try fields.check()
        let result = try call.desk.change(
            known, end: end, comment: comment, actor: call.token.actor, in: ledger)
        return reply(try kept(result), call)
    }

    private static func remove(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let student = try call.studentInPath(ledger)
        let known = try call.excusal(of: student, ledger)
        try call.desk.remove(known, actor: call.token.actor, in: ledger)
        return reply(known, call)
    }

    private static func kept(_ result: Desk.ExcusalResult) throws -> KeptExcusal {
        switch result {
        case .success(let kept): return kept
        case .failure(.notLinked(let parent, let child)):
            throw Problem.fields([
                (
                    "parent_id",
                    "Parent with ID=\(parent.number) is not linked to the Student with "
                        + "ID=\(child.number) via a relationship"
                )
            ])
        case .failure(.excusal(.duration)):
            throw Problem.fields([
                (
                    "duration",
                    "The duration must be a positive number, and it must be between 1 and "
                        + "\(Excusal.longestDays), inclusively"
                )
            ])
        case .failure(.excusal(.overlap(let free))):
            throw Problem.fields([
                (
                    "duration",
                    "The selected duration overlaps with another attendance excusal. Please "
                        + "adjust so that the duration is up to \(free) day\(free == 1 ? "" : "s")."
                )
            ])
        case .failure(let other): throw Problem(other)
        }
    }
}
