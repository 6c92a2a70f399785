import Attendance
import Desk

extension SQLTransaction {
    private static let termColumns = "t.id, t.title, t.start_date, t.end_date"

    package func academicYears() throws -> [AcademicYear] {
        var years: [AcademicYear] = []
        _ = try all(
            """
            SELECT \(Self.termColumns), y.id, y.title, y.start_date, y.end_date
            FROM term t JOIN term y ON y.id = t.year_id WHERE t.is_term = 1
            ORDER BY y.start_date, y.id, t.start_date, t.end_date DESC, t.id
            """
        ) { columns in
            let term = try AcademicTerm(&columns)
            let year = try AcademicTerm(&columns)
            if years.last?.year.id != year.id { years.append(AcademicYear(year: year, terms: [])) }
            years[years.count - 1].terms.append(term)
        }
        return years
    }

    package func term(_ id: TermID) throws -> AcademicTerm? {
        try first(
            "SELECT \(Self.termColumns) FROM term t WHERE t.id = ? AND t.is_term = 1",
            [id.number], AcademicTerm.init)
    }

    package func term(_ id: TermID, of course: CourseID) throws -> AcademicTerm? {
        try first(
            """
            SELECT \(Self.termColumns) FROM course_term c JOIN term t ON t.id = c.term_id
            WHERE c.course_id = ? AND c.term_id = ?
            """, [course.number, id.number], AcademicTerm.init)
    }

    package func terms(of course: CourseID) throws -> [AcademicTerm] {
        try all(
            """
            SELECT \(Self.termColumns) FROM course_term c JOIN term t ON t.id = c.term_id
            WHERE c.course_id = ? ORDER BY t.start_date, t.end_date DESC, t.id
            """, [course.number], AcademicTerm.init)
    }

    package func slots(of course: CourseID, includingDisabled: Bool) throws -> [Slot] {
        let meetings = try all(
            """
            SELECT m.day, m.is_rotation, m.sections, r.building, r.room_number, m.is_enabled
            FROM meeting m LEFT JOIN classroom r ON r.id = m.classroom_id
            WHERE m.course_id = ? AND m.is_enabled >= ? AND m.sections <> ''
            ORDER BY m.is_enabled DESC, m.id
            """, [course.number, !includingDisabled]
        ) { columns in
            let day: Int = try columns.take()
            let isRotation: Bool = try columns.take()
            let periods = try columns.take(sections(from:))
            let building = columns.takeIf(String.self)
            let room = columns.takeIf(String.self)
            let isEnabled: Bool = try columns.take()
            var location: String?
            if let building, let room { location = Classroom.name(building: building, room: room) }
            return periods.map { period in
                let slot = Slot(
                    day: day, period: period, location: location, isEnabled: isEnabled)
                return (place: [day, period, isRotation ? 1 : 0], slot: slot)
            }
        }
        // One place of the timetable is one slot, whatever weeks it is held in.
        var places: Set<[Int]> = []
        return meetings.joined().filter { places.insert($0.place).inserted }.map(\.slot)
            .sorted { ($0.period, $0.day) < ($1.period, $1.day) }
    }

    package func yearGroups(_ page: PageRequest) throws -> Page<YearGroup> {
        let groups = try all(
            "SELECT id, grade FROM year_group ORDER BY id LIMIT ? OFFSET ?",
            [page.perPage, page.offset]
        ) { columns in
            YearGroup(id: try columns.takeID(), grade: try columns.take(), students: [])
        }
        let items = try groups.map { group in
            var full = group
            full.students = try all(
                """
                SELECT id FROM user
                WHERE year_group_id = ? AND archived_at IS NULL AND role = 'student' ORDER BY id
                """, [group.id.number]
            ) { try $0.takeID() }
            return full
        }
        return Page(items: items, total: try count("year_group", []))
    }

    package func hasYearGroup(_ id: YearGroupID) throws -> Bool {
        try first("SELECT 1 FROM year_group WHERE id = ?", [id.number]) {
            try $0.take(Int.self)
        } != nil
    }

    package func courses(
        archived: Bool, on today: SchoolDate, _ page: PageRequest
    ) throws -> Page<CourseDetail> {
        let condition = "c.archived_at IS \(archived ? "NOT NULL" : "NULL")"
        let items = try all(
            """
            SELECT \(Course.columns) FROM \(Course.tables) WHERE \(condition)
            ORDER BY c.id LIMIT ? OFFSET ?
            """, [page.perPage, page.offset]
        ) { try Course(&$0) }
        return Page(
            items: try items.map { try detail(of: $0, on: today) },
            total: try count("course c WHERE \(condition)", []))
    }

    package func courseDetail(_ id: CourseID, on today: SchoolDate) throws -> CourseDetail? {
        try course(id).map { try detail(of: $0, on: today) }
    }

    private func detail(of course: Course, on today: SchoolDate) throws -> CourseDetail {
        CourseDetail(
            course: course, terms: try terms(of: course.id),
            teachers: try teachers(of: course.id, on: today))
    }

    func teachers(of course: CourseID, on today: SchoolDate) throws -> [UserID] {
        try all(
            """
            SELECT teacher_id AS id FROM course WHERE id = ?1 AND teacher_id IS NOT NULL
            UNION SELECT e.user_id FROM enrolment e
              WHERE e.course_id = ?1 AND e.is_teacher = 1 AND \(Self.enrolled("?2"))
            ORDER BY id
            """, [course.number, today.description]
        ) { try $0.takeID() }
    }
}

extension AcademicTerm {
    fileprivate init(_ columns: inout Columns) throws {
        self.init(
            id: try columns.takeID(), name: try columns.take(), start: try columns.takeDate(),
            end: try columns.takeDate())
    }
}
