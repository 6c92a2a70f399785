import Attendance
import Desk
import Foundation

extension SQLTransaction {
    /// Everything that was done to a session.
    package func history(of session: CheckinSessionID) throws -> SessionHistory {
        SessionHistory(
            try all(
                """
                SELECT id, moment, kind, code, grace_minutes, saw, has_hub_time
                FROM session_event WHERE session_id = ?
                """, [session.number], SessionEvent.init))
    }

    /// Notes what has been done to a session, where anything has; `before` is nil where it was
    /// made.
    func note(
        from before: CheckinSession?, to after: CheckinSession, at moment: Moment, by actor: Actor
    ) throws {
        guard let kind = SessionEvent.Kind(from: before, to: after) else { return }
        let event = SessionEvent(
            id: Self.made(at: moment), moment: Self.moment(of: kind, after) ?? moment, kind: kind,
            saw: try history(of: after.id).newest)
        try keep(event, of: after.id)
        try tell(event, on: after.occurrence, by: actor)
    }

    /// An interval may begin or end at another moment than that of the deed.
    private static func moment(of kind: SessionEvent.Kind, _ after: CheckinSession) -> Moment? {
        switch kind {
        case .created: nil
        case .opened, .reopened: after.intervals.last?.opened
        case .closed: after.intervals.last?.closed
        }
    }

    private static let eventRows = eventRows("WHERE session_event.has_hub_time = 0")
    private static let hubsEventRows = eventRows("")

    private static func eventRows(_ condition: String) -> BulkInsert {
        BulkInsert(
            "session_event",
            [
                ("id", .bytes), ("session_id", .integer), ("moment", .integer), ("kind", .text),
                ("code", .text), ("grace_minutes", .integer), ("saw", .bytes),
                ("has_hub_time", .integer),
            ],
            """
            ON CONFLICT (id) DO UPDATE SET moment = excluded.moment,
              has_hub_time = excluded.has_hub_time \(condition)
            """)
    }

    /// Once, however often it comes; when it was, until that is known by the hub's time.
    package func keep(_ event: SessionEvent, of session: CheckinSessionID) throws {
        try keep([(event, session)])
    }

    /// As above, or as the hub has them now; no event stands there twice.
    func keep(
        _ events: [(event: SessionEvent, session: CheckinSessionID)], asHubHasThem: Bool = false
    ) throws {
        try insert(
            events.map { event, session in
                let columns = event.kind.columns
                return [
                    event.id.bytes, session.number, event.moment.milliseconds, columns.kind,
                    columns.code, columns.grace, event.saw.sorted().bytes, event.hasHubTime,
                ]
            }, asHubHasThem ? Self.hubsEventRows : Self.eventRows)
    }

    /// Everything that was done to sessions.
    func histories(
        of sessions: some Sequence<CheckinSessionID>
    ) throws -> [CheckinSessionID: SessionHistory] {
        var events: [CheckinSessionID: [SessionEvent]] = [:]
        try forEach(
            of: sessions.map { .integer($0.number) },
            """
            SELECT session_id, id, moment, kind, code, grace_minutes, saw, has_hub_time
            FROM session_event WHERE session_id IN (:ids)
            """
        ) { columns in
            let session: CheckinSessionID = try columns.takeID()
            events[session, default: []].append(try SessionEvent(&columns))
        }
        return events.mapValues { SessionHistory($0) }
    }
}

extension SessionEvent.Kind {
    fileprivate var columns: (kind: String, code: String?, grace: Int?) {
        switch self {
        case .created(let grace): ("created", nil, grace)
        case .opened(let code, let grace): ("opened", code.text, grace)
        case .closed: ("closed", nil, nil)
        case .reopened: ("reopened", nil, nil)
        }
    }
}

extension SessionEvent {
    fileprivate init(_ columns: inout Columns) throws {
        let id = try columns.takeUniqueID()
        let moment = try columns.takeMoment()
        let kind: String = try columns.take()
        let code = try columns.takeIf { (text: String) in SessionCode(text) }
        let grace = columns.takeIf(Int.self)
        let saw = try columns.take { (bytes: Data) in [UniqueID](bytes: bytes) }
        self.init(
            id: id, moment: moment, kind: try Kind(kind, code, grace), saw: Set(saw),
            hasHubTime: try columns.take())
    }
}

extension SessionEvent.Kind {
    fileprivate init(_ kind: String, _ code: SessionCode?, _ grace: Int?) throws {
        switch (kind, code, grace) {
        case ("created", _, let grace?): self = .created(graceMinutes: grace)
        case ("opened", let code?, let grace?): self = .opened(code: code, graceMinutes: grace)
        case ("closed", _, _): self = .closed
        case ("reopened", _, _): self = .reopened
        default: throw LedgerFault.damaged("a session's event of kind \(kind) is incomplete")
        }
    }
}
