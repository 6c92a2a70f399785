import Attendance
import Desk

/// The lessons of one course beside what a timetable plans of it: read at once, compared here, and
/// written at once.
struct CoursePlan {
    private struct Slot: Hashable {
        let date: String
        let section: Int

        init(date: String, section: Int) {
            self.date = date
            self.section = section
        }

        init(_ planned: PlannedOccurrence) {
            self.init(date: planned.date.description, section: planned.sections[0])
        }
    }

    private struct Lesson {
        /// Nil until it is inserted.
        var id: Int64?
        let slot: Slot
        /// Generated, and not changed by hand since.
        var isOwn = true
        var hasSession = false
        var hasEvidence = false
        var teachers: Set<Int64> = []
        /// Room, sections, start, end and status.
        var values: [SQLValue]
        var isCounted = true
        var isWanted = false
        var isChanged = false
        var isCountedAnew = false

        /// Changed by hand, from a calendar or begun already: it is left as it is.
        var isFixed: Bool { !isOwn || hasSession }
        /// No longer planned, and nobody came.
        var isGone: Bool { isOwn && !hasSession && !hasEvidence && !isWanted && id != nil }
        var isHeld: Bool { values.last != .text(OccurrenceStatus.cancelled.rawValue) }
    }

    let course: Int64
    private var lessons: [Lesson] = []
    private var byPlan: [Slot: Int] = [:]
    private var byDate: [Slot: Int] = [:]
    /// The sections in which something fixed is held, by date.
    private var taken: [String: Set<Int>] = [:]
    private var newTeachers: [(lesson: Int, user: Int64)] = []
    private(set) var change = ImportCounts.Change()

    init(_ course: Int64, _ transaction: SQLTransaction) throws {
        self.course = course
        let rows = try transaction.all(Self.selectSQL, [course]) { columns in
            (
                lesson: try Self.lesson(&columns), planned: try Self.slot(&columns),
                sections: try columns.take(String.self)
            )
        }
        for (place, row) in rows.enumerated() {
            lessons.append(row.lesson)
            byDate[row.lesson.slot] = place
            if let planned = row.planned { byPlan[planned] = place }
            if row.lesson.isFixed, row.lesson.isHeld {
                guard let held = sections(from: row.sections) else { throw Columns.incomplete }
                taken[row.lesson.slot.date, default: []].formUnion(held)
            }
        }
    }

    private static let selectSQL = """
        SELECT o.id, o.date, o.first_section,
          o.source_type = 'generated' AND o.changed_at IS NULL,
          EXISTS (SELECT 1 FROM checkin_session s WHERE s.occurrence_id = o.id),
          EXISTS (SELECT 1 FROM evidence v WHERE v.occurrence_id = o.id),
          (SELECT group_concat(CAST(w.user_id AS text), ' ') FROM occurrence_teacher w
            WHERE w.occurrence_id = o.id),
          o.is_counted, o.classroom_id, o.sections, o.start_minute, o.end_minute, o.status,
          o.planned_date, o.planned_section, o.sections
        FROM occurrence o WHERE o.course_id = ?
        """

    private static func lesson(_ columns: inout Columns) throws -> Lesson {
        let id = try columns.take(Int64.self)
        let slot = Slot(date: try columns.take(), section: try columns.take())
        let isOwn = try columns.take(Bool.self)
        let hasSession = try columns.take(Bool.self)
        let hasEvidence = try columns.take(Bool.self)
        let teachers = columns.takeIf(String.self) ?? ""
        let isCounted = try columns.take(Bool.self)
        return Lesson(
            id: id, slot: slot, isOwn: isOwn, hasSession: hasSession, hasEvidence: hasEvidence,
            teachers: Set(teachers.split(separator: " ").compactMap { Int64($0) }),
            values: (0..<5).map { _ in columns.takeAsItStands() }, isCounted: isCounted)
    }

    private static func slot(_ columns: inout Columns) throws -> Slot? {
        let date = columns.takeIf(String.self)
        let section = columns.takeIf(Int.self)
        guard let date, let section else { return nil }
        return Slot(date: date, section: section)
    }

