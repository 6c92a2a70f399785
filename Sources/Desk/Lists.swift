import Attendance

/// A part of a list, and how long the whole is.
package struct Page<Item: Sendable>: Sendable {
    package var items: [Item]
    package var total: Int

    package init(items: [Item], total: Int) {
        self.items = items
        self.total = total
    }
}

/// Which part of a list is asked for.
package struct PageRequest: Equatable, Sendable {
    package static let mostPerPage = 200
    package static let usualPerPage = 50

    /// From 1.
    package var number: Int
    package var perPage: Int

    package init(number: Int = 1, perPage: Int = usualPerPage, most: Int = mostPerPage) {
        self.number = number
        self.perPage = min(perPage, most)
    }

    /// The whole list.
    package static let whole = PageRequest(perPage: .max, most: .max)

    package var offset: Int { (number - 1) * perPage }
}

/// Whose courses a list is of; nil is everybody's.
package struct Teacher: Equatable, Sendable {
    package var user: UserID
    /// Enrolments as teacher count that hold today.
    package var today: SchoolDate

    package init(user: UserID, today: SchoolDate) {
        self.user = user
        self.today = today
    }
}

/// Which sessions a list is of; nil is no condition.
package struct SessionFilter: Equatable, Sendable {
    package var course: CourseID?
    package var classroom: ClassroomID?
    package var status: CheckinSession.Status?
    package var from: SchoolDate?
    package var to: SchoolDate?
    package var teacher: Teacher?
    /// Only this room, whatever else is asked for.
    package var within: ClassroomID?
    package var page = PageRequest()

    package init() {}
}

/// Which records a list is of; nil is no condition.
package struct RecordFilter: Equatable, Sendable {
    package var session: CheckinSessionID?
    package var student: UserID?
    package var course: CourseID?
    package var status: CheckinStatus?
    package var from: SchoolDate?
    package var to: SchoolDate?
    package var teacher: Teacher?
    /// Only this student's, whatever else is asked for.
    package var only: UserID?
    /// Only records with a higher id.
    package var after: RecordID?
    package var page = PageRequest()

    package init() {}
}

/// A record with whom and what it is about.
package struct RecordDetail: Equatable, Sendable {
    package var record: AttendanceRecord
    package var student: User
    package var occurrence: OccurrenceID
    package var session: CheckinSessionID?

    package init(
        record: AttendanceRecord, student: User, occurrence: OccurrenceID,
        session: CheckinSessionID?
    ) {
        self.record = record
        self.student = student
        self.occurrence = occurrence
        self.session = session
    }
}

/// What of a roster changed since some change.
package struct RosterChanges: Equatable, Sendable {
    /// One row a student, as it stands now.
    package var rows: [RosterRow]
    /// The number of the last change of all.
    package var last: Int64

    package init(rows: [RosterRow], last: Int64) {
        self.rows = rows
        self.last = last
    }
}
