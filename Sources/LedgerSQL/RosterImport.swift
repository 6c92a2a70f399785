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
    /// By table and number of columns.
    var forms: [String: RowForm] = [:]
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
        let rows = roster.people.count + roster.courses.count + roster.enrolments.count
        for (place, person) in roster.people.enumerated() {
            try keep(person)
            progress(place, rows)
        }
        for person in roster.people { try keepLinks(of: person) }
        try keepFamilies(of: roster)
        let teachers = Dictionary(
            roster.enrolments.filter { $0.isTeacher && $0.isPrimary }.map { ($0.course, $0.person) }
        ) { first, _ in first }
        let anyTeacher = Dictionary(
            roster.enrolments.filter(\.isTeacher).map { ($0.course, $0.person) }
        ) { first, _ in first }
        for course in roster.courses {
            try keep(
                course, teacher: teachers[course.id] ?? anyTeacher[course.id],
                isPartial: !roster.partial.isEmpty)
        }
        counts.courses.removed = try archiveMissing(
            "course", roster.isLeaving(.courses, staying: Set(roster.courses.map(\.id))))
        try keepTerms(of: roster.courses, changed: Set(changedTerms.keys))
        if let adjustments = roster.adjustments { try keep(adjustments) }
        for (place, enrolment) in roster.enrolments.enumerated() {
            try keep(enrolment)
            progress(roster.people.count + roster.courses.count + place, rows)
        }
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

    private mutating func keep(_ term: SchoolRoster.Term) throws {
        terms[term.id] = try upsert(
            "term", term.id,
            [
                ("title", term.title), ("kind", term.kind.rawValue),
                ("start_date", term.start.description), ("end_date", term.end.description),
                ("school_year", term.schoolYear), ("parent_id", term.parent.flatMap { terms[$0] }),
            ], \.terms)
    }

    private mutating func keep(_ person: SchoolRoster.Person) throws {
        guard let code = UserCode(person.code) else {
            throw LedgerFault(.failed, "\(person.id) has no usable code")
        }
        users[person.id] = try upsert(
            "user", person.id,
            [
                ("code", code.text), ("code_key", code.key), ("tail_key", code.tailKey),
                ("code_length", code.length), ("given_name", person.givenName),
                ("family_name", person.familyName), ("full_name", person.fullName),
                ("role", person.role.rawValue),
                ("student_class", person.grades.joined(separator: ", ")), ("email", person.email),
                ("year_group_id", try yearGroup(of: person)),
                ("archived_at", nil),
            ],
            created: [("created_at", moment.milliseconds)],
            touched: [("updated_at", moment.milliseconds)], \.users)
    }

    /// Frees the codes that the roster gives to others than those who have them: a row made by hand
    /// becomes the roster's own, an archived one keeps its past under a code nobody can present,
    /// and one whose code the roster changes gives it up first. A code of somebody active in
    /// another source stays there, as does that of somebody whom
    /// files of changes do not name, and the roster is refused.
    private func makeWay(for roster: SchoolRoster) throws {
        var taken: [String] = []
        let isPartial = roster.partial.contains(.people)
        let named = isPartial ? Set(roster.people.map(\.id)) : []
        for person in roster.people {
            guard let code = UserCode(person.code) else { continue }
            let holder = try transaction.first(
                "SELECT id, source, source_id, archived_at, full_name FROM user WHERE code_key = ?",
                [code.key]
            ) { columns in
                (
                    id: try columns.take(Int64.self), source: columns.takeIf(String.self),
                    sourceID: columns.takeIf(String.self),
                    isArchived: columns.takeIf(Int64.self) != nil,
                    name: try columns.take(String.self)
                )
            }
            guard let holder, holder.source != source || holder.sourceID != person.id else {
                continue
            }
            let isSamePerson = holder.isArchived && holder.name == person.fullName
            if holder.source == nil || isSamePerson {
                try transaction.run(
                    "UPDATE user SET source = ?, source_id = ? WHERE id = ?",
                    [source, person.id, holder.id])
            } else if holder.isArchived
                || holder.source == source && (!isPartial || named.contains(holder.sourceID ?? ""))
            {
                try transaction.run(
                    "UPDATE user SET code_key = code_key || ' ' || id WHERE id = ?", [holder.id])
            } else {
                taken.append(code.text)
            }
        }
        if !taken.isEmpty { throw DeskRefusal.codesTaken(taken.sorted()) }
    }

    private mutating func keepLinks(of person: SchoolRoster.Person) throws {
        guard let id = users[person.id] else { return }
        for number in person.aliases.compactMap({ UserCode($0) }) {
            try transaction.run(
                """
                INSERT INTO alias (number_key, number, user_id, source) VALUES (?, ?, ?, ?)
                ON CONFLICT (number_key) DO NOTHING
                """, [number.key, number.text, id, source])
        }
        for agent in person.agents.compactMap({ users[$0] }) {
            let isParent = person.role == .parent
            links.insert(isParent ? [id, agent] : [agent, id])
        }
    }

    /// Files of changes may lack the course's teacher and, with the catalogue, its code: both stay.
    private mutating func keep(
        _ course: SchoolRoster.Course, teacher: SchoolRoster.SourceID?, isPartial: Bool
    ) throws {
        var columns: [(String, (any SQLConvertible)?)] = [
            ("name", course.title), ("class_name", course.className),
            ("is_homeroom", course.isHomeroom), ("archived_at", nil),
        ]
        if !isPartial { columns.append(("teacher_id", teacher.flatMap { users[$0] })) }
        let staysCoded = isPartial && course.code.isEmpty && courses[course.id] != nil
        if !staysCoded { columns.append(("course_code", course.code)) }
        courses[course.id] = try upsert(
            "course", course.id, columns,
            created: [("created_at", moment.milliseconds)],
            touched: [("updated_at", moment.milliseconds)], \.courses)
    }

    private mutating func keep(_ enrolment: SchoolRoster.Enrolment) throws {
        _ = try upsert(
            "enrolment", enrolment.id,
            [
                ("course_id", courses[enrolment.course]), ("user_id", users[enrolment.person]),
                ("is_teacher", enrolment.isTeacher), ("is_primary", enrolment.isPrimary),
                ("begin_date", enrolment.begin?.description),
                ("end_date", enrolment.end?.description),
            ], stays: "dropped_at IS NOT NULL", \.enrolments)
    }

    /// Archives the active rows of this source that leave.
    private func archiveMissing(
        _ table: String, _ isLeaving: (SchoolRoster.SourceID) -> Bool
    ) throws -> Int {
        let active = try transaction.all(
            "SELECT id, source_id FROM \(table) WHERE source = ? AND archived_at IS NULL", [source]
        ) { (try $0.take(Int64.self), try $0.take(String.self)) }
        let missing = active.filter { isLeaving($0.1) }
        for (id, _) in missing {
            try transaction.run(
                "UPDATE \(table) SET archived_at = ?1, updated_at = ?1 WHERE id = ?2",
                [moment.milliseconds, id])
        }
        return missing.count
    }
}

extension SchoolRoster.Person {
    /// Family name first where the script puts it there; one name alone is all of it.
    var fullName: String {
        let isHan = (givenName + familyName).unicodeScalars.contains {
            (0x3040...0x9FFF).contains($0.value) || (0xAC00...0xD7AF).contains($0.value)
        }
        if isHan { return familyName + givenName }
        return [givenName, familyName].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
