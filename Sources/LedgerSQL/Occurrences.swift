import Attendance
import Desk

extension SQLTransaction {
    package func occurrence(_ id: OccurrenceID) throws -> Occurrence? {
        try first(
            "SELECT \(Occurrence.columns) FROM \(Occurrence.tables) WHERE o.id = ?", [id.number],
            Occurrence.init)
    }

    package func occurrences(_ filter: OccurrenceFilter) throws -> [Occurrence] {
        try held(filter).map(\.occurrence)
    }

    package func teachers(on occurrence: OccurrenceID) throws -> [User] {
        try all(
            """
            SELECT \(User.columns) FROM occurrence_teacher w JOIN user u ON u.id = w.user_id
            WHERE w.occurrence_id = ? ORDER BY u.full_name, u.code_key
            """, [occurrence.number], User.init)
    }

    package func daily(_ filter: OccurrenceFilter) throws -> [DailyRow] {
        try held(filter).map { occurrence, session in
            DailyRow(
                occurrence: occurrence, session: try session.flatMap { try self.session($0) },
                counts: try counts(of: occurrence.id))
        }
    }

    private func held(
        _ filter: OccurrenceFilter
    ) throws -> [(occurrence: Occurrence, session: CheckinSessionID?)] {
        try all(
            """
            SELECT \(Occurrence.columns), s.id
            FROM \(Occurrence.tables) LEFT JOIN checkin_session s ON s.occurrence_id = o.id
            WHERE (?1 IS NULL OR o.date >= ?1) AND (?2 IS NULL OR o.date <= ?2)
              AND (?3 IS NULL OR o.course_id = ?3) AND (?4 IS NULL OR o.classroom_id = ?4)
              AND (?5 IS NULL OR s.status = ?5) AND (?6 = 0 OR s.id IS NOT NULL)
              AND (?8 IS NULL OR \(Self.isTaught(by: "?8", on: "?9")))
            ORDER BY o.date, o.start_minute, o.id LIMIT coalesce(?7, \(Int64.max))
            """,
            [
                filter.from?.description, filter.to?.description, filter.course?.number,
                filter.classroom?.number, filter.sessionStatus?.rawValue, filter.withSession,
                filter.most, filter.teacher?.user.number,
                filter.teacher?.today.description,
            ]
        ) { columns in
            (try Occurrence(&columns), columns.takeIDIf())
        }
    }

    /// By the index of a student's enrolments, then by that of each course's dates. Binds `?1` the
    /// student, `?2` and `?3` the first and the last date.
    private static let occurrencesOfStudent = """
        (SELECT x.id FROM enrolment e
           JOIN occurrence x ON x.course_id = e.course_id AND x.date BETWEEN ?2 AND ?3
           WHERE e.user_id = ?1 AND e.is_teacher = 0 AND \(enrolled("x.date"))
         UNION SELECT x.id FROM walk_in w JOIN occurrence x ON x.id = w.occurrence_id
           WHERE w.user_id = ?1 AND x.date BETWEEN ?2 AND ?3)
        """

    package func occurrences(
        of student: UserID, from first: SchoolDate, to last: SchoolDate
    ) throws -> [Occurrence] {
        try all(
            """
            SELECT \(Occurrence.columns) FROM \(Occurrence.tables)
            WHERE o.id IN \(Self.occurrencesOfStudent) ORDER BY o.date, o.start_minute, o.id
            """, [student.number, first.description, last.description], Occurrence.init)
    }

    package func teaches(
        _ user: UserID, _ occurrence: OccurrenceID, on today: SchoolDate
    ) throws -> Bool {
        try first(
            """
            SELECT 1 FROM occurrence o JOIN course c ON c.id = o.course_id
            WHERE o.id = ?1 AND \(Self.isTaught(by: "?2", on: "?3"))
            """, [occurrence.number, user.number, today.description]
        ) { try $0.take(Int.self) } != nil
    }

