import Attendance
import Desk
import Foundation
import Wire

/// People and courses that a room must hold.
extension SQLTransaction {
    /// Lessons of a room in some days, and those with an open session. Binds `?1` the room, `?2`
    /// and `?3` the first and the last day.
    private static let fedLessons = """
        (SELECT id FROM occurrence WHERE classroom_id = ?1 AND date BETWEEN ?2 AND ?3
         UNION SELECT id FROM occurrence WHERE classroom_id = ?1 AND is_open = 1)
        """

    func fedLessons(of room: ClassroomID, _ span: FeedSpan) throws -> [OccurrenceID] {
        try all(
            "SELECT id FROM occurrence WHERE id IN \(Self.fedLessons) ORDER BY date, id",
            Self.arguments(room, span)
        ) { try $0.takeID() }
    }

    func isFed(_ lesson: OccurrenceID, in room: ClassroomID, _ span: FeedSpan) throws -> Bool {
        try first(
            "SELECT 1 WHERE ?4 IN \(Self.fedLessons)",
            Self.arguments(room, span) + [lesson.number]
        ) { try $0.take(Int.self) } != nil
    }

    private static func arguments(_ room: ClassroomID, _ span: FeedSpan) -> SQLArguments {
        [room.number, span.first.description, span.last.description]
    }

    func rosterItems(of room: ClassroomID, _ span: FeedSpan) throws -> [RoomItem] {
        let binding = Self.arguments(room, span)
        // A session may be open since before the days that are held.
        let days = try first(
            """
            SELECT min(date), max(date) FROM occurrence WHERE id IN \(Self.fedLessons)
            """, binding
        ) { ($0.takeIf(String.self), $0.takeIf(String.self)) }
        let from = min(days?.0 ?? span.first.description, span.first.description)
        let to = max(days?.1 ?? span.last.description, span.last.description)
        let all = binding + [from, to]
        return try [roomItem(room)] + userItems(all) + pinItems(all)
            + courseItems(binding, graceMinutes: span.graceMinutes) + enrolmentItems(all)
            + excusalItems(all)
    }

    private func roomItem(_ room: ClassroomID) throws -> RoomItem {
        guard let found = try classroom(room) else { throw Columns.incomplete }
        let name = try uid(of: .classroom, room.number)
        let body = FedRoom(
            building: found.building, roomNumber: found.roomNumber,
            key: Array(try roomKey(of: name))
        ).body
        return RoomItem(kind: .room, key: "\(name)", part: Self.rosterPart, body: body)
    }

    // The courses of the lessons, and who has to do with them. `?4` and `?5` are the days.
    private static let taught = "(SELECT course_id FROM occurrence WHERE id IN \(fedLessons))"
    private static let enrolled = """
        e.course_id IN \(taught) AND (e.begin_date IS NULL OR e.begin_date <= ?5)
        AND (e.end_date IS NULL OR ?4 <= e.end_date)
        """
    private static let people = """
        (SELECT e.user_id FROM enrolment e WHERE \(enrolled)
         UNION SELECT user_id FROM walk_in WHERE occurrence_id IN \(fedLessons)
         UNION SELECT user_id FROM evidence WHERE occurrence_id IN \(fedLessons)
         UNION SELECT user_id FROM occurrence_teacher WHERE occurrence_id IN \(fedLessons)
         UNION SELECT teacher_id FROM course WHERE id IN \(taught) AND teacher_id IS NOT NULL)
        """

    /// What a row is called, where it is known.
    static func name(_ kind: NamedKind, _ id: String) -> String {
        "(SELECT w.uid FROM known_as w WHERE w.kind = '\(kind.rawValue)' AND w.id = \(id))"
    }

    /// Whether a row has a name yet or not.
    func named(_ kind: NamedKind, _ id: Int64, _ uid: Data?) throws -> UniqueID {
        try uid.flatMap(UniqueID.init(bytes:)) ?? self.uid(of: kind, id)
    }

    private func userItems(_ binding: SQLArguments) throws -> [RoomItem] {
        var aliases: [Int64: [FedUser.Alias]] = [:]
        try forEach(
            """
            SELECT user_id, number, blocked_at IS NOT NULL FROM alias
            WHERE user_id IN \(Self.people) ORDER BY number_key
            """, binding
        ) { columns in
            let user: Int64 = try columns.take()
            aliases[user, default: []].append(
                FedUser.Alias(
                    number: try columns.take { (text: String) in UserCode(text) },
                    isBlocked: try columns.take()))
            return true
        }
        let users = try all(
            """
            SELECT \(Self.name(.user, "u.id")), \(User.columns) FROM user u
            WHERE u.id IN \(Self.people) ORDER BY u.id
            """, binding
        ) { columns in (uid: columns.takeIf(Data.self), user: try User(&columns)) }
        return try users.map { uid, user in
            let numbers = (aliases[user.id.number] ?? []).prefix(FedUser.mostAliases)
            let fed = FedUser(
                code: user.code, givenName: user.givenName, familyName: user.familyName,
                fullName: user.fullName, role: user.role, studentClass: user.studentClass,
                aliases: Array(numbers), isArchived: user.isArchived)
            let name = try named(.user, user.id.number, uid)
            return RoomItem(kind: .user, key: "\(name)", part: Self.rosterPart, body: fed.body)
        }
    }

