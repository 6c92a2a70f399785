import Attendance
import Desk
import Wire

/// A student's own days, on their paired telephone.
enum MeRoutes {
    static let all: [Endpoint] =
        Endpoint.live("/me", .readSchedule, query: ["date"], day) + [
            .get("/me/records/{id}", .readRecords, record),
            .post("/me/calendar", .readCalendar, calendar),
            .post("/me/sign-out", .readSchedule, signOut),
        ]

    private static func day(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let student = try call.student(ledger)
        let today = call.desk.today
        let date = call.query["date"].flatMap { SchoolDate($0) } ?? today
        let monday = date.adding(days: 1 - date.weekday.rawValue)
        let days = try (0..<7).map { offset in
            let day = monday.adding(days: offset)
            return try dayShown(day, of: student, call, ledger).merging([
                "isShown": day == date, "isToday": day == today,
            ]) { $1 }
        }
        let shown = try dayShown(date, of: student, call, ledger)
        return call.page(
            "me",
            [
                "name": student.fullName, "day": shown, "week": days, "date": "\(date)",
                "isToday": date == today,
                "before": "/me?date=\(monday.adding(days: -7))",
                "after": "/me?date=\(monday.adding(days: 7))",
            ], live: "/me/live?date=\(date)")
    }

    private static func dayShown(
        _ date: SchoolDate, of student: User, _ call: Call, _ ledger: any LedgerReading
    ) throws -> [String: Any] {
        let words = call.voice.words
        var filter = RecordFilter()
        (filter.from, filter.to, filter.only) = (date, date, student.id)
        filter.student = student.id
        let records = Dictionary(
            try ledger.records(filter).items.map { ($0.session, $0.record.id) }
        ) { first, _ in first }
        let rows = try ledger.schedule(of: student.id, on: date).map { row -> [String: Any] in
            [
                "time": "\(row.start)-\(row.end)", "course": row.courseName,
                "room": row.room ?? "", "status": row.status?.rawValue ?? "",
                "said": row.status.map { words.status($0) } ?? "",
                "at": row.checkinTime.map { "\(call.desk.zone.time(of: $0))" } ?? "",
                "exception": row.occurrenceStatus.said(call),
                "isOpen": row.sessionStatus == .open && row.status == nil && !row.isCancelled,
                "start": "\(row.start)",
                "record": row.session.flatMap { records[$0] }.map { "/me/records/\($0.number)" }
                    ?? "",
            ]
        }
        return [
            "date": "\(date)", "weekday": words(weekday: date.weekday), "rows": rows,
            "isEmpty": rows.isEmpty,
        ]
    }

    /// What made a record what it is, in words.
    private static func record(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let found = try ledger.record(try call.id())
        try call.require(.readRecords, try call.ownership(of: found, ledger))
        guard let found, let held = try ledger.occurrence(found.occurrence) else {
            throw Problem.notFound
        }
        return call.page("me-record", try Explained(found, held, call, ledger).values)
    }

    /// Gives a feed's address, once; the one before it ends.
    private static func calendar(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let student = try call.student(ledger)
        let text = try call.desk.renewCalendar(of: student, by: call.token.actor, in: ledger)
        let path = "/api/v1/checkin-records/my-schedule.ics?token=\(text)"
        let address = call.service.publicURL + path
        return call.page(
            "me-calendar",
            [
                "address": address,
                "subscribe": "webcal" + address.drop { $0 != ":" },
            ])
    }

    private static func signOut(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        _ = try ledger.revokeToken(
            call.token.id, at: call.asked.moment, by: call.token.actor)
        var reply = call.page("signed-out", [:])
        reply.fields.append(Cookie.phone.cleared(isSecure: call.service.isSecure))
        return reply
    }
}
