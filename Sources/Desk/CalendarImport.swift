import Attendance

extension Desk {
    /// What a calendar is read against.
    package func timetableFacts() async throws -> TimetableFacts {
        try await ledger.read { ledger in
            TimetableFacts(
                zone: zone,
                courses: try ledger.courses().map { course in
                    TimetableFacts.Course(
                        id: course.id, code: course.code, title: course.name,
                        className: course.className)
                },
                terms: try ledger.academicYears().flatMap(\.terms).map { $0.start...$0.end },
                bell: try ledger.bell(), staff: try ledger.staffByEmail())
        }
    }

    /// Applies the lessons of calendars whole, in one transaction.
    ///
    /// Of the courses that this or an earlier import of the same source names, occurrences that a
    /// calendar brought become what it has now, and from today on those go that it no longer has.
    /// What has attendance or a session, was made or changed by hand, came with a roster, or is
    /// another calendar's as well, stays as it is, and nothing is put beside it at the same time.
    /// `isRehearsal` writes nothing.
    package func apply(
        _ meetings: [DatedMeeting], source: String, allowMassRemoval: Bool = false,
        isRehearsal: Bool = false
    ) async throws -> Result<ImportCounts, DeskRefusal> {
        try await importing(allowMassRemoval: allowMassRemoval, isRehearsal: isRehearsal) {
            ledger in
            let before = try ledger.classrooms()
            let timetable = Timetable(bell: try ledger.bell(), exceptions: [])
            let rooms = Self.rooms(of: meetings, among: before)
            let planned = Dictionary(grouping: meetings, by: \.course).mapValues { lessons in
                timetable.plan(lessons) { rooms[$0] ?? ("", "") }
            }
            var counts = ImportCounts()
            let courses = Set(planned.keys).union(try ledger.courses(ofCalendar: source))
            for course in courses.sorted(by: { $0.number < $1.number }) {
                let changes = changes(
                    from: try ledger.kept(of: course, besidesCalendar: source),
                    to: planned[course] ?? [], today: today)
                try ledger.keep(changes, of: course, at: now())
                counts.take(changes)
            }
            try ledger.keep(planned, ofCalendar: source, at: now())
            counts.classrooms.created = try ledger.classrooms().count - before.count
            counts.classrooms.unchanged = before.count
            return counts
        }
    }

    /// The classroom of each location: the one with that name, or that room where it is the only
    /// one, or a new one.
    private static func rooms(
        of meetings: [DatedMeeting], among known: [Classroom]
    ) -> [String: (building: String, room: String)] {
        var rooms: [String: (building: String, room: String)] = [:]
        for location in Set(meetings.map(\.location)) where !location.isEmpty {
            let found = known.named(location)
            rooms[location] =
                found.count == 1
                ? (found[0].building, found[0].roomNumber) : Classroom.parts(of: location)
        }
        return rooms
    }
}

extension ImportCounts {
    fileprivate mutating func take(_ changes: TimetableChanges) {
        occurrences.created += changes.created.count
        occurrences.updated += changes.updated.count(where: \.isSeen)
        occurrences.unchanged += changes.unchanged
        occurrences.removed += changes.removed.count
        taken += changes.taken
    }
}
