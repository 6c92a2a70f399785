import Attendance

/// Whose occurrences a calendar shows.
package enum CalendarSubject: Equatable, Sendable {
    case student(UserID)
    case room(ClassroomID)
    case course(CourseID)
    case teacher(Teacher)

    private static let days = (before: 60, after: 240)

    /// The days a calendar is of where nobody says otherwise.
    package static func days(around today: SchoolDate) -> (first: SchoolDate, last: SchoolDate) {
        (today.adding(days: -days.before), today.adding(days: days.after))
    }
}

/// An occurrence as a calendar shows it: nobody's name but of those who teach.
package struct CalendarEvent: Equatable, Sendable {
    package var occurrence: Occurrence
    package var teachers: [String]

    package init(occurrence: Occurrence, teachers: [String]) {
        self.occurrence = occurrence
        self.teachers = teachers
    }
}

extension LedgerReading {
    /// In time order, moved and cancelled ones as well.
    package func calendar(
        of subject: CalendarSubject, from first: SchoolDate, to last: SchoolDate
    ) throws -> [CalendarEvent] {
        var filter = OccurrenceFilter(from: first, to: last)
        let held: [Occurrence]
        switch subject {
        case .student(let id):
            held = try occurrences(of: id, from: first, to: last)
        case .room(let id):
            filter.classroom = id
            held = try occurrences(filter)
        case .course(let id):
            filter.course = id
            held = try occurrences(filter)
        case .teacher(let teacher):
            filter.teacher = teacher
            held = try occurrences(filter)
        }
        return try held.map { CalendarEvent(occurrence: $0, teachers: try teacherNames(of: $0)) }
    }

    /// Those named on the occurrence, else the one named on its course.
    package func teacherNames(of occurrence: Occurrence) throws -> [String] {
        let named = try teachers(on: occurrence.id).map(\.fullName)
        return named.isEmpty ? [occurrence.course.teacherName].compactMap { $0 } : named
    }
}