    /// That a user teaches occurrence `o` of course `c`.
    static func isTaught(by user: String, on today: String) -> String {
        """
        (\(isCourseTaught(by: user, on: today))
         OR EXISTS (SELECT 1 FROM occurrence_teacher w
              WHERE w.occurrence_id = o.id AND w.user_id = \(user)))
        """
    }

    /// By the index of a student's enrolments, then by that of each course's dates.
    static let scheduleSQL = """
        SELECT o.start_minute, o.id, o.end_minute, o.sections, c.name, c.course_code,
          r.building, r.room_number, s.id, s.status, k.number, k.checkin_time,
          o.status
        FROM enrolment e CROSS JOIN occurrence o
          ON o.course_id = e.course_id AND o.date = ?2
        \(scheduleTables)
        WHERE e.user_id = ?1 AND e.is_teacher = 0 AND \(enrolled("?2"))
        UNION
        SELECT o.start_minute, o.id, o.end_minute, o.sections, c.name, c.course_code,
          r.building, r.room_number, s.id, s.status, k.number, k.checkin_time,
          o.status
        FROM walk_in w CROSS JOIN occurrence o ON o.id = w.occurrence_id AND o.date = ?2
        \(scheduleTables)
        WHERE w.user_id = ?1 ORDER BY 1, 2
        """
    private static let scheduleTables = """
        JOIN course c ON c.id = o.course_id
        LEFT JOIN classroom r ON r.id = o.classroom_id
        LEFT JOIN checkin_session s ON s.occurrence_id = o.id
        LEFT JOIN record k ON k.occurrence_id = o.id AND k.user_id = ?1
        """

    package func schedule(of user: UserID, on date: SchoolDate) throws -> [ScheduleRow] {
        try all(Self.scheduleSQL, [user.number, date.description]) { columns in
            let start = try columns.takeTime()
            _ = columns.takeIf(Int64.self)
            var row = ScheduleRow(
                start: start, end: try columns.takeTime(),
                sections: try columns.take(sections(from:)), courseName: try columns.take(),
                courseCode: try columns.take(), room: nil)
            let building = columns.takeIf(String.self)
            let room = columns.takeIf(String.self)
            if let building, let room { row.room = Classroom.name(building: building, room: room) }
            row.session = columns.takeIDIf()
            row.sessionStatus = try columns.takeIf(CheckinSession.Status.init(rawValue:))
            row.status = try columns.takeIf(AttendanceNumber.init(rawValue:))?.status
            row.checkinTime = try columns.takeMomentIf()
            row.occurrenceStatus = try columns.take(OccurrenceStatus.init(rawValue:))
            return row
        }
    }

    package func createOccurrence(
        _ new: NewOccurrence, at moment: Moment, by actor: Actor
    ) throws -> Occurrence {
        let id = try insert(
            """
            INSERT INTO occurrence (course_id, classroom_id, date, sections, first_section,
              start_minute, end_minute, status, source_type, remark, modified_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, 'scheduled', 'manual', ?, ?)
            """,
            [
                new.course.number, new.classroom?.number, new.date.description,
                sectionsText(new.sections), new.sections[0], new.start.minutes, new.end.minutes,
                new.remark, moment.milliseconds,
            ])
        if let teacher = new.teacher {
            try run(Self.teacherRow, [id, teacher.number])
        }
        let teacher = new.teacher.map { " teacher=\($0.number)" } ?? ""
        try audit(
            "create", "occurrence", id, before: nil,
            after: "course=\(new.course.number) date=\(new.date)" + teacher, at: moment, by: actor)
        guard let made = try occurrence(OccurrenceID(id)) else { preconditionFailure("just made") }
        return made
    }

