import Attendance
import Desk
import Foundation
import Wire

/// People, courses and who is enrolled, as the hub says.
extension FeedTaking {
    mutating func take(_ fed: FedUser, _ uid: UniqueID) throws {
        var id = try row(.user, uid)
        let holder = try transaction.first(
            "SELECT id FROM user WHERE code_key = ?", [fed.code.key]
        ) { try $0.take(Int64.self) }
        var key = fed.code.key
        if let holder, holder != id {
            if fed.isArchived {
                // Who is gone takes no code away from anybody.
                key += " \(uid)"
            } else if try id == nil && !isHubs(holder) {
                id = holder
                try transaction.keep(uid, of: .user, holder)
            } else {
                try takeCode(from: holder)
            }
        }
        let columns: SQLArguments = [
            fed.code.text, key, fed.code.tailKey, fed.code.length, fed.givenName, fed.familyName,
            fed.fullName, fed.role.rawValue, fed.studentClass, moment.milliseconds,
        ]
        if let id {
            try transaction.run(
                """
                UPDATE user SET code = ?1, code_key = ?2, tail_key = ?3, code_length = ?4,
                  given_name = ?5, family_name = ?6, full_name = ?7, role = ?8, student_class = ?9,
                  updated_at = ?10,
                  archived_at = CASE WHEN ?11 = 1 THEN coalesce(archived_at, ?10) END
                WHERE id = ?12
                """, columns + [fed.isArchived, id])
            try take(fed.aliases, of: id)
        } else {
            let made = try transaction.insert(
                """
                INSERT INTO user (code, code_key, tail_key, code_length, given_name, family_name,
                  full_name, role, student_class, updated_at, archived_at, created_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
                  CASE WHEN ?11 = 1 THEN ?10 END, ?10)
                """, columns + [fed.isArchived])
            try transaction.keep(uid, of: .user, made)
            try take(fed.aliases, of: made)
        }
    }

    private func isHubs(_ user: Int64) throws -> Bool {
        try transaction.isHeld(.user, "\(try transaction.uid(of: .user, user))")
    }

    /// Another has it now: it comes to them by their own item where the hub has them, else they
    /// are gone.
    private func takeCode(from user: Int64) throws {
        let isHubs = try isHubs(user)
        try transaction.run(
            """
            UPDATE user SET code_key = code_key || ' ' || id,
              archived_at = CASE WHEN ?2 = 1 THEN archived_at ELSE coalesce(archived_at, ?3) END
            WHERE id = ?1
            """, [user, isHubs, moment.milliseconds])
    }

    private func take(_ aliases: [FedUser.Alias], of user: Int64) throws {
        let known = try transaction.all(
            "SELECT number_key FROM alias WHERE user_id = ?", [user]
        ) { try $0.take(String.self) }
        for key in Set(known).subtracting(aliases.map(\.number.key)) {
            try transaction.run("DELETE FROM alias WHERE number_key = ?", [key])
        }
        for alias in aliases {
            try transaction.run(
                """
                INSERT INTO alias (number_key, number, user_id, blocked_at) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (number_key) DO UPDATE SET number = excluded.number,
                  user_id = excluded.user_id,
                  blocked_at = CASE WHEN excluded.blocked_at IS NULL THEN NULL
                    ELSE coalesce(alias.blocked_at, excluded.blocked_at) END
                """,
                [
                    alias.number.key, alias.number.text, user,
                    alias.isBlocked ? moment.milliseconds : nil,
                ])
        }
    }

    /// The tries of a door count until the PIN is another.
    mutating func take(_ fed: FedPIN, _ uid: UniqueID) throws {
        try transaction.run(
            """
            INSERT INTO pin (user_id, salt, hash, cost, tries) VALUES (?, ?, ?, ?, 0)
            ON CONFLICT (user_id) DO UPDATE SET salt = excluded.salt, hash = excluded.hash,
              cost = excluded.cost, tries = CASE
                WHEN pin.salt = excluded.salt AND pin.hash = excluded.hash THEN pin.tries
                ELSE 0 END
            """,
            [try row(.user, uid, at: "/key"), Data(fed.salt), Data(fed.hash), fed.cost])
    }

