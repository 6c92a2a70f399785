import Attendance
import Desk
import Wire

/// The teacher's day: what meets, and what stands of it.
enum TeachRoutes {
    static let all: [Endpoint] = Endpoint.live(
        "/teach", .listSessions, query: ["date"], isLong: true, day)

    private static func day(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        guard let id = call.token.user, let user = try ledger.user(id) else {
            throw Problem.noToken
        }
        let today = call.desk.today
        let asked = call.query["date"].flatMap { SchoolDate($0) }
        let date = asked ?? today
        var filter = OccurrenceFilter(from: date, to: date)
        filter.teacher = call.teacher
        let rows = try ledger.daily(filter).map { try row($0, call, ledger) }
        return call.page(
            "teach",
            [
                "name": user.fullName, "date": "\(date)", "isToday": date == today,
                "weekday": call.voice.words(weekday: date.weekday),
                "rows": rows, "isEmpty": rows.isEmpty,
                "before": "/teach?date=\(date.adding(days: -1))",
                "after": "/teach?date=\(date.adding(days: 1))",
            ], live: "/teach/live" + (asked.map { "?date=\($0)" } ?? ""))
    }

    private static func row(
        _ row: DailyRow, _ call: Call, _ ledger: any LedgerReading
    ) throws -> [String: Any] {
        let words = call.voice.words
        let held = row.occurrence
        let session = row.session?.session
        let status = session?.status ?? .draft
        let isCancelled = held.status == .cancelled
        let state =
            switch status {
            case .draft: isCancelled ? "" : call.word("not_taken")
            case .open: call.word("open_now", ["code": session?.code?.text ?? ""])
            case .closed: call.word("closed_now")
            }
        let counts = [
            "present": "\(row.counts.present)", "late": "\(row.counts.late)",
            "expected": "\(row.counts.expected)",
        ]
        return [
            "id": "\(held.id.number)", "path": Lesson.path(held.id),
            "time": "\(held.start)-\(held.end)",
            "course": held.course.name, "class": held.course.className,
            "room": held.classroom?.name ?? "", "state": held.said(state, call),
            "substitute": try call.substitute(on: held, ledger), "isOpen": status == .open,
            "mayOpen": status == .draft && !isCancelled,
            "counts": words(row.counts.late > 0 ? .countsWithLate : .counts, counts),
        ]
    }
}
