import Attendance
import Desk

extension SQLTransaction {
    package func isTaken(
        _ code: SessionCode, byOtherThan occurrence: OccurrenceID
    ) throws -> Bool {
        try first(
            """
            SELECT 1 FROM checkin_session s WHERE s.occurrence_id <> ?1 AND (s.code = ?2
              OR s.id IN (SELECT session_id FROM session_event WHERE code = ?2))
            """, [occurrence.number, code.text]
        ) { try $0.take(Int.self) } != nil
    }

    package func keep(
        _ events: [SessionEvent], on occurrence: OccurrenceID, at moment: Moment, by actor: Actor
    ) throws -> CheckinSession {
        let before = try session(of: occurrence)?.session
        let id = try before?.id ?? arrivedSession(on: occurrence, at: moment, by: actor)
        let known = try history(of: id)
        for event in events { try keep(event, of: id) }
        let all = try history(of: id)
        guard let after = all.session(id, on: occurrence) else { throw Columns.incomplete }
        try keepColumns(of: after, at: moment)
        // Also where it comes to the same: rooms are told of every event.
        if known != all {
            try audit(
                after.status.rawValue, "session", id.number, before: before?.status.rawValue,
                after: after.status.rawValue, at: moment, by: actor)
        }
        return after
    }

    /// One of which nothing is known yet.
    private func arrivedSession(
        on occurrence: OccurrenceID, at moment: Moment, by actor: Actor
    ) throws -> CheckinSessionID {
        CheckinSessionID(
            try insert(
                """
                INSERT INTO checkin_session (occurrence_id, status, grace_minutes, created_by,
                  created_at, updated_at, proof_key) VALUES (?, 'draft', ?, ?, ?, ?, ?)
                """,
                [
                    occurrence.number, CheckinSession.defaultGraceMinutes, actor.user?.number,
                    moment.milliseconds, moment.milliseconds, Self.newProofKey(),
                ]))
    }

    /// What all that was done to a session comes to.
    func keepColumns(of session: CheckinSession, at moment: Moment) throws {
        try run(
            """
            UPDATE checkin_session SET code = ?, status = ?, grace_minutes = ?, updated_at = ?
            WHERE id = ?
            """,
            [
                session.code?.text, session.status.rawValue, session.graceMinutes,
                moment.milliseconds, session.id.number,
            ])
        for (position, interval) in session.intervals.enumerated() {
            try run(
                """
                INSERT INTO checkin_interval VALUES (?, ?, ?, ?)
                ON CONFLICT (session_id, position) DO UPDATE SET opened_at = excluded.opened_at,
                  closed_at = excluded.closed_at
                """,
                [
                    session.id.number, position, interval.opened.milliseconds,
                    interval.closed?.milliseconds,
                ])
        }
        try run(
            "DELETE FROM checkin_interval WHERE session_id = ? AND position >= ?",
            [session.id.number, session.intervals.count])
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
