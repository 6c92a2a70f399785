import Attendance
import Desk

extension SQLTransaction {
    /// What is known of a person (`?1`), table by table.
    private static let personal: [(name: String, sql: String)] = [
        (
            "person",
            """
            SELECT code, given_name, family_name, full_name, role, student_class, email, created_at,
              updated_at, archived_at, erased_at FROM user WHERE id = ?1
            """
        ),
        ("card_numbers", "SELECT number, blocked_at FROM alias WHERE user_id = ?1"),
        (
            "parents",
            """
            SELECT u.code, u.full_name FROM parent_link l JOIN user u ON u.id = l.parent_id
            WHERE l.child_id = ?1 AND l.removed_at IS NULL
            """
        ),
        (
            "children",
            """
            SELECT u.code, u.full_name FROM parent_link l JOIN user u ON u.id = l.child_id
            WHERE l.parent_id = ?1 AND l.removed_at IS NULL
            """
        ),
        (
            "courses",
            """
            SELECT c.name, c.course_code, c.class_name, e.is_teacher, e.begin_date, e.end_date
            FROM enrolment e JOIN course c ON c.id = e.course_id WHERE e.user_id = ?1
            """
        ),
        (
            "attendance",
            """
            SELECT o.date, c.name AS course, r.number, r.checkin_time, r.method, r.remark, r.flags,
              r.created_at, r.updated_at
            FROM record r JOIN occurrence o ON o.id = r.occurrence_id
            JOIN course c ON c.id = o.course_id WHERE r.user_id = ?1 ORDER BY o.date, o.start_minute
            """
        ),
        (
            "evidence",
            """
            SELECT o.date, c.name AS course, e.moment, e.kind, e.method, e.status, e.number,
              e.period, e.remark, e.held_for, e.origin
            FROM evidence e JOIN occurrence o ON o.id = e.occurrence_id
            JOIN course c ON c.id = o.course_id WHERE e.user_id = ?1 ORDER BY e.moment
            """
        ),
        (
            "attempts",
            """
            SELECT moment, kind, byte_count, outcome, reason, method, receipt FROM attempt
            WHERE user_id = ?1 ORDER BY moment
            """
        ),
        (
            "excusals",
            "SELECT start_date, end_date, comment, created_at, updated_at FROM excusal "
                + "WHERE student_id = ?1 OR parent_id = ?1"
        ),
        ("homeroom", "SELECT date, number, note FROM homeroom WHERE user_id = ?1"),
        (
            "adjustments",
            """
            SELECT t.title AS term, a.label, a.days FROM adjustment a
            JOIN term t ON t.id = a.term_id WHERE a.user_id = ?1
            """
        ),
        (
            "tokens",
            "SELECT kind, created_at, expires_at, revoked_at, last_used_at FROM token "
                + "WHERE user_id = ?1"
        ),
        ("legal_hold", "SELECT until, reason, set_at FROM legal_hold WHERE user_id = ?1"),
        (
            "changes",
            """
            SELECT moment, origin, action, object, before, after FROM audit
            WHERE object = 'user' AND object_id = ?1 OR actor_id = ?1
              OR object = 'record' AND object_id IN (SELECT id FROM record WHERE user_id = ?1)
            ORDER BY seq
            """
        ),
    ]

    package func everything(about user: UserID) throws -> [PersonalTable] {
        try Self.personal.compactMap { name, sql in
            var columns: [String] = []
            let rows = try all(sql, [user.number]) { row in
                columns = row.names
                return columns.map { PersonalTable.Value(row.takeAsItStands(), in: $0) }
            }
            return rows.isEmpty ? nil : PersonalTable(name: name, columns: columns, rows: rows)
        }
    }

    package func legalHold(on user: UserID) throws -> LegalHold? {
        try first("SELECT until, reason FROM legal_hold WHERE user_id = ?", [user.number]) {
            LegalHold(until: try $0.takeIf { SchoolDate($0 as String) }, reason: try $0.take())
        }
    }

    package func set(
        _ hold: LegalHold?, on user: UserID, at moment: Moment, by actor: Actor
    ) throws {
        try run("DELETE FROM legal_hold WHERE user_id = ?", [user.number])
        if let hold {
            try run(
                "INSERT INTO legal_hold (user_id, until, reason, set_at) VALUES (?, ?, ?, ?)",
                [user.number, hold.until?.description, hold.reason, moment.milliseconds])
        }
        try audit(
            hold == nil ? "release" : "hold", "user", user.number, before: nil,
            after: hold?.until.map { "until=\($0)" }, at: moment, by: actor)
    }

    /// What goes, and what is written over; `?1` is the person, `?2` the moment, `?3` its date.
    private static let erasing = [
        """
        UPDATE user SET code = 'erased-' || id, code_key = 'ERASED-' || id,
          tail_key = substr('ERASED-' || id, length('ERASED-' || id) - 3),
          code_length = length('erased-' || id),
          given_name = 'Erased', family_name = '', full_name = 'Erased', student_class = '',
          email = NULL, source = NULL, source_id = NULL, archived_at = coalesce(archived_at, ?2),
          erased_at = ?2, updated_at = ?2 WHERE id = ?1
        """,
        """
        UPDATE enrolment SET source = NULL, source_id = NULL, dropped_at = coalesce(dropped_at, ?2),
          end_date = CASE WHEN end_date < ?3 THEN end_date ELSE ?3 END
        WHERE user_id = ?1
        """,
        "DELETE FROM alias WHERE user_id = ?1 AND ?2 > 0",
        "DELETE FROM parent_link WHERE (parent_id = ?1 OR child_id = ?1) AND ?2 > 0",
        "DELETE FROM pin WHERE user_id = ?1 AND ?2 > 0",
        "DELETE FROM known_as WHERE kind = 'user' AND id = ?1 AND ?2 > 0",
        "UPDATE token SET revoked_at = coalesce(revoked_at, ?2) WHERE user_id = ?1",
        "UPDATE record SET remark = '' WHERE user_id = ?1 AND ?2 > 0",
        "UPDATE evidence SET remark = NULL WHERE user_id = ?1 AND ?2 > 0",
        "UPDATE excusal SET comment = '' WHERE student_id = ?1 AND ?2 > 0",
        "UPDATE homeroom SET note = '' WHERE user_id = ?1 AND ?2 > 0",
        // Answers that may name anybody; they are kept for a day only.
        "DELETE FROM reply WHERE ?1 > 0 AND ?2 > 0",
    ]

    package func erase(_ user: UserID, at moment: Moment, by actor: Actor) throws {
        try statements.overwriting {
            for sql in Self.erasing {
                try run(
                    sql, [user.number, moment.milliseconds, zone.date(of: moment).description])
            }
        }
        try audit("erase", "user", user.number, before: nil, after: nil, at: moment, by: actor)
    }
}

extension PersonalTable.Value {
    fileprivate init(_ value: SQLValue, in column: String) {
        let isMoment = column.hasSuffix("_at") || ["moment", "checkin_time"].contains(column)
        switch value {
        case .integer(let number):
            self = isMoment ? .moment(Moment(milliseconds: number)) : .number(number)
        case .text(let text): self = .text(text)
        case .null, .bytes: self = .none
        }
    }
}
