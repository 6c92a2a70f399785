import Attendance

/// Which lessons' attendance is handed out.
package struct LessonFilter: Equatable, Sendable {
    package var from: SchoolDate
    package var to: SchoolDate
    package var course: CourseID?
    /// All but who was present.
    package var onlyExceptions = false

    package init(from: SchoolDate, to: SchoolDate) {
        self.from = from
        self.to = to
    }
}

/// A lesson and everybody's record of it, as it stands.
package struct LessonRecords: Equatable, Sendable {
    package struct Row: Equatable, Sendable {
        package var student: UserID
        package var number: AttendanceNumber
        package var checkinTime: Moment?
        package var method: CheckinMethod?
        package var remark: String

        package init(
            student: UserID, number: AttendanceNumber, checkinTime: Moment?,
            method: CheckinMethod?, remark: String
        ) {
            self.student = student
            self.number = number
            self.checkinTime = checkinTime
            self.method = method
            self.remark = remark
        }
    }

    package var occurrence: Occurrence
    /// Nil where attendance was never taken, which is not that somebody was absent.
    package var session: CheckinSession.Status?
    /// By student.
    package var rows: [Row]

    package init(occurrence: Occurrence, session: CheckinSession.Status?, rows: [Row]) {
        self.occurrence = occurrence
        self.session = session
        self.rows = rows
    }
}
