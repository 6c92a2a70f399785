import Attendance

/// What a report is by.
package enum ReportGroup: String, CaseIterable, Sendable {
    case course, week, student
}

/// One line of a report: what it is of, and how its records stand.
package struct ReportRow: Equatable, Sendable {
    /// A course's code, a Monday, a student's code.
    package var key: String
    package var name: String
    /// The class of a course or a student; empty for a week.
    package var className: String
    /// Of lessons that were taken.
    package var counts: Counts

    package init(key: String, name: String, className: String, counts: Counts) {
        self.key = key
        self.name = name
        self.className = className
        self.counts = counts
    }

    package var records: Int { counts.present + counts.late + counts.absent + counts.leave }

    package var rate: Double? { counts.rate }
}
