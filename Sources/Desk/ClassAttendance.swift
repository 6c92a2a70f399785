import Attendance

/// How many periods, or days in homeroom, a student has of each number.
package struct AttendanceTally: Equatable, Sendable {
    package var student: UserID
    /// In the order of the numbers, none of them zero.
    package var counts: [(number: AttendanceNumber, count: Int)]

    package init(student: UserID, counts: [(number: AttendanceNumber, count: Int)]) {
        self.student = student
        self.counts = counts
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.student == right.student
            && left.counts.elementsEqual(right.counts) { $0 == $1 }
    }
}

/// What stands for one period, or in homeroom for one day.
package struct PeriodAttendance: Equatable, Sendable {
    package var period: Int
    package var number: AttendanceNumber
    package var note: String

    package init(period: Int, number: AttendanceNumber, note: String) {
        self.period = period
        self.number = number
        self.note = note
    }
}

/// A student's attendance in a course, or in homeroom, on one date.
package struct DayAttendance: Equatable, Sendable {
    package var date: SchoolDate
    /// By period; homeroom has one, of period 0.
    package var periods: [PeriodAttendance]

    package init(date: SchoolDate, periods: [PeriodAttendance]) {
        self.date = date
        self.periods = periods
    }
}

package struct StudentAttendance: Equatable, Sendable {
    package var student: UserID
    /// By date, only those on which something stands.
    package var days: [DayAttendance]

    package init(student: UserID, days: [DayAttendance]) {
        self.student = student
        self.days = days
    }
}

/// An occurrence as far as attendance by period needs it.
package struct Lesson: Equatable, Sendable {
    package var occurrence: OccurrenceID
    package var date: SchoolDate
    package var sections: [Int]
    package var hasSession: Bool

    package init(
        occurrence: OccurrenceID, date: SchoolDate, sections: [Int], hasSession: Bool
    ) {
        self.occurrence = occurrence
        self.date = date
        self.sections = sections
        self.hasSession = hasSession
    }
}

/// A class that met, and whose attendance nobody has taken.
package struct UntakenClass: Equatable, Sendable {
    package var course: CourseID
    package var name: String
    package var periods: [Int]
    package var teachers: [UserID]

    package init(course: CourseID, name: String, periods: [Int], teachers: [UserID]) {
        self.course = course
        self.name = name
        self.periods = periods
        self.teachers = teachers
    }
}

/// Whose attendance is asked for.
package struct StudentFilter: Equatable, Sendable {
    package var includesArchived = false
    /// Nil: everybody's.
    package var only: Set<UserID>?

    package init() {}

    package func includes(_ student: UserID, isArchived: Bool) -> Bool {
        (includesArchived || !isArchived) && only.map { $0.contains(student) } ?? true
    }
}