    /// Of staff; students have none, and would not be told if they had.
    private func pinItems(_ binding: SQLArguments) throws -> [RoomItem] {
        let pins = try all(
            """
            SELECT p.user_id, p.salt, p.hash, p.cost FROM pin p JOIN user u ON u.id = p.user_id
            WHERE p.user_id IN \(Self.people) AND u.role NOT IN ('student', 'parent')
              AND u.archived_at IS NULL ORDER BY p.user_id
            """, binding
        ) { columns in
            (
                user: try columns.take(Int64.self),
                pin: FedPIN(
                    salt: Array(try columns.take(Data.self)),
                    hash: Array(try columns.take(Data.self)), cost: try columns.take())
            )
        }
        return try pins.map { user, pin in
            RoomItem(
                kind: .pin, key: "\(try uid(of: .user, user))", part: Self.rosterPart,
                body: pin.body)
        }
    }

    private func courseItems(_ binding: SQLArguments, graceMinutes: Int) throws -> [RoomItem] {
        let courses = try all(
            """
            SELECT \(Course.columns) FROM \(Course.tables) WHERE c.id IN \(Self.taught)
            ORDER BY c.id
            """, binding
        ) { try Course(&$0) }
        return try courses.map { course in
            let fed = FedCourse(
                name: course.name, code: course.code, className: course.className,
                teacher: try course.teacher.map { try uid(of: .user, $0.number) },
                graceMinutes: course.graceMinutes ?? graceMinutes, isArchived: course.isArchived)
            let name = try uid(of: .course, course.id.number)
            return RoomItem(kind: .course, key: "\(name)", part: Self.rosterPart, body: fed.body)
        }
    }

    private func enrolmentItems(_ binding: SQLArguments) throws -> [RoomItem] {
        let rows = try all(
            """
            SELECT e.course_id, \(Self.name(.course, "e.course_id")), e.user_id,
              \(Self.name(.user, "e.user_id")), e.is_teacher, e.begin_date, e.end_date
            FROM enrolment e WHERE \(Self.enrolled)
            ORDER BY e.course_id, e.user_id, e.is_teacher, e.begin_date, e.end_date, e.id
            """, binding
        ) { columns in
            (
                course: try columns.take(Int64.self), courseName: columns.takeIf(Data.self),
                user: try columns.take(Int64.self), userName: columns.takeIf(Data.self),
                span: FedEnrolment.Span(
                    isTeacher: try columns.take(),
                    begin: try columns.takeIf { SchoolDate($0 as String) },
                    end: try columns.takeIf { SchoolDate($0 as String) })
            )
        }
        var enrolments: [FedEnrolment] = []
        for row in rows {
            let course = try named(.course, row.course, row.courseName)
            let user = try named(.user, row.user, row.userName)
            if let last = enrolments.last, last.course == course, last.user == user {
                let isFull = last.spans.count >= FedEnrolment.mostSpans
                if !isFull { enrolments[enrolments.count - 1].spans.append(row.span) }
            } else {
                enrolments.append(FedEnrolment(course: course, user: user, spans: [row.span]))
            }
        }
        return enrolments.map {
            RoomItem(kind: .enrolment, key: $0.key, part: Self.rosterPart, body: $0.body)
        }
    }

    /// Without their comments.
    private func excusalItems(_ binding: SQLArguments) throws -> [RoomItem] {
        let excusals = try all(
            """
            SELECT x.student_id, x.start_date, x.end_date FROM excusal x
            WHERE x.student_id IN \(Self.people) AND x.start_date <= ?5 AND ?4 <= x.end_date
            ORDER BY x.student_id, x.start_date
            """, binding
        ) { columns in
            (
                student: try columns.take(Int64.self), start: try columns.takeDate(),
                end: try columns.takeDate()
            )
        }
        return try excusals.compactMap { student, start, end in
            guard let excusal = Excusal(start: start, end: end) else { return nil }
            let fed = FedExcusal(student: try uid(of: .user, student), excusal: excusal)
            return RoomItem(
                kind: .excusal, key: fed.key, part: Self.rosterPart, body: fed.body)
        }
    }
}
