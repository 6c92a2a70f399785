import Attendance
import Desk

extension SQLTransaction {
    package func bell() throws -> [SchoolRoster.Bell] {
        try all("SELECT section, start_minute, end_minute FROM bell ORDER BY section") { columns in
            SchoolRoster.Bell(
                section: try columns.take(), start: try columns.takeTime(),
                end: try columns.takeTime())
        }
    }

    package func staffByEmail() throws -> [String: UserID] {
        let staff = Role.allCases.filter(\.isStaff).map { "'\($0.rawValue)'" }
        let found: [(String, UserID)] = try all(
            """
            SELECT email, id FROM user
            WHERE email <> '' AND archived_at IS NULL AND role IN (\(staff.joined(separator: ",")))
            """
        ) { (try $0.take(String.self).lowercased(), try $0.takeID()) }
        return Dictionary(grouping: found, by: \.0).compactMapValues { people in
            people.count == 1 ? people[0].1 : nil
        }
    }

    /// Beside the names of rosters, which may be the same.
    private static func calendar(_ source: String) -> String { "calendar:" + source }

    package func courses(ofCalendar source: String) throws -> Set<CourseID> {
        Set(
            try all(
                "SELECT DISTINCT course_id FROM meeting WHERE source = ?", [Self.calendar(source)]
            ) { try $0.takeID() })
    }

    package func kept(of course: CourseID, besidesCalendar source: String) throws
        -> [KeptOccurrence]
    {
        try all(
            """
            SELECT o.id, o.date, o.sections, o.start_minute, o.end_minute, r.building,
              r.room_number, o.status, o.source_type, o.planned_date, o.planned_section,
              (SELECT group_concat(CAST(w.user_id AS text), ' ') FROM occurrence_teacher w
                WHERE w.occurrence_id = o.id),
              o.source_type = 'manual' OR o.changed_at IS NOT NULL
                OR EXISTS (SELECT 1 FROM checkin_session s WHERE s.occurrence_id = o.id)
                OR EXISTS (SELECT 1 FROM evidence v WHERE v.occurrence_id = o.id),
              EXISTS (SELECT 1 FROM meeting m WHERE m.course_id = o.course_id
                AND m.source <> ?2 AND m.source LIKE 'calendar:%' AND m.is_rotation = 0
                AND m.day = \(dialect.weekday("o.date"))
                AND m.start_minute = o.start_minute AND m.end_minute = o.end_minute)
            FROM occurrence o LEFT JOIN classroom r ON r.id = o.classroom_id
            WHERE o.course_id = ?1 ORDER BY o.date, o.start_minute, o.id
            """, [course.number, Self.calendar(source)], KeptOccurrence.init)
    }

    package func keep(_ changes: TimetableChanges, of course: CourseID, at moment: Moment) throws {
        for id in changes.removed {
            try run("DELETE FROM occurrence WHERE id = ?", [id.number])
        }
        // Two that change places would meet on the way.
        for update in changes.updated {
            try run(
                """
                UPDATE occurrence SET first_section = -id, planned_date = NULL WHERE id = ?
                """, [update.id.number])
        }
        for update in changes.updated {
            try run(
                """
                UPDATE occurrence SET date = ?, sections = ?, first_section = ?, start_minute = ?,
                  end_minute = ?, classroom_id = ?, status = ?, planned_date = ?,
                  planned_section = ? WHERE id = ?
                """, try columns(of: update.wanted) + [update.id.number])
            try keepStaff(of: update.wanted, on: update.id.number)
            // Another name of the event is no change of the lesson.
            guard update.isSeen else { continue }
            try run(
                "UPDATE occurrence SET sequence = sequence + 1, modified_at = ? WHERE id = ?",
                [moment.milliseconds, update.id.number])
        }
        for occurrence in changes.created {
            let id = try insert(
                """
                INSERT INTO occurrence (date, sections, first_section, start_minute, end_minute,
                  classroom_id, status, planned_date, planned_section, course_id, modified_at,
                  source_type)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'imported')
                """, try columns(of: occurrence) + [course.number, moment.milliseconds])
            try keepStaff(of: occurrence, on: id)
        }
    }

    private func columns(of occurrence: PlannedOccurrence) throws -> SQLArguments {
        [
            occurrence.date.description, sectionsText(occurrence.sections),
            occurrence.sections[0], occurrence.start.minutes, occurrence.end.minutes,
            try classroom(of: occurrence.building, occurrence.room)?.id.number,
            occurrence.status.rawValue, occurrence.origin?.date.description,
            occurrence.origin?.key.number,
        ]
    }

    private func keepStaff(of occurrence: PlannedOccurrence, on id: Int64) throws {
        try run("DELETE FROM occurrence_teacher WHERE occurrence_id = ?", [id])
        for user in occurrence.staff {
            try run(Self.teacherRow, [id, user.number])
        }
    }

    package func keep(
        _ lessons: [CourseID: [PlannedOccurrence]], ofCalendar source: String, at moment: Moment
    ) throws {
        try run("DELETE FROM meeting WHERE source = ?", [Self.calendar(source)])
        for (course, occurrences) in lessons.sorted(by: { $0.key.number < $1.key.number }) {
            var places: Set<[Int]> = []
            for lesson in occurrences where !lesson.isCancelled {
                let place = [
                    lesson.date.weekday.rawValue, lesson.start.minutes, lesson.end.minutes,
                ]
                guard places.insert(place + lesson.sections).inserted else { continue }
                try run(
                    """
                    INSERT INTO meeting (source, course_id, day, start_minute, end_minute, sections,
                      classroom_id, is_enabled)
                    VALUES (?, ?, ?, ?, ?, ?, ?, 1)
                    """,
                    [
                        Self.calendar(source), course.number, place[0], place[1], place[2],
                        sectionsText(lesson.sections),
                        try classroom(of: lesson.building, lesson.room)?.id.number,
                    ])
            }
        }
        let count = lessons.values.reduce(0) { $0 + $1.count }
        try audit(
            "import calendar", "school", 0, before: nil,
            after: "courses=\(lessons.count) occurrences=\(count)", at: moment,
            by: Actor(origin: "import"))
    }
}

extension KeptOccurrence {
    fileprivate init(_ columns: inout Columns) throws {
        let id: OccurrenceID = try columns.takeID()
        var held = PlannedOccurrence(
            date: try columns.takeDate(), sections: try columns.take(sections(from:)),
            start: try columns.takeTime(), end: try columns.takeTime(),
            building: columns.takeIf() ?? "", room: columns.takeIf() ?? "")
        let status = try columns.take(OccurrenceStatus.init(rawValue:))
        held.isMoved = status == .moved
        held.isCancelled = status == .cancelled
        let source = try columns.take(OccurrenceSource.init(rawValue:))
        let planned = try columns.takeIf { (text: String) in SchoolDate(text) }
        let key = columns.takeIf(Int.self)
        if source == .imported, let planned, let key {
            held.origin = PlannedOccurrence.Origin(date: planned, key: EventKey(number: key))
        }
        let staff = columns.takeIf(String.self) ?? ""
        held.staff = Set(staff.split(separator: " ").compactMap { Int64($0).map(UserID.init) })
        self.init(
            id: id, held: held, source: source, isFixed: try columns.take(),
            isShared: try columns.take())
    }
}
