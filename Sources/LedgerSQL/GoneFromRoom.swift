import Attendance
import Desk
import Foundation
import Wire

/// What a room need not hold any more. Whatever was done at this door stays: only what names
/// somebody goes, and lessons leave the room.
extension FeedTaking {
    mutating func letGo(_ item: FeedItem) throws {
        switch item.kind {
        case .user: try leave(user: uid(item))
        case .pin:
            if let user = try row(.user, uid(item)) {
                try transaction.run("DELETE FROM pin WHERE user_id = ?", [user])
            }
        case .course: try leave(course: uid(item))
        case .enrolment: try leave(enrolment: item.key)
        case .excusal: try leave(excusal: item.key)
        case .lesson: try leave(lesson: uid(item))
        case .evidence: try remove(uid(item))
        // A session goes with its lesson, and the room with the door.
        case .session, .room, .setting, .token, .elsewhere: break
        }
    }

    /// Where something was done about it, it stays for that, and stands in no room: whether it was
    /// moved, or is long over, is not the door's to know.
    private mutating func leave(lesson uid: UniqueID) throws {
        guard let id = try row(.occurrence, uid) else { return }
        lessons.remove(OccurrenceID(id))
        let isUsed =
            try transaction.first(
                """
                SELECT 1 WHERE EXISTS (SELECT 1 FROM checkin_session WHERE occurrence_id = ?1)
                  OR EXISTS (SELECT 1 FROM evidence WHERE occurrence_id = ?1)
                  OR EXISTS (SELECT 1 FROM record WHERE occurrence_id = ?1)
                """, [id]
            ) { try $0.take(Int.self) } != nil
        if isUsed {
            try transaction.run("UPDATE occurrence SET classroom_id = NULL WHERE id = ?", [id])
            return
        }
        for table in ["walk_in", "occurrence_teacher"] {
            try transaction.run("DELETE FROM \(table) WHERE occurrence_id = ?", [id])
        }
        try transaction.run("DELETE FROM occurrence WHERE id = ?", [id])
        try transaction.forget(.occurrence, id)
    }

    private mutating func leave(course uid: UniqueID) throws {
        guard let id = try row(.course, uid) else { return }
        try transaction.run("DELETE FROM enrolment WHERE course_id = ?", [id])
        if try transaction.isUsed(id, in: Self.usesOfCourses) {
            try transaction.run(
                "UPDATE course SET archived_at = coalesce(archived_at, ?) WHERE id = ?",
                [moment.milliseconds, id])
            return
        }
        try transaction.run("DELETE FROM course WHERE id = ?", [id])
        try transaction.forget(.course, id)
    }

    private mutating func leave(enrolment key: String) throws {
        let names = key.split(separator: "/").map { UniqueID($0) }
        guard names.count == 2, let first = names[0], let last = names[1],
            let course = try row(.course, first), let user = try row(.user, last)
        else { return }
        try transaction.run(
            "DELETE FROM enrolment WHERE course_id = ? AND user_id = ?", [course, user])
        try touch(UserID(user), inLessonsOf: course)
    }

    private mutating func leave(excusal key: String) throws {
        let parts = key.split(separator: "/")
        guard parts.count == 2, let name = UniqueID(parts[0]), let student = try row(.user, name)
        else { return }
        let start = String(parts[1])
        let known = try transaction.first(
            "SELECT id, end_date FROM excusal WHERE student_id = ? AND start_date = ?",
            [student, start]
        ) { (id: try $0.take(Int64.self), end: try $0.take(String.self)) }
        guard let known else { return }
        try transaction.run("DELETE FROM excusal WHERE id = ?", [known.id])
        try touch(UserID(student), from: start, to: known.end)
    }

    /// Where something was done about them, what was done stays without their name, until the hub
    /// says who they are again.
    private mutating func leave(user uid: UniqueID) throws {
        guard let id = try row(.user, uid) else { return }
        try transaction.statements.overwriting {
            for table in ["alias", "pin"] {
                try transaction.run("DELETE FROM \(table) WHERE user_id = ?", [id])
            }
            if try transaction.isUsed(id, in: Self.usesOfUsers) {
                try transaction.run(
                    """
                    UPDATE user SET code = 'left-' || id, code_key = 'LEFT-' || id,
                      tail_key = '', code_length = length('left-' || id), given_name = 'Left',
                      family_name = '', full_name = 'Left', student_class = '', email = NULL,
                      archived_at = coalesce(archived_at, ?2), updated_at = ?2 WHERE id = ?1
                    """, [id, moment.milliseconds])
                return
            }
            try transaction.run("DELETE FROM user WHERE id = ?", [id])
            try transaction.forget(.user, id)
        }
    }

    private static let usesOfCourses = [
        ("occurrence", "course_id"), ("course_term", "course_id"), ("meeting", "course_id"),
        ("tally", "course_id"),
    ]

    private static let usesOfUsers = [
        ("evidence", "user_id"), ("evidence", "actor_id"), ("attempt", "user_id"),
        ("record", "user_id"), ("enrolment", "user_id"), ("walk_in", "user_id"),
        ("occurrence_teacher", "user_id"), ("course", "teacher_id"),
        ("checkin_session", "created_by"), ("excusal", "student_id"), ("excusal", "parent_id"),
        ("parent_link", "parent_id"), ("parent_link", "child_id"), ("token", "user_id"),
        ("tally", "user_id"), ("homeroom", "user_id"), ("homeroom_tally", "user_id"),
        ("adjustment", "user_id"), ("legal_hold", "user_id"),
    ]
}

extension SQLTransaction {
    fileprivate func isUsed(_ id: Int64, in tables: [(name: String, column: String)]) throws
        -> Bool
    {
        let uses = tables.map { "EXISTS (SELECT 1 FROM \($0.name) WHERE \($0.column) = ?1)" }
        return try first("SELECT 1 WHERE " + uses.joined(separator: " OR "), [id]) {
            try $0.take(Int.self)
        } != nil
    }
}
