import Attendance

package struct Classroom: Equatable, Sendable {
    package var id: ClassroomID
    /// Empty where a school has only room names.
    package var building: String
    package var roomNumber: String
    package var capacity: Int?

    package init(id: ClassroomID, building: String, roomNumber: String, capacity: Int? = nil) {
        self.id = id
        self.building = building
        self.roomNumber = roomNumber
        self.capacity = capacity
    }

    /// `5A C317`.
    package var name: String { Self.name(building: building, room: roomNumber) }

    package static func name(building: String, room: String) -> String {
        building.isEmpty ? room : building + " " + room
    }

    /// The two that make a name: what stands after the last blank is the room.
    package static func parts(of name: String) -> (building: String, room: String) {
        guard let blank = name.lastIndex(of: " ") else { return ("", name) }
        return (String(name[..<blank]), String(name[name.index(after: blank)...]))
    }
}

extension [Classroom] {
    /// The one with that whole name; else those with that room. Letter case and the number of
    /// blanks make no difference.
    package func named(_ name: String) -> [Classroom] {
        let wanted = name.lowercased().split(separator: " ").joined(separator: " ")
        if let whole = first(where: { $0.name.lowercased() == wanted }) { return [whole] }
        return filter { $0.roomNumber.lowercased() == wanted }
    }
}

package struct Course: Equatable, Sendable {
    package var id: CourseID
    package var name: String
    package var code: String
    package var className: String
    package var teacher: UserID?
    package var teacherName: String?
    /// Nil: as configured for the school.
    package var graceMinutes: Int?
    package var isArchived: Bool

    package init(
        id: CourseID, name: String, code: String, className: String, teacher: UserID?,
        teacherName: String?, graceMinutes: Int?, isArchived: Bool
    ) {
        self.id = id
        self.name = name
        self.code = code
        self.className = className
        self.teacher = teacher
        self.teacherName = teacherName
        self.graceMinutes = graceMinutes
        self.isArchived = isArchived
    }
}

extension Course {
    /// `Calculus (CS 2024)`.
    package var title: String { className.isEmpty ? name : "\(name) (\(className))" }
}

/// One meeting of a course.
package struct Occurrence: Equatable, Sendable {
    package var id: OccurrenceID
    package var course: Course
    package var classroom: Classroom?
    package var date: SchoolDate
    package var sections: [Int]
    package var start: TimeOfDay
    package var end: TimeOfDay
    package var status: OccurrenceStatus
    package var source: OccurrenceSource
    package var remark: String
    /// How often it was changed since it was made.
    package var sequence = 0
    /// When it was last changed or made; nil where that was not kept yet.
    package var modifiedAt: Moment?

    package init(
        id: OccurrenceID, course: Course, classroom: Classroom?, date: SchoolDate, sections: [Int],
        start: TimeOfDay, end: TimeOfDay, status: OccurrenceStatus, source: OccurrenceSource,
        remark: String
    ) {
        self.id = id
        self.course = course
        self.classroom = classroom
        self.date = date
        self.sections = sections
        self.start = start
        self.end = end
        self.status = status
        self.source = source
        self.remark = remark
    }
}

/// Which occurrences or sessions a list is of; nil is no condition.
package struct OccurrenceFilter: Equatable, Sendable {
    package var from: SchoolDate?
    package var to: SchoolDate?
    package var course: CourseID?
    package var classroom: ClassroomID?
    package var sessionStatus: CheckinSession.Status?
    package var teacher: Teacher?
    /// Only occurrences that have a session.
    package var withSession = false
    /// The first so many.
    package var most: Int?

    package init(from: SchoolDate? = nil, to: SchoolDate? = nil) {
        self.from = from
        self.to = to
    }
}
