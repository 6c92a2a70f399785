import Attendance
import Desk

/// The lessons of one course beside what a timetable plans of it: read at once, compared here, and
/// written at once.
struct CoursePlan {
    private struct Slot: Hashable {
        let date: String
        let section: Int
    }

    private struct Lesson {
        /// Nil until it is inserted.
        var id: Int64?
        let slot: Slot
        /// Generated, and not changed by hand since.
        let isOwn: Bool
        /// Has a session, was changed by hand or came from a calendar: it is left as it is.
        let isFixed: Bool
        let isRemovable: Bool
        var teachers: Set<Int64>
        /// Room, sections, start, end and status.
        var values: [SQLValue]
        var isWanted = false
        var isChanged = false
        var hasNewTeachers = false

        var isHeld: Bool { values.last != .text(OccurrenceStatus.cancelled.rawValue) }
    }

    let course: Int64
    private var lessons: [Lesson] = []
    private var byPlan: [Slot: Int] = [:]
    private var byDate: [Slot: Int] = [:]
    private var fixed: [Int] = []
    private var newTeachers: [(lesson: Int, user: Int64)] = []
    private(set) var change = ImportCounts.Change()
    /// Whether there is one that counts nowhere.
    private(set) var hasUncounted = false

    init(_ course: Int64, _ transaction: SQLTransaction) throws {
        self.course = course
        let rows = try transaction.all(Self.selectSQL, [course]) { columns in
            (
                lesson: try Self.lesson(&columns), planned: try Self.slot(&columns),
                isCounted: try columns.take(Bool.self)
            )
        }
        for (place, row) in rows.enumerated() {
            lessons.append(row.lesson)
            byDate[row.lesson.slot] = place
            if row.lesson.isFixed, row.lesson.isHeld { fixed.append(place) }
            if let planned = row.planned { byPlan[planned] = place }
            if !row.isCounted { hasUncounted = true }
        }
    }

    private static let selectSQL = """
        SELECT o.id, o.date, o.first_section,
          o.source_type = 'generated' AND o.changed_at IS NULL,
          EXISTS (SELECT 1 FROM checkin_session s WHERE s.occurrence_id = o.id),
          EXISTS (SELECT 1 FROM evidence v WHERE v.occurrence_id = o.id),
          (SELECT group_concat(CAST(w.user_id AS text), ' ') FROM occurrence_teacher w
            WHERE w.occurrence_id = o.id),
          o.classroom_id, o.sections, o.start_minute, o.end_minute, o.status,
          o.planned_date, o.planned_section, o.is_counted
        FROM occurrence o WHERE o.course_id = ?
        """

    private static func lesson(_ columns: inout Columns) throws -> Lesson {
        let id = try columns.take(Int64.self)
        let slot = Slot(date: try columns.take(), section: try columns.take())
        let isOwn = try columns.take(Bool.self)
        let hasSession = try columns.take(Bool.self)
        let hasEvidence = try columns.take(Bool.self)
        let teachers = columns.takeIf(String.self) ?? ""
        return Lesson(
            id: id, slot: slot, isOwn: isOwn, isFixed: !isOwn || hasSession,
            isRemovable: isOwn && !hasSession && !hasEvidence,
            teachers: Set(teachers.split(separator: " ").compactMap { Int64($0) }),
            values: (0..<5).map { _ in columns.takeAsItStands() })
    }

    private static func slot(_ columns: inout Columns) throws -> Slot? {
        let date = columns.takeIf(String.self)
        let section = columns.takeIf(Int.self)
        guard let date, let section else { return nil }
        return Slot(date: date, section: section)
    }

