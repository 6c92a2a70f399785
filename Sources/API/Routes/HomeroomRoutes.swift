import Attendance
import Desk
import Wire

/// `/v2p1/year-groups/…/homeroom` and `/v2p1/students/{id}/set_homeroom_attendance`.
enum HomeroomRoutes {
    private static let base = Family.attendancePath + "/year-groups/{id}/homeroom/attendance"

    static let all: [Endpoint] = [
        .get(
            base + "/term/{term_id}", .attendance(.readHomeroom),
            query: ["archived_students", "include_archived_students", "student_ids"], term),
        .get(
            base + "/date/{date}", .attendance(.readHomeroom), query: ["student_ids"], date),
        .get(
            base, .attendance(.readHomeroom), query: ["start_date", "end_date", "student_ids"],
            isLong: true, range),
        .get(
            base + "/term/{term_id}/adjustments", .attendance(.readHomeroom),
            query: ["student_ids"], adjustments),
        .put(base, .attendance(.writeHomeroom), putAll),
        .put(
            Family.attendancePath + "/students/{id}/set_homeroom_attendance",
            .attendance(.writeHomeroom), put),
    ]

    private static func term(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let tallies = try ledger.homeroomTallies(
            of: try call.yearGroup(ledger), in: try call.term(ledger).id,
            try call.studentFilter(archived: true))
        return .bytes(call.attendanceShapes.tallies(tallies, withTimetable: false))
    }

    private static func date(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let group = try call.yearGroup(ledger)
        let date = try call.date(1)
        let students = try ledger.homeroom(
            of: group, from: date, to: date, try call.studentFilter())
        return .object(call.attendanceShapes.homeroomDay(students))
    }

    private static func range(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let group = try call.yearGroup(ledger)
        let (first, last) = try call.dateRange()
        let students = try ledger.homeroom(
            of: group, from: first, to: last, try call.studentFilter())
        return .object(call.attendanceShapes.homeroomRange(students))
    }

    private static func adjustments(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let adjustments = try ledger.adjustments(
            of: try call.yearGroup(ledger), in: try call.term(ledger).id,
            try call.studentFilter())
        return .object(call.attendanceShapes.adjustments(adjustments))
    }

    private static func put(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let student = try call.studentInPath(ledger)
        var fields = try Fields(body: call.asked.body)
        let date = fields.date("date")
        let number = fields.number("status")
        let note = fields.text("notes", most: Body.longestRemark)
        try fields.check()
        guard let date, let number else { throw Problem.wrongStructure }
        try call.desk.setHomeroom(
            number, note: note, of: student, on: date, by: call.token.actor, in: ledger)
        return .object(["status": "ok"])
    }

    private static func putAll(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let group = try call.yearGroup(ledger)
        var rows = try AttendanceRows(call.asked.body, hasPeriods: false)
        rows.judge(
            try call.desk.putHomeroom(
                rows.sound.map(\.row), of: group, by: call.token.actor, in: ledger))
        return .bytes(rows.answer)
    }
}
