import Attendance
import Desk

extension RosterImport {
    mutating func keep(bell: [SchoolRoster.Bell]) throws {
        if bell.isEmpty { return }
        try transaction.run("DELETE FROM bell", [])
        for row in bell {
            try transaction.run(
                "INSERT INTO bell (section, start_minute, end_minute) VALUES (?, ?, ?)",
                [row.section, row.start.minutes, row.end.minutes])
        }
    }

    private static let meetingRows = BulkInsert(
        "meeting",
        [
            ("source", .text), ("course_id", .integer), ("day", .integer),
            ("is_rotation", .integer), ("weeks", .text), ("sections", .text),
            ("start_minute", .integer), ("end_minute", .integer), ("classroom_id", .integer),
            ("is_enabled", .integer),
        ])

    mutating func keep(
        meetings: [SchoolRoster.Meeting], bell: [SchoolRoster.Bell]
    ) throws {
        // Files without a timetable leave the one there is.
        if meetings.isEmpty { return }
        try transaction.run("DELETE FROM meeting WHERE source = ?", [source])
        let timetable = Timetable(bell: bell, exceptions: [])
        let roomsBefore = try transaction.classrooms().count
        var rooms = RoomNames()
        var rows: [SQLArguments] = []
        for meeting in meetings {
            guard let course = courses[meeting.course] else { continue }
            var isRotation = false
            if case .rotation = meeting.day { isRotation = true }
            let weeks = meeting.weeks?.sorted().map(String.init).joined(separator: ",")
            rows.append([
                source, course, meeting.day.number, isRotation, weeks,
                sectionsText(timetable.sections(of: meeting)), meeting.start?.minutes,
                meeting.end?.minutes,
                try rooms.id(of: meeting.building, meeting.room, in: transaction),
                meeting.enabled,
            ])
        }
        try transaction.insert(rows, Self.meetingRows)
        counts.classrooms.created = try transaction.classrooms().count - roomsBefore
        counts.classrooms.unchanged = roomsBefore
    }
}

/// Rooms by what files call them, each looked up once.
private struct RoomNames {
    private var known: [[String]: Int64?] = [:]

    mutating func id(
        of building: String, _ room: String, in transaction: SQLTransaction
    ) throws -> Int64? {
        if let known = known[[building, room]] { return known }
        let id = try transaction.classroom(of: building, room)?.id.number
        known[[building, room]] = .some(id)
        return id
    }
}

extension SQLTransaction {
    /// Nil where the files name no room.
    package func classroom(of building: String, _ room: String) throws -> Classroom? {
        building.isEmpty && room.isEmpty ? nil : try classroom(building: building, room: room)
    }

    package func plan(
        _ planned: [SchoolRoster.SourceID: [PlannedOccurrence]], source: String, at moment: Moment
    ) throws -> ImportCounts.Change {
        var change = ImportCounts.Change()
        var rooms = RoomNames()
        let courses = try ids(of: Set(planned.keys), "course", source)
        let staff = try ids(of: Set(planned.values.joined().flatMap(\.teachers)), "user", source)
        for (id, occurrences) in planned.sorted(by: { $0.key < $1.key }) {
            guard let course = courses[id] else { continue }
            var plan = try CoursePlan(course, self)
            for occurrence in occurrences where occurrence.isEnabled {
                plan.hold(
                    occurrence,
                    in: try rooms.id(of: occurrence.building, occurrence.room, in: self),
                    by: occurrence.teachers.compactMap { staff[$0] })
            }
            for occurrence in occurrences where !occurrence.isEnabled {
                plan.disable(occurrence)
            }
            try plan.write(self, at: moment)
            change += plan.change
        }
        return change
    }

    private func ids(
        of names: Set<SchoolRoster.SourceID>, _ table: String, _ source: String
    ) throws -> [SchoolRoster.SourceID: Int64] {
        var ids: [SchoolRoster.SourceID: Int64] = [:]
        try forEach(
            of: names.map(\.sqlValue),
            "SELECT source_id, id FROM \(table) WHERE source = ?1 AND source_id IN (:ids)", [source]
        ) { ids[try $0.take()] = try $0.take() }
        return ids
    }
}
