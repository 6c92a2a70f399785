import Attendance
import Desk

extension SQLTransaction {
    package func report(by group: ReportGroup, _ filter: LessonFilter) throws -> [ReportRow] {
        let (key, order) =
            switch group {
            case .course: ("c.course_code, c.name, c.class_name", "c.course_code, c.id")
            // The Monday of the date's week.
            case .week: ("\(dialect.monday(of: "o.date")) AS week, '', ''", "week")
            case .student: ("u.code, u.full_name, u.student_class", "absent DESC, u.code_key")
            }
        let grouping =
            switch group {
            case .course: "c.id"
            case .week: "week"
            case .student: "u.id"
            }
        return try all(
            """
            SELECT \(key), \(Self.sum(.present)), \(Self.sum(.late)),
              \(Self.sum(.absent)) AS absent, \(Self.sum(.leave))
            FROM occurrence o JOIN course c ON c.id = o.course_id
            JOIN record r ON r.occurrence_id = o.id AND r.number IS NOT NULL
            JOIN user u ON u.id = r.user_id
            WHERE o.date BETWEEN ?1 AND ?2 AND (?3 IS NULL OR o.course_id = ?3)
            GROUP BY \(grouping) ORDER BY \(order)
            """, [filter.from.description, filter.to.description, filter.course?.number]
        ) { columns in
            let (key, name, className): (String, String, String) = (
                try columns.take(), try columns.take(), try columns.take()
            )
            var counts = Counts()
            counts.present = try columns.take()
            counts.late = try columns.take()
            counts.absent = try columns.take()
            counts.leave = try columns.take()
            return ReportRow(key: key, name: name, className: className, counts: counts)
        }
    }

    private static func sum(_ status: CheckinStatus) -> String {
        let numbers = AttendanceNumber.allCases.filter { $0.status == status }
            .map { String($0.rawValue) }.joined(separator: ",")
        return "count(*) FILTER (WHERE r.number IN (\(numbers)))"
    }
}
