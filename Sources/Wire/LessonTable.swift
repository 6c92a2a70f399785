import Attendance
import Desk

/// Attendance as a table: a row for each record, and one without a student for each lesson that was
/// not taken.
package struct LessonTable {
    package static let columns = [
        "date", "start", "end", "sections", "course_code", "course", "class", "room", "teacher",
        "session", "user_code", "name", "student_class", "status", "label", "checkin_time",
        "method", "remark",
    ]

    private let zone: SchoolZone
    private let labels: StatusLabels
    /// A student's cells, made once.
    private var students: [UserID: [String]] = [:]

    package init(zone: SchoolZone, labels: StatusLabels) {
        self.zone = zone
        self.labels = labels
    }

    /// How a lesson's taking stands: `open`, `closed`, `not_taken` or `cancelled`.
    package static func state(of lesson: LessonRecords) -> String {
        if lesson.occurrence.status == .cancelled { return "cancelled" }
        switch lesson.session {
        case nil, .draft: return "not_taken"
        case .open: return "open"
        case .closed: return "closed"
        }
    }

    /// `find` is asked once for each student.
    package mutating func rows(
        of lesson: LessonRecords, find: (UserID) throws -> User?
    ) rethrows -> [[String]] {
        let held = lesson.occurrence
        let about = [
            "\(held.date)", "\(held.start)", "\(held.end)",
            held.sections.map(String.init).joined(separator: ","), held.course.code,
            held.course.name, held.course.className, held.classroom?.name ?? "",
            held.course.teacherName ?? "", Self.state(of: lesson),
        ]
        if lesson.rows.isEmpty {
            let isToBeTaken = ["not_taken", "cancelled"].contains(about[9])
            return isToBeTaken ? [about + Array(repeating: "", count: 8)] : []
        }
        return try lesson.rows.map { row in
            about + (try cells(of: row.student, find)) + [
                row.number.status.rawValue, labels[row.number],
                row.checkinTime.map(zone.stamp) ?? "", row.method?.rawValue ?? "", row.remark,
            ]
        }
    }

    private mutating func cells(
        of student: UserID, _ find: (UserID) throws -> User?
    ) rethrows -> [String] {
        if let known = students[student] { return known }
        let user = try find(student)
        let cells = [user?.code.text ?? "", user?.fullName ?? "", user?.studentClass ?? ""]
        students[student] = cells
        return cells
    }
}
