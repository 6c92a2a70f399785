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
    /// Of them, those about the student and the record.
    private static let recordColumns = 8

    private let labels: StatusLabels
    private var stamps: Stamps
    /// A student's cells, made once.
    private var students: [UserID: [String]] = [:]
    private var studentLines: [UserID: [UInt8]] = [:]

    package init(zone: SchoolZone, labels: StatusLabels) {
        stamps = Stamps(zone: zone)
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
        let about = Self.about(lesson)
        if lesson.rows.isEmpty { return Self.standsAlone(lesson) ? [about + Self.nobody] : [] }
        return try lesson.rows.map { row in
            about + (try cells(of: row.student, find)) + [
                row.number.status.rawValue, labels[row.number],
                row.checkinTime.map { String(decoding: stamps.bytes($0), as: UTF8.self) } ?? "",
                row.method?.rawValue ?? "", row.remark,
            ]
        }
    }

    /// The same rows as CSV, each with its line feed; gives how many. What many rows have in common
    /// is written once.
    package mutating func write(
        _ lesson: LessonRecords, to text: inout [UInt8], find: (UserID) throws -> User?
    ) rethrows -> Int {
        let about = Self.about(lesson)
        if lesson.rows.isEmpty {
            guard Self.standsAlone(lesson) else { return 0 }
            text += CSVLine(about + Self.nobody).bytes
            text.append(Self.lineFeed)
            return 1
        }
        let start = CSVLine(about).bytes + [CSVLine.comma]
        for row in lesson.rows {
            text += start
            text += try line(of: row.student, find)
            CSVLine.append(row.number.status.rawValue, to: &text)
            text.append(CSVLine.comma)
            CSVLine.append(labels[row.number], to: &text)
            text.append(CSVLine.comma)
            if let time = row.checkinTime { text += stamps.bytes(time) }
            text.append(CSVLine.comma)
            if let method = row.method { CSVLine.append(method.rawValue, to: &text) }
            text.append(CSVLine.comma)
            CSVLine.append(row.remark, to: &text)
            text.append(Self.lineFeed)
        }
        return lesson.rows.count
    }

    private static let lineFeed = UInt8(ascii: "\n")
    private static let nobody = Array(repeating: "", count: recordColumns)

    private static func standsAlone(_ lesson: LessonRecords) -> Bool {
        ["not_taken", "cancelled"].contains(state(of: lesson))
    }

    private static func about(_ lesson: LessonRecords) -> [String] {
        let held = lesson.occurrence
        return [
            "\(held.date)", "\(held.start)", "\(held.end)",
            held.sections.map(String.init).joined(separator: ","), held.course.code,
            held.course.name, held.course.className, held.classroom?.name ?? "",
            held.course.teacherName ?? "", state(of: lesson),
        ]
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

    /// A student's cells, with the comma after them.
    private mutating func line(
        of student: UserID, _ find: (UserID) throws -> User?
    ) rethrows -> [UInt8] {
        if let known = studentLines[student] { return known }
        let line = CSVLine(try cells(of: student, find)).bytes + [CSVLine.comma]
        studentLines[student] = line
        return line
    }
}
