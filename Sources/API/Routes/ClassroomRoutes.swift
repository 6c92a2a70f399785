import Attendance
import Desk
import Wire

/// `/api/v1/classrooms`: what is held in one, as a calendar follows it.
enum ClassroomRoutes {
    static let all: [Endpoint] = [
        Endpoint(
            method: .get, path: "/api/v1/classrooms/{id}/schedule.ics", action: .readCalendar,
            query: ["token"], takesTokenInQuery: true, work: .reading(calendar))
    ]

    private static func calendar(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let room = try ledger.classroom(try call.id())
        try call.require(.readCalendar, call.ownership(of: room))
        guard let room else { throw Problem.notFound }
        return try call.calendar(of: .room(room.id), named: room.name, file: "room.ics", ledger)
    }
}

extension Call {
    /// How a classroom's calendar stands to the caller.
    fileprivate func ownership(of room: Classroom?) -> Ownership {
        guard let room else { return .missing }
        return token.holder == .roomCalendar(room.id) ? .own : .anothers
    }

    /// A feed: the usual days, as iCalendar.
    func calendar(
        of subject: CalendarSubject, named name: String, file: String, _ ledger: any LedgerReading
    ) throws -> Reply {
        let (first, last) = CalendarSubject.days(around: desk.today)
        let events = try ledger.calendar(of: subject, from: first, to: last)
        let calendar = Calendar(zone: desk.zone, host: service.publicURL)
        var reply = Reply(
            contentType: "text/calendar; charset=utf-8",
            body: calendar.bytes(of: events, named: name, made: asked.moment))
        reply.fields = [("Content-Disposition", "inline; filename=\"\(file)\"")]
        return reply
    }
}
