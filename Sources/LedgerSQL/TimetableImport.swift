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

    mutating func keep(
        meetings: [SchoolRoster.Meeting], bell: [SchoolRoster.Bell]
    ) throws {
        // Files without a timetable leave the one there is.
        if meetings.isEmpty { return }
        try transaction.run("DELETE FROM meeting WHERE source = ?", [source])
        let timetable = Timetable(bell: bell, exceptions: [])
        let roomsBefore = try transaction.classrooms().count
        for meeting in meetings {
            guard let course = courses[meeting.course] else { continue }
            var isRotation = false
            if case .rotation = meeting.day { isRotation = true }
            let weeks = meeting.weeks?.sorted().map(String.init).joined(separator: ",")
            try transaction.run(
                """
                INSERT INTO meeting (source, course_id, day, is_rotation, weeks, sections,
                  start_minute, end_minute, classroom_id, is_enabled)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    source, course, meeting.day.number, isRotation, weeks,
                    sectionsText(timetable.sections(of: meeting)), meeting.start?.minutes,
                    meeting.end?.minutes,
                    try transaction.classroom(of: meeting.building, meeting.room)?.id.number,
                    meeting.enabled,
                ])
        }
        let rooms = try transaction.classrooms().count
        counts.classrooms.created = rooms - roomsBefore
        counts.classrooms.unchanged = roomsBefore
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
        var rooms: [String: Int64?] = [:]
        for (id, occurrences) in planned.sorted(by: { $0.key < $1.key }) {
            let course = try first(
                "SELECT id FROM course WHERE source = ? AND source_id = ?", [source, id]
            ) { try $0.take(Int64.self) }
            guard let course else { continue }
            var kept: Set<Int64> = []
            let (disabled, held) = (
                occurrences.filter { !$0.isEnabled }, occurrences.filter(\.isEnabled)
            )
            for occurrence in held {
                let name = Classroom.name(building: occurrence.building, room: occurrence.room)
                if rooms[name] == nil {
                    rooms[name] = .some(
                        try classroom(of: occurrence.building, occurrence.room)?.id.number)
                }
                let made = change.created
                if let id = try plan(
                    occurrence, course: course, room: rooms[name] ?? nil, at: moment, &change)
                {
                    kept.insert(id)
                }
                try keepTeachers(
                    of: occurrence, source: source, course: course,
                    isChange: change.created == made, at: moment)
            }
            change.removed += try removeUnplanned(course: course, keeping: kept)
            try count(held, but: disabled, of: course)
        }
        return change
    }

    /// What a timetable may change of an occurrence; one that has a session, was changed by hand,
    /// or came from a calendar, is left as it is.
    private func plan(
        _ occurrence: PlannedOccurrence, course: Int64, room: Int64?, at moment: Moment,
        _ change: inout ImportCounts.Change
    ) throws -> Int64? {
        let status: OccurrenceStatus = occurrence.isMoved ? .moved : .scheduled
        let wanted: SQLArguments = [
            room, sectionsText(occurrence.sections), occurrence.start.minutes,
            occurrence.end.minutes, status.rawValue,
        ]
        let key: SQLArguments = [
            course, occurrence.date.description, occurrence.sections[0],
        ]
        let existing = try first(
            """
            SELECT o.id, o.source_type <> 'generated' OR o.changed_at IS NOT NULL OR EXISTS (
                SELECT 1 FROM checkin_session s WHERE s.occurrence_id = o.id),
              o.classroom_id, o.sections, o.start_minute, o.end_minute, o.status
            FROM occurrence o WHERE o.course_id = ?1
              AND (o.planned_date = ?2 AND o.planned_section = ?3
                OR o.date = ?2 AND o.first_section = ?3)
            ORDER BY CASE WHEN o.planned_date = ?2 AND o.planned_section = ?3 THEN 0 ELSE 1 END
            LIMIT 1
            """, key
        ) { columns in
            (
                try columns.take(Int64.self), try columns.take(Bool.self),
                wanted.values.map { _ in columns.takeAsItStands() }
            )
        }
        guard let (id, isFixed, before) = existing else {
            if try isTaken(occurrence, of: course) { return nil }
            change.created += 1
            return try insert(
                """
                INSERT INTO occurrence (course_id, date, first_section, classroom_id, sections,
                  start_minute, end_minute, status, source_type, planned_date, planned_section,
                  modified_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'generated', ?2, ?3, ?9)
                """, key + wanted + [moment.milliseconds])
        }
        if isFixed || before == wanted.values {
            change.unchanged += 1
        } else {
            try run(
                """
                UPDATE occurrence SET classroom_id = ?, sections = ?, start_minute = ?,
                  end_minute = ?, status = ?, sequence = sequence + 1, modified_at = ?
                WHERE id = ?
                """, wanted + [moment.milliseconds, id])
            change.updated += 1
        }
        return id
    }

    /// Whether something that is fixed is held in one of the sections already: a timetable that
    /// changed does not hold the same hour twice.
    private func isTaken(_ occurrence: PlannedOccurrence, of course: Int64) throws -> Bool {
        let held = try all(
            """
            SELECT o.sections FROM occurrence o
            WHERE o.course_id = ? AND o.date = ? AND o.status <> 'cancelled'
              AND (o.source_type <> 'generated' OR o.changed_at IS NOT NULL OR EXISTS (
                SELECT 1 FROM checkin_session s WHERE s.occurrence_id = o.id))
            """, [course, occurrence.date.description]
        ) { try $0.take(sections(from:)) }
        return held.contains { !Set($0).isDisjoint(with: occurrence.sections) }
    }

    /// What took place in a slot that is no longer used is kept, and not counted.
    private func count(
        _ held: [PlannedOccurrence], but disabled: [PlannedOccurrence], of course: Int64
    ) throws {
        var changed = 0
        for (occurrences, isCounted) in [(held, true), (disabled, false)] {
            // Where none is disabled none has to be found again.
            if isCounted, try !hasUncounted(course) { continue }
            for occurrence in occurrences {
                changed += try run(
                    """
                    UPDATE occurrence SET is_counted = ?4 WHERE course_id = ?1 AND is_counted <> ?4
                      AND planned_date = ?2 AND planned_section = ?3
                    """,
                    [course, occurrence.date.description, occurrence.sections[0], isCounted])
            }
        }
        if changed > 0 { try tallyAgain(course) }
    }

    private func hasUncounted(_ course: Int64) throws -> Bool {
        try first("SELECT 1 FROM occurrence WHERE course_id = ? AND is_counted = 0", [course]) {
            try $0.take(Int.self)
        } != nil
    }

    /// Somebody more who teaches what was there before is a change of it.
    private func keepTeachers(
        of occurrence: PlannedOccurrence, source: String, course: Int64, isChange: Bool,
        at moment: Moment
    ) throws {
        var added = 0
        for teacher in occurrence.teachers {
            added += try run(
                """
                INSERT INTO occurrence_teacher (occurrence_id, user_id)
                SELECT o.id, u.id FROM occurrence o, user u
                WHERE o.course_id = ? AND o.date = ? AND o.first_section = ?
                  AND o.source_type = 'generated' AND o.changed_at IS NULL
                  AND u.source = ? AND u.source_id = ?
                ON CONFLICT DO NOTHING
                """,
                [
                    course, occurrence.date.description, occurrence.sections[0], source, teacher,
                ])
        }
        guard added > 0, isChange else { return }
        try run(
            """
            UPDATE occurrence SET sequence = sequence + 1, modified_at = ?
            WHERE course_id = ? AND date = ? AND first_section = ?
            """,
            [
                moment.milliseconds, course, occurrence.date.description, occurrence.sections[0],
            ])
    }

    /// Generated occurrences that are no longer planned and have no session go.
    private func removeUnplanned(course: Int64, keeping kept: Set<Int64>) throws -> Int {
        let generated = try all(
            """
            SELECT o.id FROM occurrence o WHERE o.course_id = ? AND o.source_type = 'generated'
              AND o.changed_at IS NULL
              AND NOT EXISTS (SELECT 1 FROM checkin_session s WHERE s.occurrence_id = o.id)
              AND NOT EXISTS (SELECT 1 FROM evidence v WHERE v.occurrence_id = o.id)
            """, [course]
        ) { try $0.take(Int64.self) }
        let gone = generated.filter { !kept.contains($0) }
        for id in gone { try run("DELETE FROM occurrence WHERE id = ?", [id]) }
        return gone.count
    }
}