    /// Finds it by where the timetable planned it before, else by when it is held.
    mutating func hold(_ planned: PlannedOccurrence, in room: Int64?, by teachers: [Int64]) {
        let slot = Slot(date: planned.date.description, section: planned.sections[0])
        let status: OccurrenceStatus = planned.isMoved ? .moved : .scheduled
        let wanted = [
            room.sqlValue, sectionsText(planned.sections).sqlValue, planned.start.minutes.sqlValue,
            planned.end.minutes.sqlValue, status.rawValue.sqlValue,
        ]
        let known = byPlan[slot] ?? byDate[slot]
        if let known {
            lessons[known].isWanted = true
            if lessons[known].isFixed || lessons[known].values == wanted {
                change.unchanged += 1
            } else {
                lessons[known].values = wanted
                lessons[known].isChanged = true
                change.updated += 1
            }
        } else if !isTaken(slot.date, planned.sections) {
            (byPlan[slot], byDate[slot]) = (lessons.count, lessons.count)
            lessons.append(
                Lesson(
                    slot: slot, isOwn: true, isFixed: false, isRemovable: false, teachers: [],
                    values: wanted, isWanted: true))
            change.created += 1
        }
        guard let place = byDate[slot], lessons[place].isOwn else { return }
        for teacher in teachers where lessons[place].teachers.insert(teacher).inserted {
            newTeachers.append((place, teacher))
            lessons[place].hasNewTeachers = true
        }
    }

    /// Whether something that is fixed is held in one of the sections already: a timetable that
    /// changed does not hold the same hour twice.
    private func isTaken(_ date: String, _ wanted: [Int]) -> Bool {
        fixed.contains { place in
            guard lessons[place].slot.date == date, case .text(let held) = lessons[place].values[1]
            else { return false }
            return sections(from: held).map { !Set($0).isDisjoint(with: wanted) } ?? false
        }
    }

    private static let made = BulkInsert(
        "occurrence",
        [
            ("course_id", .integer), ("date", .text), ("first_section", .integer),
            ("classroom_id", .integer), ("sections", .text), ("start_minute", .integer),
            ("end_minute", .integer), ("status", .text), ("source_type", .text),
            ("planned_date", .text), ("planned_section", .integer), ("modified_at", .integer),
        ])

    private static let changed = BulkStatement(
        given: [
            ("id", .integer), ("classroom_id", .integer), ("sections", .text),
            ("start_minute", .integer), ("end_minute", .integer), ("status", .text),
            ("moment", .integer),
        ],
        """
        UPDATE occurrence SET classroom_id = g.classroom_id, sections = g.sections,
          start_minute = g.start_minute, end_minute = g.end_minute, status = g.status,
          sequence = occurrence.sequence + 1, modified_at = g.moment
        FROM given g WHERE occurrence.id = g.id
        """)

    private static let teaching = BulkInsert(
        "occurrence_teacher", [("occurrence_id", .integer), ("user_id", .integer)],
        "ON CONFLICT DO NOTHING")

    /// Writes what differs. Generated lessons that are no longer planned, and that nobody came to,
    /// go.
    mutating func write(_ transaction: SQLTransaction, at moment: Moment) throws {
        let time = moment.milliseconds.sqlValue
        let new = lessons.indices.filter { lessons[$0].id == nil }
        let ids = try transaction.insertNumbered(
            new.map { place in
                let (date, section) = (lessons[place].slot.date, lessons[place].slot.section)
                let key = [course.sqlValue, date.sqlValue, section.sqlValue]
                return SQLArguments(
                    key + lessons[place].values
                        + ["generated".sqlValue, date.sqlValue, section.sqlValue, time])
            }, Self.made)
        let before = lessons.filter { $0.id != nil }
        for (place, id) in zip(new, ids) { lessons[place].id = id }
        try transaction.run(
            before.filter(\.isChanged).map { SQLArguments([$0.id.sqlValue] + $0.values + [time]) },
            Self.changed)
        try transaction.insert(
            newTeachers.map { [lessons[$0.lesson].id, $0.user] }, Self.teaching)
        // Somebody more who teaches what was there before is a change of it.
        try transaction.forEach(
            of: before.filter(\.hasNewTeachers).map(\.id.sqlValue),
            "UPDATE occurrence SET sequence = sequence + 1, modified_at = ?1 WHERE id IN (:ids)",
            [moment.milliseconds]
        ) { _ in }
        let gone = before.filter { $0.isRemovable && !$0.isWanted }
        try transaction.forEach(
            of: gone.map(\.id.sqlValue), "DELETE FROM occurrence WHERE id IN (:ids)"
        ) { _ in }
        change.removed = gone.count
    }
}