    mutating func take(_ fed: FedCourse, _ uid: UniqueID) throws {
        let teacher = try fed.teacher.map { try row(.user, $0, at: "/teacher") }
        let columns: SQLArguments = [
            fed.name, fed.code, fed.className, teacher, fed.graceMinutes, moment.milliseconds,
        ]
        if let id = try row(.course, uid) {
            // Who was enrolled before the door joined is for the hub to say again.
            if try !transaction.isHeld(.course, "\(uid)") {
                try transaction.run("DELETE FROM enrolment WHERE course_id = ?", [id])
            }
            try transaction.run(
                """
                UPDATE course SET name = ?1, course_code = ?2, class_name = ?3, teacher_id = ?4,
                  grace_minutes = ?5, updated_at = ?6,
                  archived_at = CASE WHEN ?7 = 1 THEN coalesce(archived_at, ?6) END WHERE id = ?8
                """, columns + [fed.isArchived, id])
        } else {
            let made = try transaction.insert(
                """
                INSERT INTO course (name, course_code, class_name, teacher_id, grace_minutes,
                  updated_at, archived_at, created_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, CASE WHEN ?7 = 1 THEN ?6 END, ?6)
                """, columns + [fed.isArchived])
            try transaction.keep(uid, of: .course, made)
        }
    }

    mutating func take(_ fed: FedEnrolment, _ key: String) throws {
        if fed.key != key {
            throw Fault.unreadable(.field("/key", needs: "must be the course's and the user's"))
        }
        let course = try row(.course, fed.course, at: "/course")
        let user = try row(.user, fed.user, at: "/user")
        let known = try transaction.all(
            """
            SELECT is_teacher, begin_date, end_date FROM enrolment
            WHERE course_id = ? AND user_id = ? ORDER BY id
            """, [course, user]
        ) { columns in
            FedEnrolment.Span(
                isTeacher: try columns.take(),
                begin: try columns.takeIf { SchoolDate($0 as String) },
                end: try columns.takeIf { SchoolDate($0 as String) })
        }
        if known == fed.spans { return }
        try transaction.run(
            "DELETE FROM enrolment WHERE course_id = ? AND user_id = ?", [course, user])
        for span in fed.spans {
            try transaction.run(
                """
                INSERT INTO enrolment (course_id, user_id, is_teacher, begin_date, end_date)
                VALUES (?, ?, ?, ?, ?)
                """,
                [
                    course, user, span.isTeacher, span.begin?.description, span.end?.description,
                ])
        }
        try touch(UserID(user), inLessonsOf: course)
    }

    mutating func touch(_ user: UserID, inLessonsOf course: Int64) throws {
        let all: [OccurrenceID] = try transaction.all(
            "SELECT id FROM occurrence WHERE course_id = ?", [course]
        ) { try $0.takeID() }
        for lesson in all where lessons.contains(lesson) {
            touched[lesson, default: []].insert(user)
        }
    }

    mutating func take(_ fed: FedExcusal, _ key: String) throws {
        if fed.key != key {
            throw Fault.unreadable(.field("/key", needs: "must be the student's and the start"))
        }
        let student = try row(.user, fed.student, at: "/student")
        let (start, end) = (fed.excusal.start.description, fed.excusal.end.description)
        let known = try transaction.first(
            "SELECT id, end_date FROM excusal WHERE student_id = ? AND start_date = ?",
            [student, start]
        ) { (id: try $0.take(Int64.self), end: try $0.take(String.self)) }
        if let known {
            if known.end == end { return }
            try transaction.run(
                "UPDATE excusal SET end_date = ?, updated_at = ? WHERE id = ?",
                [end, moment.milliseconds, known.id])
        } else {
            try transaction.run(
                """
                INSERT INTO excusal (student_id, start_date, end_date, created_at, updated_at)
                VALUES (?1, ?2, ?3, ?4, ?4)
                """, [student, start, end, moment.milliseconds])
        }
        try touch(UserID(student), from: start, to: max(end, known?.end ?? end))
    }

    mutating func touch(_ user: UserID, from first: String, to last: String) throws {
        let all: [OccurrenceID] = try transaction.all(
            "SELECT id FROM occurrence WHERE date BETWEEN ? AND ?", [first, last]
        ) { try $0.takeID() }
        for lesson in all where lessons.contains(lesson) {
            touched[lesson, default: []].insert(user)
        }
    }
}
