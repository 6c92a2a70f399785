import Attendance
import Desk
import Wire

/// `/v2p1/classes/…/attendance` and `…/timetable`.
enum AttendanceRoutes {
    private static let base = Family.attendancePath + "/classes"

    static let all: [Endpoint] = [
        .get(
            base + "/{id}/attendance/term/{term_id}", .attendance(.readClasses),
            query: ["archived_students", "include_archived_students", "student_ids"], term),
        .get(
            base + "/{id}/attendance/date/{date}", .attendance(.readClasses),
            query: ["student_ids"], date),
        .get(
            base + "/{id}/attendance", .attendance(.readClasses),
            query: ["start_date", "end_date", "student_ids"], isLong: true, range),
        .put(base + "/{id}/attendance", .attendance(.writeClasses), put),
        .get(
            base + "/{id}/timetable", .attendance(.readClasses), query: ["include_disabled"],
            timetable),
        .get(
            base + "/attendance/missing/{date}", .attendance(.readClasses), isLong: true, missing),
    ]

    private static func term(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let (course, term) = try call.termOfClass(ledger)
        let tallies = try ledger.tallies(
            of: course, in: term, try call.studentFilter(archived: true))
        return .bytes(call.attendanceShapes.tallies(tallies, withTimetable: true))
    }

    private static func date(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let course = try call.course(ledger)
        let date = try call.date(1)
        guard try ledger.terms(of: course.id).dates?.contains(date) ?? true else {
            throw Problem.attendance(404, "Date is out of class term date range")
        }
        let students = try ledger.attendance(
            in: course.id, from: date, to: date, try call.studentFilter())
        return .object(call.attendanceShapes.day(students))
    }

    private static func range(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let course = try call.course(ledger)
        let (first, last) = try call.dateRange()
        let students = try ledger.attendance(
            in: course.id, from: first, to: last, try call.studentFilter())
        return .object(call.attendanceShapes.range(students))
    }

    private static func timetable(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let course = try call.course(ledger)
        let slots = try ledger.slots(
            of: course.id, includingDisabled: try call.query.flag("include_disabled"))
        let terms = Set(try ledger.terms(of: course.id).map(\.id))
        let years = try ledger.academicYears().filter { year in
            year.terms.contains { terms.contains($0.id) }
        }
        return .object(call.attendanceShapes.timetable(of: years, slots))
    }

    private static func missing(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let classes = try ledger.untaken(on: try call.date(0), before: call.asked.moment)
        return .object(["classes": .array(classes.map(call.attendanceShapes.untaken))])
    }

    private static func put(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let course = try call.course(ledger)
        var rows = try AttendanceRows(call.asked.body, hasPeriods: true)
        rows.judge(
            try call.desk.put(
                rows.sound.map(\.row), in: course.id, by: call.token.actor, in: ledger))
        return .bytes(rows.answer)
    }
}
