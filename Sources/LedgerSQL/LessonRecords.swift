import Attendance
import Desk

extension SQLTransaction {
    package func lessons(on date: SchoolDate, _ filter: LessonFilter) throws -> [LessonRecords] {
        let held = try all(
            """
            SELECT \(Occurrence.columns), s.status
            FROM \(Occurrence.tables) LEFT JOIN checkin_session s ON s.occurrence_id = o.id
            WHERE o.date = ?1 AND (?2 IS NULL OR o.course_id = ?2)
            ORDER BY o.start_minute, o.id
            """, [date.description, filter.course?.number]
        ) { columns in
            LessonRecords(
                occurrence: try Occurrence(&columns),
                session: try columns.takeIf(CheckinSession.Status.init(rawValue:)), rows: [])
        }
        return try held.map { lesson in
            var lesson = lesson
            lesson.rows = try rows(of: lesson.occurrence.id)
            if filter.onlyExceptions { lesson.rows.removeAll { $0.number.status == .present } }
            return lesson
        }
    }

    func rows(of occurrence: OccurrenceID) throws -> [LessonRecords.Row] {
        try all(
            """
            SELECT user_id, number, checkin_time, method, remark FROM record
            WHERE occurrence_id = ? AND number IS NOT NULL ORDER BY user_id
            """, [occurrence.number]
        ) { columns in
            LessonRecords.Row(
                student: try columns.takeID(),
                number: try columns.take(AttendanceNumber.init(rawValue:)),
                checkinTime: try columns.takeMomentIf(),
                method: try columns.takeIf(CheckinMethod.init(rawValue:)),
                remark: try columns.take())
        }
    }
}
