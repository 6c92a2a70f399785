import Attendance
import Desk
import Foundation

extension SQLTransaction {
    package func session(_ id: CheckinSessionID) throws -> SessionDetail? {
        try first(
            "SELECT \(SessionDetail.columns) FROM \(SessionDetail.tables) WHERE s.id = ?",
            [id.number], SessionDetail.init)
    }

    package func session(code: SessionCode) throws -> SessionDetail? {
        try first(
            """
            SELECT \(SessionDetail.columns) FROM \(SessionDetail.tables) WHERE s.code = ?1
              OR s.id = (SELECT session_id FROM session_event WHERE code = ?1 LIMIT 1)
            """,
            [code.text], SessionDetail.init)
    }

    package func session(of occurrence: OccurrenceID) throws -> SessionDetail? {
        try first(
            "SELECT \(SessionDetail.columns) FROM \(SessionDetail.tables) WHERE o.id = ?",
            [occurrence.number], SessionDetail.init)
    }

    /// Whether a session has the code already, or a user code is or ends in it.
    package func isTaken(_ code: SessionCode) throws -> Bool {
        try first(
            """
            SELECT 1 WHERE EXISTS (SELECT 1 FROM checkin_session WHERE code = ?1)
              OR EXISTS (SELECT 1 FROM session_event WHERE code = ?1)
              OR EXISTS (SELECT 1 FROM user WHERE tail_key = ?2
                AND substr(code_key, length(code_key) - 5) = ?1)
              OR EXISTS (SELECT 1 FROM alias WHERE number_key = ?1)
            """, [code.text, String(code.text.suffix(4))]
        ) { try $0.take(Int.self) } != nil
    }

    package func createSession(
        on occurrence: OccurrenceID, graceMinutes: Int, remark: String, at moment: Moment,
        by actor: Actor
    ) throws -> SessionDetail {
        let id = try insert(
            """
            INSERT INTO checkin_session (occurrence_id, status, grace_minutes, created_by, remark,
              created_at, updated_at, proof_key)
            VALUES (?, 'draft', ?, ?, ?, ?, ?, ?)
            """,
            [
                occurrence.number, graceMinutes, actor.user?.number, remark, moment.milliseconds,
                moment.milliseconds, try newProofKey(on: occurrence),
            ])
        try audit(
            "create", "session", id, before: nil, after: "status=draft", at: moment, by: actor)
        guard let made = try session(CheckinSessionID(id)) else { preconditionFailure("just made") }
        try note(from: nil, to: made.session, at: moment, by: actor)
        return made
    }

    static func newProofKey() -> Data { Data.random(count: 32) }

    package func keep(_ session: CheckinSession, at moment: Moment, by actor: Actor) throws {
        let before = try self.session(session.id)?.session
        try keepColumns(of: [session], at: moment)
        try audit(
            session.status.rawValue, "session", session.id.number, before: before?.status.rawValue,
            after: session.status.rawValue, at: moment, by: actor)
        if let before { try note(from: before, to: session, at: moment, by: actor) }
    }

    /// Who is expected at an occurrence: enrolled on its date, or walked in. Binds `?1`.
    static let expected = "(\(expected(on: "= ?1")))"

    /// As above, on occurrences whose ids are `which`; `lesson` goes before the user's id.
    static func expected(
        on which: String, _ lesson: (ofEnrolled: String, ofWalkIn: String) = ("", "")
    ) -> String {
        """
        SELECT \(lesson.ofEnrolled) e.user_id FROM occurrence o
          JOIN enrolment e ON e.course_id = o.course_id
           WHERE o.id \(which) AND e.is_teacher = 0 AND \(enrolled("o.date"))
         UNION SELECT \(lesson.ofWalkIn) user_id FROM walk_in WHERE occurrence_id \(which)
        """
    }

    package func roster(of occurrence: OccurrenceID) throws -> [RosterRow] {
        try all(
            """
            SELECT \(User.columns), \(AttendanceRecord.columns)
            FROM \(Self.expected) m JOIN user u ON u.id = m.user_id
            LEFT JOIN record k ON k.occurrence_id = ?1 AND k.user_id = u.id
            ORDER BY u.full_name, u.code_key
            """, [occurrence.number]
        ) { columns in
            RosterRow(student: try User(&columns), record: try AttendanceRecord.ifAny(&columns))
        }
    }

    static let rosterRowSQL = """
        SELECT \(User.columns), \(AttendanceRecord.columns)
        FROM user u LEFT JOIN record k ON k.occurrence_id = ?1 AND k.user_id = u.id
        WHERE u.id = ?2 AND \(isExpected)
        """

    package func rosterRow(of user: UserID, on occurrence: OccurrenceID) throws -> RosterRow? {
        try first(Self.rosterRowSQL, [occurrence.number, user.number]) { columns in
            RosterRow(student: try User(&columns), record: try AttendanceRecord.ifAny(&columns))
        }
    }

    package func proofKey(of session: CheckinSessionID) throws -> [UInt8] {
        let key = try first(
            "SELECT proof_key FROM checkin_session WHERE id = ?", [session.number]
        ) { try $0.take(Data.self) }
        guard let key else { throw Columns.incomplete }
        return Array(key)
    }

    package func walkIn(
        _ user: UserID, on session: CheckinSession, at moment: Moment, by actor: Actor
    ) throws -> Bool {
        if try !walkIn(user, on: session.occurrence, at: moment, by: actor) { return false }
        try tell(walkIn: user, on: session.occurrence, at: moment, by: actor)
        return true
    }

    static let walkInAction = "walk in"

    package func counts(of occurrence: OccurrenceID) throws -> Counts {
        var counts = Counts()
        let rows = try all(
            """
            SELECT k.number, count(*) FROM \(Self.expected) m
            LEFT JOIN record k ON k.occurrence_id = ?1 AND k.user_id = m.user_id GROUP BY k.number
            """, [occurrence.number]
        ) { columns in
            (try columns.takeIf(AttendanceNumber.init(rawValue:)), try columns.take(Int.self))
        }
        for (number, count) in rows {
            counts.expected += count
            switch number?.status {
            case .present: counts.present += count
            case .late: counts.late += count
            case .absent: counts.absent += count
            case .leave: counts.leave += count
            case nil: break
            }
        }
        return counts
    }

    /// Whether a user is expected at an occurrence. Binds `?1` the occurrence, `?2` the user.
    static let isExpected = """
        (EXISTS (SELECT 1 FROM occurrence o JOIN enrolment e ON e.course_id = o.course_id
           WHERE o.id = ?1 AND e.user_id = ?2 AND e.is_teacher = 0 AND \(enrolled("o.date")))
         OR EXISTS (SELECT 1 FROM walk_in WHERE occurrence_id = ?1 AND user_id = ?2))
        """
}
