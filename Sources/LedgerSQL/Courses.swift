import Attendance
import Desk

extension SQLTransaction {
    package func course(_ id: CourseID) throws -> Course? {
        try first(
            "SELECT \(Course.columns) FROM \(Course.tables) WHERE c.id = ?", [id.number]
        ) { try Course(&$0) }
    }

    package func courses() throws -> [Course] {
        try all(
            """
            SELECT \(Course.columns) FROM \(Course.tables) WHERE c.archived_at IS NULL
            ORDER BY c.course_code, c.class_name, c.id
            """
        ) { try Course(&$0) }
    }

    package func courses(taughtBy teacher: Teacher) throws -> [Course] {
        try all(
            """
            SELECT \(Course.columns) FROM \(Course.tables)
            WHERE \(Self.isCourseTaught(by: "?1", on: "?2"))
            ORDER BY c.course_code, c.class_name, c.id
            """, [teacher.user.number, teacher.today.description]
        ) { try Course(&$0) }
    }

    /// That a user teaches course `c`.
    static func isCourseTaught(by user: String, on today: String) -> String {
        """
        (c.teacher_id = \(user)
         OR EXISTS (SELECT 1 FROM enrolment e WHERE e.user_id = \(user)
              AND e.course_id = c.id AND e.is_teacher = 1 AND \(enrolled(today))))
        """
    }

    package func courseMembers(_ id: CourseID, on date: SchoolDate) throws -> [User] {
        try all(
            """
            SELECT \(User.columns) FROM user u WHERE u.id IN (SELECT e.user_id FROM enrolment e
              WHERE e.course_id = ?1 AND e.is_teacher = 0 AND \(Self.enrolled("?2")))
            ORDER BY u.full_name, u.code_key
            """, [id.number, date.description], User.init)
    }

    /// That enrolment `e` holds on a date.
    static func enrolled(_ date: String) -> String {
        "(e.begin_date IS NULL OR e.begin_date <= \(date))"
            + " AND (e.end_date IS NULL OR \(date) <= e.end_date)"
    }

    package func enrol(
        _ user: UserID, in course: CourseID, asTeacher: Bool, from date: SchoolDate,
        at moment: Moment, by actor: Actor
    ) throws {
        try run(
            """
            INSERT INTO enrolment (course_id, user_id, is_teacher, begin_date) VALUES (?, ?, ?, ?)
            """,
            [course.number, user.number, asTeacher, date.description])
        try audit(
            "enrol", "course", course.number, before: nil,
            after: "user=\(user.number) from=\(date)",
            at: moment, by: actor)
    }

    package func drop(
        _ user: UserID, from course: CourseID, lastDay: SchoolDate, at moment: Moment,
        by actor: Actor
    ) throws -> Bool {
        // One that has not begun ends before it does; one made by hand need not be remembered.
        let arguments: SQLArguments = [course.number, user.number, lastDay.description]
        var ended = try run(
            """
            DELETE FROM enrolment WHERE course_id = ?1 AND user_id = ?2 AND is_teacher = 0
              AND begin_date > ?3 AND source IS NULL
            """, arguments)
        ended += try run(
            """
            UPDATE enrolment SET end_date = ?3, dropped_at = ?4
            WHERE course_id = ?1 AND user_id = ?2 AND is_teacher = 0
              AND (end_date IS NULL OR end_date > ?3)
            """, arguments + [moment.milliseconds])
        if ended == 0 { return false }
        try audit(
            "drop", "course", course.number, before: nil,
            after: "user=\(user.number) last=\(lastDay)", at: moment, by: actor)
        return true
    }

    package func classrooms() throws -> [Classroom] {
        try all(
            "SELECT \(Classroom.columns) FROM classroom r ORDER BY building, room_number"
        ) { Classroom.ifAny(&$0)! }
    }

    package func classroom(_ id: ClassroomID) throws -> Classroom? {
        try first(
            "SELECT \(Classroom.columns) FROM classroom r WHERE id = ?", [id.number]
        ) { Classroom.ifAny(&$0)! }
    }

    package func classroom(building: String, room: String) throws -> Classroom {
        let arguments: SQLArguments = [building, room]
        try run(
            "INSERT INTO classroom (building, room_number) VALUES (?, ?) ON CONFLICT DO NOTHING",
            arguments)
        let found = try first(
            "SELECT \(Classroom.columns) FROM classroom r WHERE building = ? AND room_number = ?",
            arguments
        ) { Classroom.ifAny(&$0) }
        guard let classroom = found ?? nil else { preconditionFailure("just made") }
        return classroom
    }
}
