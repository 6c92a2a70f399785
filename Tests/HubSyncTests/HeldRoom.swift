import Attendance
import Desk
import LedgerSQL
import Wire

/// All that a door holds because its hub said so, in words that are the same at every door: rows by
/// what they are called everywhere, without their numbers.
struct HeldRoom {
    private let transaction: SQLTransaction

    static func lines(_ ledger: any Ledger) async throws -> [String] {
        try await ledger.write { ledger in
            let held = HeldRoom(transaction: ledger as! SQLTransaction)
            return try held.people() + held.school() + held.lessons()
        }
    }

    /// What stands in the lessons that a door holds, at the door or at the hub.
    static func records(_ ledger: any Ledger, of lessons: [String]) async throws -> [String] {
        try await ledger.write { ledger in
            try HeldRoom(transaction: ledger as! SQLTransaction).records(of: Set(lessons))
        }
    }

    /// What the lessons that a door holds are called.
    static func lessonNames(_ ledger: any Ledger) async throws -> [String] {
        try await ledger.write { ledger in
            let transaction = ledger as! SQLTransaction
            return try transaction.all("SELECT key FROM feed_held WHERE kind = 'lesson'") {
                try $0.take(String.self).replacing("-", with: "")
            }
        }
    }

    private static func isHeld(_ kind: String, _ uid: String) -> String {
        "EXISTS (SELECT 1 FROM feed_held h WHERE h.kind = '\(kind)' "
            + "AND replace(h.key, '-', '') = lower(hex(\(uid))))"
    }

    private static func uid(_ kind: String, _ id: String) -> String {
        "(SELECT lower(hex(w.uid)) FROM known_as w WHERE w.kind = '\(kind)' AND w.id = \(id))"
    }

    private func rows(_ what: String, _ sql: String) throws -> [String] {
        try transaction.all(sql) { columns in
            let values = columns.names.map { _ in
                switch columns.takeAsItStands() {
                case .null: "-"
                case .integer(let number): String(number)
                case .text(let text): text
                case .bytes(let bytes):
                    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
                }
            }
            return what + " " + values.joined(separator: "|")
        }.sorted()
    }

    private func people() throws -> [String] {
        let isHeld = Self.isHeld("user", "k.uid")
        return try rows(
            "user",
            """
            SELECT hex(k.uid), u.code, u.given_name, u.family_name, u.full_name, u.role,
              u.student_class, u.archived_at IS NOT NULL
            FROM user u JOIN known_as k ON k.kind = 'user' AND k.id = u.id WHERE \(isHeld)
            """)
            + rows(
                "alias",
                """
                SELECT hex(k.uid), a.number, a.blocked_at IS NOT NULL
                FROM alias a JOIN known_as k ON k.kind = 'user' AND k.id = a.user_id
                WHERE \(isHeld)
                """)
            + rows(
                "pin",
                """
                SELECT hex(k.uid), p.salt, p.hash, p.cost
                FROM pin p JOIN known_as k ON k.kind = 'user' AND k.id = p.user_id
                """)
            + rows(
                "excusal",
                """
                SELECT \(Self.uid("user", "student_id")), start_date, end_date FROM excusal
                """)
    }

    private func school() throws -> [String] {
        let isHeld = Self.isHeld("course", "k.uid")
        return try rows(
            "course",
            """
            SELECT hex(k.uid), c.name, c.course_code, c.class_name, c.grace_minutes,
              \(Self.uid("user", "c.teacher_id")), c.archived_at IS NOT NULL
            FROM course c JOIN known_as k ON k.kind = 'course' AND k.id = c.id WHERE \(isHeld)
            """)
            + rows(
                "enrolment",
                """
                SELECT \(Self.uid("course", "course_id")), \(Self.uid("user", "user_id")),
                  is_teacher, begin_date, end_date FROM enrolment
                """)
            + rows("room", "SELECT building, room_number FROM classroom")
    }

    private static let held = """
        FROM occurrence o JOIN known_as k ON k.kind = 'occurrence' AND k.id = o.id
        """

    private func lessons() throws -> [String] {
        let isHeld = Self.isHeld("lesson", "k.uid")
        return try rows(
            "lesson",
            """
            SELECT hex(k.uid), o.date, o.start_minute, o.end_minute, o.sections, o.first_section,
              o.status, o.source_type, o.classroom_id IS NULL, o.revision,
              \(Self.uid("course", "o.course_id")) \(Self.held) WHERE \(isHeld)
            """)
            + rows(
                "teacher",
                """
                SELECT hex(k.uid), \(Self.uid("user", "t.user_id")) \(Self.held)
                JOIN occurrence_teacher t ON t.occurrence_id = o.id WHERE \(isHeld)
                """)
            + rows(
                "walk in",
                """
                SELECT hex(k.uid), \(Self.uid("user", "t.user_id")) \(Self.held)
                JOIN walk_in t ON t.occurrence_id = o.id WHERE \(isHeld)
                """)
            + rows(
                "session",
                """
                SELECT hex(k.uid), s.code, s.status, s.grace_minutes, s.proof_key \(Self.held)
                JOIN checkin_session s ON s.occurrence_id = o.id WHERE \(isHeld)
                """)
            + rows(
                "interval",
                """
                SELECT hex(k.uid), i.position, i.opened_at, i.closed_at \(Self.held)
                JOIN checkin_session s ON s.occurrence_id = o.id
                JOIN checkin_interval i ON i.session_id = s.id WHERE \(isHeld)
                """)
            + rows(
                "evidence",
                """
                SELECT hex(k.uid), e.id, \(Self.uid("user", "e.user_id")), e.revision, e.seen,
                  e.moment, e.kind, e.method, e.held_for, e.flags, e.status, e.number, e.period,
                  e.remark, e.accepted, e.targets, e.has_hub_time, e.origin, e.seq,
                  (SELECT d.uid FROM device d WHERE d.id = e.device_id) \(Self.held)
                JOIN evidence e ON e.occurrence_id = o.id WHERE \(isHeld)
                """)
    }

    private func records(of lessons: Set<String>) throws -> [String] {
        let rows = try transaction.all(
            """
            SELECT k.uid, w.uid, r.number, r.checkin_time, r.method, r.remark, r.flags, r.periods
            FROM record r JOIN known_as k ON k.kind = 'occurrence' AND k.id = r.occurrence_id
            JOIN known_as w ON w.kind = 'user' AND w.id = r.user_id
            WHERE r.number IS NOT NULL OR r.flags <> ''
            """
        ) { columns in
            (
                lesson: "\(try columns.takeUniqueID())".replacing("-", with: ""),
                text: "\(try columns.takeUniqueID()) "
                    + (0..<6).map { _ in "\(columns.takeAsItStands())" }.joined(separator: "|")
            )
        }
        return rows.filter { lessons.contains($0.lesson) }.map { "\($0.lesson) \($0.text)" }
            .sorted()
    }
}
