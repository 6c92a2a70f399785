import Attendance

/// When a lesson is held, on the school's clock.
package struct LessonTime: Equatable, Sendable {
    package var date: SchoolDate
    package var start: TimeOfDay
    package var end: TimeOfDay

    package init(date: SchoolDate, start: TimeOfDay, end: TimeOfDay) {
        self.date = date
        self.start = start
        self.end = end
    }

    package init(of occurrence: Occurrence) {
        self.init(date: occurrence.date, start: occurrence.start, end: occurrence.end)
    }

    func overlaps(_ other: LessonTime) -> Bool {
        date == other.date && start < other.end && other.start < end
    }
}

extension LedgerReading {
    /// What else is held at some minute of a time, of all that `filter` lets through whatever its
    /// days; never `own`, nor what is cancelled.
    package func held(
        at time: LessonTime, besides own: OccurrenceID?, _ filter: OccurrenceFilter
    ) throws -> [Occurrence] {
        var filter = filter
        (filter.from, filter.to) = (time.date, time.date)
        return try occurrences(filter).filter { other in
            other.id != own && other.status != .cancelled
                && LessonTime(of: other).overlaps(time)
        }
    }
}

extension Desk {
    /// The sections of an extra lesson: those of the bell that ring while it is held, where none of
    /// them is taken; else the first number that neither the bell nor a lesson of the course has
    /// that day. Nil where there is none left.
    package func sections(
        of course: CourseID, at time: LessonTime, _ ledger: any LedgerReading
    ) throws -> [Int]? {
        let bell = try ledger.bell()
        let ringing = bell.filter {
            LessonTime(date: time.date, start: $0.start, end: $0.end).overlaps(time)
        }.map(\.section).sorted()
        if !ringing.isEmpty, try !isTaken(course, time.date, ringing, ledger) { return ringing }
        let last = bell.map(\.section).max() ?? 0
        return try (last + 1..<max(last + 1, Self.mostSections + 1)).lazy.map { [$0] }
            .first { try !isTaken(course, time.date, $0, ledger) }
    }

    /// Sections are numbers from 1 to this.
    package static let mostSections = 99
}
