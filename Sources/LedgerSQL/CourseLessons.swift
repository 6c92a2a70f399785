import Attendance
import Desk

extension SQLTransaction {
    package func forEachLesson(
        of course: CourseID, from first: SchoolDate, to last: SchoolDate,
        _ body: (LessonRecords) throws -> Void
    ) throws {
        let held = try all(
            """
            SELECT \(Occurrence.columns), s.status
            FROM \(Occurrence.tables) LEFT JOIN checkin_session s ON s.occurrence_id = o.id
            WHERE o.course_id = ? AND o.date BETWEEN ? AND ?
            ORDER BY o.date, o.start_minute, o.id
            """, [course.number, first.description, last.description]
        ) { columns in
            LessonRecords(
                occurrence: try Occurrence(&columns),
                session: try columns.takeIf(CheckinSession.Status.init(rawValue:)), rows: [])
        }
        for var lesson in held {
            lesson.rows = try rows(of: lesson.occurrence.id)
            try body(lesson)
        }
    }

    package func courses(holdingFrom first: SchoolDate, to last: SchoolDate) throws -> [Course] {
        try all(
            """
            SELECT \(Course.columns) FROM \(Course.tables)
            WHERE EXISTS (SELECT 1 FROM occurrence o
              WHERE o.course_id = c.id AND o.date BETWEEN ? AND ?)
            ORDER BY c.course_code, c.class_name, c.id
            """, [first.description, last.description]
        ) { try Course(&$0) }
    }
}