    package func update(
        _ id: OccurrenceID, to change: OccurrenceChange, at moment: Moment, by actor: Actor
    ) throws {
        let before = try occurrence(id)
        try run(
            """
            UPDATE occurrence SET date = coalesce(?2, date),
              start_minute = coalesce(?3, start_minute),
              end_minute = coalesce(?4, end_minute), classroom_id = coalesce(?5, classroom_id),
              status = coalesce(?6, status), changed_at = ?7, sequence = sequence + 1,
              modified_at = ?7 WHERE id = ?1
            """,
            [
                id.number, change.date?.description, change.start?.minutes, change.end?.minutes,
                change.classroom?.number, change.status?.rawValue, moment.milliseconds,
            ])
        let after = try occurrence(id)
        if let before, let after, before.date != after.date { try recount(before, on: after.date) }
        try audit(
            "change", "occurrence", id.number, before: before.map(Self.summary),
            after: after.map(Self.summary), at: moment, by: actor)
    }

    /// What was there on one date counts on another.
    func recount(_ before: Occurrence, on date: SchoolDate) throws {
        let there = AttendanceNumber.allCases.filter(\.status.isThere).map(\.rawValue)
        let users: [UserID] = try all(
            "SELECT user_id, number FROM record WHERE occurrence_id = ? AND number IS NOT NULL",
            [before.id.number]
        ) { (try $0.takeID() as UserID, try $0.take(Int.self)) }
        .filter { there.contains($0.1) }.map(\.0)
        try attend(
            users.flatMap { user in
                [
                    AttendedChange(user: user, date: before.date, change: -1),
                    AttendedChange(user: user, date: date, change: 1),
                ]
            })
        try tallyAgain(before.course.id.number)
    }

    private static func summary(_ occurrence: Occurrence) -> String {
        "date=\(occurrence.date) start=\(occurrence.start) end=\(occurrence.end) "
            + "classroom=\(occurrence.classroom?.id.number ?? 0) status=\(occurrence.status)"
    }

    /// The instants of an occurrence's local date and minutes.
    func moments(
        _ date: SchoolDate, _ start: TimeOfDay, _ end: TimeOfDay
    ) -> (start: Moment, end: Moment) {
        zone.span(date, from: start, to: end)
    }

    private static let slotColumns =
        "o.id, c.name, o.date, o.start_minute, o.end_minute, o.status = 'cancelled', "
        + CheckinSession.columns
    private static let slotTables =
        "occurrence o JOIN course c ON c.id = o.course_id "
        + "LEFT JOIN checkin_session s ON s.occurrence_id = o.id"

    private func slot(_ columns: inout Columns) throws -> RoomDay.Slot {
        let id: OccurrenceID = try columns.takeID()
        let course: String = try columns.take()
        let (start, end) = moments(
            try columns.takeDate(), try columns.takeTime(), try columns.takeTime())
        return RoomDay.Slot(
            occurrence: id, course: course, start: start, end: end, isCancelled: try columns.take(),
            session: try CheckinSession.ifAny(&columns))
    }

    static let roomDaySQL = """
        SELECT (SELECT session_id FROM attempt
            WHERE outcome = 'chosen' AND device_id = ?3 AND moment <= ?4
            ORDER BY moment DESC LIMIT 1), \(slotColumns)
        FROM \(slotTables)
        WHERE o.id IN (
          SELECT id FROM occurrence WHERE classroom_id = ?1 AND date = ?2
          UNION SELECT id FROM occurrence WHERE classroom_id = ?1 AND is_open = 1)
        """

    package func roomDay(
        _ classroom: ClassroomID, at moment: Moment, device: DeviceID
    ) throws -> RoomDay {
        var chosen: CheckinSessionID?
        let slots = try all(
            Self.roomDaySQL,
            [
                classroom.number, zone.date(of: moment).description, device.number,
                moment.milliseconds,
            ]
        ) { columns in
            chosen = columns.takeIDIf()
            return try slot(&columns)
        }
        return RoomDay(slots: slots, chosen: chosen)
    }

    package func slots(of user: UserID, around moment: Moment) throws -> [RoomDay.Slot] {
        try all(
            """
            SELECT \(Self.slotColumns) FROM \(Self.slotTables)
            WHERE o.date = ?2 AND o.course_id IN (SELECT e.course_id FROM enrolment e
              WHERE e.user_id = ?1 AND e.is_teacher = 0 AND \(Self.enrolled("?2")))
            """, [user.number, zone.date(of: moment).description], slot)
    }
}