    /// Finds it by where the timetable planned it before, else by when it is held.
    ///
    /// A timetable that changed does not hold the same hour twice: where something fixed is held
    /// in one of the sections already, nothing is.
    mutating func hold(_ planned: PlannedOccurrence, in room: Int64?, by teachers: [Int64]) {
        let slot = Slot(planned)
        let status: OccurrenceStatus = planned.isMoved ? .moved : .scheduled
        let wanted = [
            room.sqlValue, sectionsText(planned.sections).sqlValue, planned.start.minutes.sqlValue,
            planned.end.minutes.sqlValue, status.rawValue.sqlValue,
        ]
        if let known = byPlan[slot] ?? byDate[slot] {
            lessons[known].isWanted = true
            if lessons[known].isFixed || lessons[known].values == wanted {
                change.unchanged += 1
            } else {
                lessons[known].values = wanted
                lessons[known].isChanged = true
                change.updated += 1
            }
        } else if taken[slot.date]?.isDisjoint(with: planned.sections) ?? true {
            byDate[slot] = lessons.count
            lessons.append(Lesson(slot: slot, values: wanted, isWanted: true))
            change.created += 1
        }
        count(slot, true)
        guard let place = byDate[slot], lessons[place].isOwn else { return }
        for teacher in teachers where lessons[place].teachers.insert(teacher).inserted {
            newTeachers.append((place, teacher))
        }
    }

    /// What took place in a slot that is no longer used is kept, and not counted.
    mutating func disable(_ planned: PlannedOccurrence) {
        count(Slot(planned), false)
    }

    private mutating func count(_ slot: Slot, _ isCounted: Bool) {
        guard let place = byPlan[slot], lessons[place].isCounted != isCounted else { return }
        lessons[place].isCounted = isCounted
        lessons[place].isCountedAnew.toggle()
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
        let ids = try transaction.insertNumbered(new.map { row(of: lessons[$0], time) }, Self.made)
        if ids.count != new.count { throw Columns.incomplete }
        for (place, id) in zip(new, ids) { lessons[place].id = id }
        try transaction.run(
            lessons.filter(\.isChanged).map { SQLArguments([$0.id.sqlValue] + $0.values + [time]) },
            Self.changed)
        try transaction.insert(
            newTeachers.map { [lessons[$0.lesson].id, $0.user] }, Self.teaching)
        // Somebody more who teaches what was there before is a change of it.
        try write(
            "sequence = sequence + 1, modified_at = ?1", [moment.milliseconds],
            Set(newTeachers.map(\.lesson)).subtracting(new).sorted(), transaction)
        let gone = lessons.filter(\.isGone)
        try transaction.forEach(
            of: gone.map(\.id.sqlValue), "DELETE FROM occurrence WHERE id IN (:ids)"
        ) { _ in }
        change.removed = gone.count
        try writeCounted(transaction)
    }

    private func row(of lesson: Lesson, _ time: SQLValue) -> SQLArguments {
        let planned = [lesson.slot.date.sqlValue, lesson.slot.section.sqlValue]
        return SQLArguments(
            [course.sqlValue] + planned + lesson.values + ["generated".sqlValue] + planned + [time])
    }

    private func writeCounted(_ transaction: SQLTransaction) throws {
        let anew = lessons.indices.filter { lessons[$0].isCountedAnew && !lessons[$0].isGone }
        for isCounted in [true, false] {
            try write(
                "is_counted = ?1", [isCounted],
                anew.filter { lessons[$0].isCounted == isCounted }, transaction)
        }
        if !anew.isEmpty { try transaction.tallyAgain(course) }
    }

    private func write(
        _ columns: String, _ values: SQLArguments, _ places: [Int], _ transaction: SQLTransaction
    ) throws {
        try transaction.forEach(
            of: places.map { lessons[$0].id.sqlValue },
            "UPDATE occurrence SET \(columns) WHERE id IN (:ids)", values
        ) { _ in }
    }
}
