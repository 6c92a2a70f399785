import Attendance
import Desk
import Wire

/// How the taking of a lesson stands.
package enum LessonState: Equatable, Sendable {
    case taken, open, notTaken, cancelled
    /// It is not over, and nobody has begun to take it.
    case toCome

    /// What a lesson's column says; nil where it was taken, and there is nothing to say.
    package func text(_ words: Words) -> String? {
        switch self {
        case .taken: nil
        case .open: words(.openLesson)
        case .notTaken: words(.untakenLesson)
        case .cancelled: words(.cancelledLesson)
        case .toCome: words(.lessonToCome)
        }
    }

    /// Whether everybody who was asked for has a mark, or should have.
    package var isTaken: Bool { self == .taken || self == .open }
}

/// What stands of everybody in the lessons that a course holds on some days: students down, lessons
/// across, a byte for each mark.
package struct CourseMarks: Sendable {
    package struct Lesson: Equatable, Sendable {
        package let occurrence: Occurrence
        package let state: LessonState
        /// Whoever teaches it, by name.
        package let teachers: [String]
    }

    package let course: Course
    package private(set) var lessons: [Lesson] = []
    /// Which numbers stand anywhere.
    package private(set) var used: Set<AttendanceNumber> = []
    private let zone: SchoolZone
    private let now: Moment
    private var people: [UserID: User]
    /// By lesson; who was not there yet has fewer.
    private var marks: [UserID: [Int8]] = [:]
    private static let none = Int8.min

    /// `members` are shown with marks or without; `now` tells lessons that were not taken from
    /// those to come.
    package init(of course: Course, members: [User], zone: SchoolZone, now: Moment) {
        self.course = course
        self.zone = zone
        self.now = now
        people = Dictionary(members.map { ($0.id, $0) }) { first, _ in first }
    }

    /// Lessons come in the order of their columns. `find` is asked for those who are no members.
    package mutating func add(
        _ lesson: LessonRecords, teachers: [String], find: (UserID) throws -> User?
    ) rethrows {
        for row in lesson.rows {
            if people[row.student] == nil { people[row.student] = try find(row.student) }
            let missing = lessons.count - (marks[row.student]?.count ?? 0)
            marks[row.student, default: []].append(
                contentsOf: repeatElement(Self.none, count: max(0, missing)))
            marks[row.student]?.append(Int8(row.number.rawValue))
            used.insert(row.number)
        }
        lessons.append(
            Lesson(occurrence: lesson.occurrence, state: state(of: lesson), teachers: teachers))
    }

    private func state(of lesson: LessonRecords) -> LessonState {
        if lesson.occurrence.status == .cancelled { return .cancelled }
        switch lesson.session {
        case .open: return .open
        case .closed: return .taken
        case nil, .draft:
            // Whoever takes attendance in the school's other system opens no session.
            if !lesson.rows.isEmpty { return .taken }
            return zone.moment(lesson.occurrence.date, lesson.occurrence.end) < now
                ? .notTaken : .toCome
        }
    }

    /// Members and whoever has a mark, by name.
    package var students: [User] {
        people.values.sorted { one, other in
            (one.fullName, one.code.key) < (other.fullName, other.code.key)
        }
    }

    /// Nil where nothing stands.
    package func mark(of student: UserID, in lesson: Int) -> AttendanceNumber? {
        guard let row = marks[student], row.indices.contains(lesson), row[lesson] != Self.none
        else { return nil }
        return AttendanceNumber(rawValue: Int(row[lesson]))
    }

    package func counts(of student: UserID) -> Counts {
        var counts = Counts()
        for mark in marks[student] ?? [] where mark != Self.none {
            AttendanceNumber(rawValue: Int(mark)).map { counts.count($0.status) }
        }
        return counts
    }

    /// Of everybody in one lesson.
    package func counts(in lesson: Int) -> Counts {
        marks.keys.reduce(into: Counts()) { counts, student in
            mark(of: student, in: lesson).map { counts.count($0.status) }
        }
    }

    /// Of everybody.
    package var counts: Counts {
        marks.keys.reduce(into: Counts()) { $0 += counts(of: $1) }
    }

    package func count(_ isMeant: (LessonState) -> Bool) -> Int {
        lessons.count { isMeant($0.state) }
    }
}
