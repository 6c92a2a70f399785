import Attendance
import Desk

extension SQLTransaction {
    package func lessons(
        of course: CourseID, from first: SchoolDate, to last: SchoolDate
    ) throws -> [Lesson] {
        try all(
            """
            SELECT o.id, o.date, o.sections, EXISTS (SELECT 1 FROM checkin_session s
                WHERE s.occurrence_id = o.id)
            FROM occurrence o WHERE o.course_id = ? AND o.date BETWEEN ? AND ?
              AND o.status <> 'cancelled' AND o.is_counted = 1
            ORDER BY o.date, o.first_section
            """, [course.number, first.description, last.description]
        ) { columns in
            Lesson(
                occurrence: try columns.takeID(), date: try columns.takeDate(),
                sections: try columns.take(sections(from:)), hasSession: try columns.take())
        }
    }

    package func enrolments(in course: CourseID) throws -> [UserID: [DateInterval]] {
        var found: [UserID: [DateInterval]] = [:]
        _ = try all(
            """
            SELECT user_id, begin_date, end_date FROM enrolment
            WHERE course_id = ? AND is_teacher = 0
            """, [course.number]
        ) { columns in
            let user: UserID = try columns.takeID()
            let interval = DateInterval(
                first: try columns.takeIf { (text: String) in SchoolDate(text) },
                last: try columns.takeIf { (text: String) in SchoolDate(text) })
            found[user, default: []].append(interval)
        }
        return found
    }

    package func walkIns(
        to course: CourseID, from first: SchoolDate, to last: SchoolDate
    ) throws -> [OccurrenceID: Set<UserID>] {
        var found: [OccurrenceID: Set<UserID>] = [:]
        _ = try all(
            """
            SELECT o.id, w.user_id FROM occurrence o JOIN walk_in w ON w.occurrence_id = o.id
            WHERE o.course_id = ? AND o.date BETWEEN ? AND ?
            """, [course.number, first.description, last.description]
        ) { columns in
            found[try columns.takeID(), default: []].insert(try columns.takeID())
        }
        return found
    }

    package func attendance(
        in course: CourseID, from first: SchoolDate, to last: SchoolDate, _ filter: StudentFilter
    ) throws -> [StudentAttendance] {
        var days: [UserID: [DayAttendance]] = [:]
        _ = try all(
            """
            SELECT k.user_id, o.date, o.sections, k.number, k.remark, k.periods
            FROM occurrence o JOIN record k ON k.occurrence_id = o.id
            WHERE o.course_id = ? AND o.date BETWEEN ? AND ? AND k.number IS NOT NULL
            ORDER BY o.date, o.first_section
            """, [course.number, first.description, last.description]
        ) { columns in
            let student: UserID = try columns.takeID()
            let date = try columns.takeDate()
            let sections = try columns.take(sections(from:))
            let number = try columns.take(AttendanceNumber.init(rawValue:))
            let remark: String = try columns.take()
            let periods = try PeriodColumn.periods(
                columns.takeIf(), number: number, remark: remark, sections: sections)
            var known = days[student] ?? []
            if known.last?.date == date {
                known[known.count - 1].periods += periods
            } else {
                known.append(DayAttendance(date: date, periods: periods))
            }
            days[student] = known
        }
        let students = try students(
            of: course, from: first, to: last, and: Array(days.keys), filter)
        return students.map { StudentAttendance(student: $0, days: days[$0] ?? []) }
    }

    package func untaken(on date: SchoolDate, before moment: Moment) throws -> [UntakenClass] {
        var classes: [UntakenClass] = []
        _ = try all(
            """
            SELECT c.id, c.name, o.sections, o.start_minute FROM occurrence o
            JOIN course c ON c.id = o.course_id
            LEFT JOIN checkin_session s ON s.occurrence_id = o.id
            WHERE o.date = ? AND o.status <> 'cancelled' AND o.is_counted = 1
              AND c.archived_at IS NULL AND coalesce(s.status, 'draft') = 'draft'
              AND NOT EXISTS (SELECT 1 FROM record k
                WHERE k.occurrence_id = o.id AND k.number IS NOT NULL)
            ORDER BY c.id, o.first_section
            """, [date.description]
        ) { columns in
            let course: CourseID = try columns.takeID()
            let name: String = try columns.take()
            let periods = try columns.take(sections(from:))
            let start = zone.moment(date, try columns.takeTime())
            guard start.isAtOrBefore(moment) else { return }
            if classes.last?.course == course {
                classes[classes.count - 1].periods += periods
            } else {
                classes.append(
                    UntakenClass(
                        course: course, name: name, periods: periods,
                        teachers: try teachers(of: course, on: date)))
            }
        }
        return classes
    }
}
