import Attendance
import Desk
import Wire

/// The teacher's page: what meets today, and what stands of it.
enum TeachRoutes {
    static let all: [Endpoint] = [.get("/teach", .listSessions, isLong: true, today)]

    private static func today(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        guard let id = call.token.user, let user = try ledger.user(id) else {
            throw Problem.noToken
        }
        let date = call.desk.today
        var filter = OccurrenceFilter(from: date, to: date)
        filter.teacher = call.teacher
        let words = call.voice.words
        let rows = try ledger.daily(filter).map { row(call, $0) }
        return call.page(
            "teach",
            [
                "name": user.fullName, "date": "\(words(weekday: date.weekday)) \(date)",
                "rows": rows, "isEmpty": rows.isEmpty,
            ])
    }

    private static func row(_ call: Call, _ row: DailyRow) -> [String: Any] {
        let words = call.voice.words
        let session = row.session?.session
        let state =
            switch session?.status {
            case nil, .draft: call.word("not_taken")
            case .open: call.word("open_now", ["code": session?.code?.text ?? ""])
            case .closed: call.word("closed_now")
            }
        let counts = [
            "present": "\(row.counts.present)", "late": "\(row.counts.late)",
            "expected": "\(row.counts.expected)",
        ]
        return [
            "time": "\(row.occurrence.start)-\(row.occurrence.end)",
            "course": row.occurrence.course.name, "class": row.occurrence.course.className,
            "room": row.occurrence.classroom?.name ?? "", "state": state,
            "isOpen": session?.status == .open,
            "counts": words(row.counts.late > 0 ? .countsWithLate : .counts, counts),
        ]
    }
}
