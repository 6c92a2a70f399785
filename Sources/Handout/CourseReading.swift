import Attendance
import Desk

extension LedgerReading {
    /// What stands of a course in the lessons of some days, which are read one after another. Those
    /// enrolled on the last day are shown with marks or without.
    package func marks(
        of course: Course, from first: SchoolDate, to last: SchoolDate, zone: SchoolZone,
        now: Moment
    ) throws -> CourseMarks {
        var marks = CourseMarks(
            of: course, members: try courseMembers(course.id, on: last), zone: zone, now: now)
        try forEachLesson(of: course.id, from: first, to: last) { lesson in
            let teachers = try teacherNames(of: lesson.occurrence)
            try marks.add(lesson, teachers: teachers) { try user($0) }
        }
        return marks
    }
}
