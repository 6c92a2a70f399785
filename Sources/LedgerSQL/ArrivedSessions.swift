import Attendance
import Desk

extension SQLTransaction {
    package func holders(
        of codes: Set<SessionCode>
    ) throws -> [SessionCode: Set<OccurrenceID>] {
        var holders: [SessionCode: Set<OccurrenceID>] = [:]
        try forEach(
            of: codes.map { .text($0.text) },
            """
            SELECT code, occurrence_id FROM checkin_session WHERE code IN (:ids)
            UNION SELECT e.code, s.occurrence_id FROM session_event e
              JOIN checkin_session s ON s.id = e.session_id WHERE e.code IN (:ids)
            """
        ) { columns in
            let code = try columns.take { (text: String) in SessionCode(text) }
            holders[code, default: []].insert(try columns.takeID())
        }
        return holders
    }

    package func sessions(
        of occurrences: Set<OccurrenceID>
    ) throws -> [OccurrenceID: CheckinSession] {
        var sessions: [OccurrenceID: CheckinSession] = [:]
        try forEach(
            of: occurrences.sorted().map { .integer($0.number) },
            """
            SELECT \(CheckinSession.columns) FROM checkin_session s
            WHERE s.occurrence_id IN (:ids)
            """
        ) { columns in
            guard let session = try CheckinSession.ifAny(&columns) else {
                throw Columns.incomplete
            }
            sessions[session.occurrence] = session
        }
        return sessions
    }

    package func keep(
        _ events: [OccurrenceID: [SessionEvent]], at moment: Moment, by actor: Actor
    ) throws -> [OccurrenceID: CheckinSession] {
        let before = try sessions(of: Set(events.keys))
        let known = try histories(of: before.values.map(\.id))
        let occurrences = events.keys.sorted()
        let new = occurrences.filter { before[$0] == nil }
        var ids = before.mapValues(\.id)
        let made = try arrivedSessions(on: new, at: moment, by: actor)
        for (occurrence, id) in zip(new, made) { ids[occurrence] = id }
        try keep(
            occurrences.flatMap { occurrence in
                SessionHistory(events[occurrence] ?? []).events.compactMap { event in
                    ids[occurrence].map { (event, $0) }
                }
            })
        let histories = try histories(of: ids.values)
        var after: [OccurrenceID: CheckinSession] = [:]
        for (occurrence, id) in ids {
            after[occurrence] = histories[id]?.session(id, on: occurrence)
        }
        guard after.count == ids.count else { throw Columns.incomplete }
        try keepColumns(of: occurrences.compactMap { after[$0] }, at: moment)
        try audit(
            "session",
            occurrences.compactMap { occurrence in
                guard let session = after[occurrence] else { return nil }
                // Also where it comes to the same: rooms are told of every event.
                if known[session.id] == histories[session.id] { return nil }
                let (old, new) = (before[occurrence]?.status.rawValue, session.status.rawValue)
                return (new, session.id.number, old, new)
            }, at: moment, by: actor)
        return after
    }

    private static let sessionRows = BulkInsert(
        "checkin_session",
        [
            ("occurrence_id", .integer), ("status", .text), ("grace_minutes", .integer),
            ("created_by", .integer), ("created_at", .integer), ("updated_at", .integer),
            ("proof_key", .bytes),
        ])

    /// Those of which nothing is known yet.
    private func arrivedSessions(
        on occurrences: [OccurrenceID], at moment: Moment, by actor: Actor
    ) throws -> [CheckinSessionID] {
        try insertNumbered(
            occurrences.map {
                [
                    $0.number, "draft", CheckinSession.defaultGraceMinutes, actor.user?.number,
                    moment.milliseconds, moment.milliseconds, Self.newProofKey(),
                ]
            }, Self.sessionRows
        ).map { CheckinSessionID($0) }
    }

    private static let settledColumns = BulkStatement(
        given: [
            ("id", .integer), ("code", .text), ("status", .text), ("grace", .integer),
            ("moment", .integer),
        ],
        """
        UPDATE checkin_session SET code = g.code, status = g.status, grace_minutes = g.grace,
          updated_at = g.moment FROM given g WHERE checkin_session.id = g.id
        """)

    /// So that a room finds what is open in it, and not what is open everywhere.
    private static let openLessons = BulkStatement(
        given: [("id", .integer), ("is_open", .integer)],
        """
        UPDATE occurrence SET is_open = g.is_open FROM given g
          JOIN checkin_session s ON s.id = g.id
        WHERE occurrence.id = s.occurrence_id AND occurrence.is_open <> g.is_open
        """)

    private static let intervalRows = BulkInsert(
        "checkin_interval",
        [
            ("session_id", .integer), ("position", .integer), ("opened_at", .integer),
            ("closed_at", .integer),
        ],
        """
        ON CONFLICT (session_id, position) DO UPDATE SET opened_at = excluded.opened_at,
          closed_at = excluded.closed_at
        """)

    private static let pastIntervals = BulkStatement(
        given: [("id", .integer), ("count", .integer)],
        """
        DELETE FROM checkin_interval WHERE session_id IN (SELECT id FROM given)
          AND position >= (SELECT g.count FROM given g WHERE g.id = session_id)
        """)

    /// What all that was done to sessions comes to.
    func keepColumns(of sessions: [CheckinSession], at moment: Moment) throws {
        try run(
            sessions.map {
                [
                    $0.id.number, $0.code?.text, $0.status.rawValue, $0.graceMinutes,
                    moment.milliseconds,
                ]
            }, Self.settledColumns)
        try run(sessions.map { [$0.id.number, $0.status == .open] }, Self.openLessons)
        try insert(
            sessions.flatMap { session in
                session.intervals.enumerated().map { position, interval in
                    [
                        session.id.number, position, interval.opened.milliseconds,
                        interval.closed?.milliseconds,
                    ] as SQLArguments
                }
            }, Self.intervalRows)
        try run(sessions.map { [$0.id.number, $0.intervals.count] }, Self.pastIntervals)
    }

    package func walkIn(
        _ user: UserID, on occurrence: OccurrenceID, at moment: Moment, by actor: Actor
    ) throws -> Bool {
        let arguments: SQLArguments = [occurrence.number, user.number]
        let isThere = try first("SELECT \(Self.isExpected)", arguments) { try $0.take(Bool.self) }
        if isThere == true { return false }
        try run("INSERT INTO walk_in (occurrence_id, user_id) VALUES (?, ?)", arguments)
        let (object, id) = try walkInObject(occurrence)
        try audit(
            Self.walkInAction, object, id, before: nil, after: "user=\(user.number)", at: moment,
            by: actor)
        return true
    }

    /// The session, or the occurrence where there is none yet.
    private func walkInObject(_ occurrence: OccurrenceID) throws -> (String, Int64) {
        let session = try session(of: occurrence)?.session.id.number
        return session.map { ("session", $0) } ?? ("occurrence", occurrence.number)
    }
}
