import Attendance
import Desk

extension SQLTransaction {
    package func apply(
        _ roster: SchoolRoster, source: String, today: SchoolDate, at moment: Moment,
        progress: (Int, Int) -> Void
    ) throws -> ImportCounts {
        var importing = RosterImport(
            transaction: self, source: source, today: today, moment: moment)
        try importing.apply(roster, progress)
        return importing.counts
    }
}

/// One roster on its way in: rows are found by (source, source id) and changed only where they
/// differ.
struct RosterImport {
    let transaction: SQLTransaction
    let source: String
    let today: SchoolDate
    let moment: Moment
    var counts = ImportCounts()
    var users: [SchoolRoster.SourceID: Int64] = [:]
    var courses: [SchoolRoster.SourceID: Int64] = [:]
    var terms: [SchoolRoster.SourceID: Int64] = [:]
    /// By table.
    var wereNone: [String: Bool] = [:]
    /// Active rows of the source before, of partial kinds.
    var before = ImportCounts()
    /// Parent and child.
    var links: Set<[Int64]> = []

    init(transaction: SQLTransaction, source: String, today: SchoolDate, moment: Moment) {
        self.transaction = transaction
        self.source = source
        self.today = today
        self.moment = moment
    }

    mutating func apply(_ whole: SchoolRoster, _ progress: (Int, Int) -> Void) throws {
        try recall(for: whole)
        let roster = try whole.isAddition ? join(whole) : whole
        let datesBefore = try termDates()
        for term in roster.terms { try keep(term) }
        try placeTerms(of: roster)
        let changedTerms = try termDates().filter { datesBefore[$0.key] != $0.value }
        let people = roster.untouched.union(roster.people.map(\.id))
        counts.users.removed = try archiveMissing(
            "user", roster.isLeaving(.people, staying: people))
        try makeWay(for: roster)
        try keepPeople(of: roster, progress)
        try keepFamilies(of: roster)
        try keepCourses(of: roster)
        counts.courses.removed = try archiveMissing(
            "course", roster.isLeaving(.courses, staying: Set(roster.courses.map(\.id))))
        try keepTerms(of: roster.courses, changed: Set(changedTerms.keys))
        if let adjustments = roster.adjustments { try keep(adjustments) }
        try keepEnrolments(of: roster, progress)
        counts.enrolments.removed = try endMissing(in: roster)
        if !roster.partial.isEmpty { try keepTeachers() }
        countWhatStays(of: roster)
        try keep(bell: roster.bell)
        try keep(meetings: roster.meetings, bell: roster.bell)
        try transaction.audit(
            "import", "school", 0, before: nil,
            after: "users=\(roster.people.count) courses=\(roster.courses.count)", at: moment,
            by: Actor(origin: "import"))
    }

    private static let termTable = RosterTable(
        "term",
        [
            ("title", .text), ("kind", .text), ("start_date", .text), ("end_date", .text),
            ("school_year", .integer), ("parent_id", .integer),
        ])

    private mutating func keep(_ term: SchoolRoster.Term) throws {
        let parent = term.parent.flatMap { terms[$0] }
        terms[term.id] = try upsert([term], Self.termTable, \.terms) { term in
            ImportedRow(
                id: term.id,
                values: [
                    term.title.sqlValue, term.kind.rawValue.sqlValue,
                    term.start.description.sqlValue, term.end.description.sqlValue,
                    term.schoolYear.sqlValue, parent.sqlValue,
                ])
        }.first
    }

    /// Files of changes may lack the course's teacher and, with the catalogue, its code: both stay.
    private mutating func keepCourses(of roster: SchoolRoster) throws {
        let teachers = Dictionary(
            roster.enrolments.filter { $0.isTeacher && $0.isPrimary }.map { ($0.course, $0.person) }
        ) { first, _ in first }
        let anyTeacher = Dictionary(
            roster.enrolments.filter(\.isTeacher).map { ($0.course, $0.person) }
        ) { first, _ in first }
        let isPartial = !roster.partial.isEmpty
        let (users, known) = (users, courses)
        func isCoded(_ course: SchoolRoster.Course) -> Bool {
            !isPartial || !course.code.isEmpty || known[course.id] == nil
        }
        for hasCode in [true, false] {
            let some = roster.courses.filter { isCoded($0) == hasCode }
            let table = Self.courseTable(hasTeacher: !isPartial, hasCode: hasCode)
            let ids = try upsert(some, table, \.courses) { course in
                let teacher = teachers[course.id] ?? anyTeacher[course.id]
                return ImportedRow(
                    id: course.id,
                    values: [
                        course.title.sqlValue, course.className.sqlValue,
                        course.isHomeroom.sqlValue, .null,
                    ] + (isPartial ? [] : [teacher.flatMap { users[$0] }.sqlValue])
                        + (hasCode ? [course.code.sqlValue] : []))
            }
            for (course, id) in zip(some, ids) { courses[course.id] = id }
        }
    }

    private static func courseTable(hasTeacher: Bool, hasCode: Bool) -> RosterTable {
        RosterTable(
            "course",
            [
                ("name", .text), ("class_name", .text), ("is_homeroom", .integer),
                ("archived_at", .integer),
            ] + (hasTeacher ? [("teacher_id", .integer)] : [])
                + (hasCode ? [("course_code", .text)] : []), isTimed: true)
    }

    private static let enrolmentTable = RosterTable(
        "enrolment",
        [
            ("course_id", .integer), ("user_id", .integer), ("is_teacher", .integer),
            ("is_primary", .integer), ("begin_date", .text), ("end_date", .text),
        ], stays: "dropped_at IS NOT NULL")

    private mutating func keepEnrolments(
        of roster: SchoolRoster, _ progress: (Int, Int) -> Void
    ) throws {
        let (users, courses) = (users, courses)
        var place = roster.people.count + roster.courses.count
        try upsert(roster.enrolments, Self.enrolmentTable, \.enrolments) { enrolment in
            progress(place, roster.rows)
            place += 1
            return ImportedRow(
                id: enrolment.id,
                values: [
                    courses[enrolment.course].sqlValue, users[enrolment.person].sqlValue,
                    enrolment.isTeacher.sqlValue, enrolment.isPrimary.sqlValue,
                    (enrolment.begin?.description).sqlValue, (enrolment.end?.description).sqlValue,
                ])
        }
    }

    /// Archives the active rows of this source that leave.
    private func archiveMissing(
        _ table: String, _ isLeaving: (SchoolRoster.SourceID) -> Bool
    ) throws -> Int {
        let active = try transaction.all(
            "SELECT id, source_id FROM \(table) WHERE source = ? AND archived_at IS NULL", [source]
        ) { (try $0.take(Int64.self), try $0.take(String.self)) }
        let missing = active.filter { isLeaving($0.1) }
        try transaction.forEach(
            of: missing.map(\.0.sqlValue),
            "UPDATE \(table) SET archived_at = ?1, updated_at = ?1 WHERE id IN (:ids)",
            [moment.milliseconds]
        ) { _ in }
        return missing.count
    }
}

extension SchoolRoster {
    /// How many rows progress is told of.
    var rows: Int { people.count + courses.count + enrolments.count }
}
