import Attendance

package struct NewUser: Equatable, Sendable {
    package var code: UserCode
    package var fullName: String
    package var role: Role
    /// A student's year group; empty for none.
    package var grade: String

    package init(code: UserCode, fullName: String, role: Role, grade: String = "") {
        self.code = code
        self.fullName = fullName
        self.role = role
        self.grade = grade
    }
}

/// An extra lesson.
package struct NewOccurrence: Equatable, Sendable {
    package var course: CourseID
    package var classroom: ClassroomID?
    package var date: SchoolDate
    package var sections: [Int]
    package var start: TimeOfDay
    package var end: TimeOfDay
    package var remark: String
    /// Who teaches it beside the course's own teachers.
    package var teacher: UserID?

    package init(
        course: CourseID, classroom: ClassroomID?, date: SchoolDate, sections: [Int],
        start: TimeOfDay, end: TimeOfDay, remark: String = "", teacher: UserID? = nil
    ) {
        self.course = course
        self.classroom = classroom
        self.date = date
        self.sections = sections
        self.start = start
        self.end = end
        self.remark = remark
        self.teacher = teacher
    }
}

/// What of an occurrence changes; nil stays.
package struct OccurrenceChange: Equatable, Sendable {
    package var date: SchoolDate?
    package var start: TimeOfDay?
    package var end: TimeOfDay?
    package var classroom: ClassroomID?
    package var status: OccurrenceStatus?

    package init() {}
}

/// What an import did, or would do.
package struct ImportCounts: Equatable, Sendable {
    package struct Change: Equatable, Sendable {
        package var created = 0
        package var updated = 0
        package var unchanged = 0
        package var removed = 0

        package init() {}

        package static func += (sum: inout Change, more: Change) {
            sum.created += more.created
            sum.updated += more.updated
            sum.unchanged += more.unchanged
            sum.removed += more.removed
        }
    }

    package var users = Change()
    package var courses = Change()
    package var classrooms = Change()
    package var enrolments = Change()
    package var terms = Change()
    package var occurrences = Change()
    /// Lessons of a calendar at whose time something else is held already.
    package var taken = 0

    package init() {}

    /// The share of what this source had that would go, of the kind where it is largest.
    package var largestRemoval: (what: String, removed: Int, of: Int)? {
        [
            ("users", users), ("courses", courses), ("enrolments", enrolments),
            ("occurrences", occurrences),
        ]
        .map { ($0.0, $0.1.removed, $0.1.removed + $0.1.updated + $0.1.unchanged) }
        .filter { $0.1 > 0 }
        .max { Double($0.1) / Double($0.2) < Double($1.1) / Double($1.2) }
    }
}
