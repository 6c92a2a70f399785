import Attendance
import Desk
import Foundation
import Handout
import TestKit
import Wire

/// Two courses of a few lessons, small enough to be counted by hand. It is 08:30 on 2026-03-13.
enum SmallSchool {
    static let zone = TestSchool.zone
    static let now = zone.moment(SchoolDate("2026-03-13")!, TimeOfDay("08:30")!)
    static let look = look()

    static func look(_ words: Words = .english, onlyExceptions: Bool = false) -> WorkbookLook {
        WorkbookLook(
            words: words, labels: StatusLabels("10=Clinic")!, from: SchoolDate("2026-03-01")!,
            to: SchoolDate("2026-03-31")!, onlyExceptions: onlyExceptions)
    }

    static func course(
        _ code: String = "MATH101", _ name: String = "Calculus", className: String = "CS 2024",
        id: Int64 = 1
    ) -> Course {
        Course(
            id: CourseID(id), name: name, code: code, className: className, teacher: UserID(9),
            teacherName: "Jane Miller", graceMinutes: nil, isArchived: false)
    }

    static func student(_ id: Int64, _ name: String, _ code: String = "") -> User {
        User(
            id: UserID(id), code: UserCode(code.isEmpty ? "202412345\(id)" : code)!,
            givenName: name, familyName: "", fullName: name, role: .student,
            studentClass: "CS 2024", isArchived: false)
    }

    static let john = student(1, "John Smith", "2024123456")
    static let given23 = student(2, "Given 2023123456", "2023123456")
    static let given00 = student(3, "Given 0024000006", "0024000006")
    static let members = [john, given23, given00]

    static func lesson(
        _ id: Int64, of course: Course, on date: String, _ status: OccurrenceStatus = .scheduled,
        session: CheckinSession.Status?, _ marks: [(User, AttendanceNumber)] = []
    ) -> LessonRecords {
        LessonRecords(
            occurrence: Occurrence(
                id: OccurrenceID(id), course: course, classroom: nil, date: SchoolDate(date)!,
                sections: [1], start: TimeOfDay("08:00")!, end: TimeOfDay("08:45")!,
                status: status, source: .generated, remark: ""),
            session: session,
            rows: marks.map { student, number in
                LessonRecords.Row(
                    student: student.id, number: number, checkinTime: nil, method: nil,
                    remark: "")
            })
    }

    static func marks(
        _ course: Course, _ lessons: [LessonRecords], members: [User] = members,
        teachers: [String] = ["Jane Miller"]
    ) -> CourseMarks {
        var marks = CourseMarks(of: course, members: members, zone: zone, now: now)
        for lesson in lessons { marks.add(lesson, teachers: teachers) { _ in nil } }
        return marks
    }

    /// | | 2 | 4 | 6 not taken | 9 cancelled | 11 | 13 open | 16 to come | P L A E | rate |
    /// |---|---|---|---|---|---|---|---|---|---|
    /// | John | P | P | | | A | P | | 3 0 1 0 | 3 of 4 |
    /// | 23 | L | P | | | D | | | 2 1 0 0 | 3 of 3 |
    /// | 00 | A | H | | | | | | 0 0 1 1 | 0 of 1 |
    /// | all | | | | | | | | 5 1 2 1 | 6 of 8 |
    static let calculus: CourseMarks = {
        let course = SmallSchool.course()
        return marks(
            course,
            [
                lesson(
                    1, of: course, on: "2026-03-02", session: .closed,
                    [(john, .present), (given23, .late), (given00, .absent)]),
                lesson(
                    2, of: course, on: "2026-03-04", session: .closed,
                    [(john, .present), (given23, .present), (given00, .health)]),
                lesson(3, of: course, on: "2026-03-06", session: nil),
                lesson(4, of: course, on: "2026-03-09", .cancelled, session: nil),
                lesson(
                    5, of: course, on: "2026-03-11", session: .closed,
                    [(john, .absent), (given23, .dressCode)]),
                lesson(6, of: course, on: "2026-03-13", session: .open, [(john, .present)]),
                lesson(7, of: course, on: "2026-03-16", session: .draft),
            ])
    }()

    /// Two of three were there: 66.666 %, which is 66.6 rounded down.
    static let drawing: CourseMarks = {
        let course = SmallSchool.course("ART1", "Drawing", id: 2)
        return marks(
            course,
            [
                lesson(
                    8, of: course, on: "2026-03-02", session: .closed,
                    [(john, .present), (given23, .present), (given00, .absent)])
            ])
    }()

    /// Writes a workbook of those courses and lets openpyxl read it.
    static func read(
        _ courses: [CourseMarks], _ look: WorkbookLook = look
    ) throws -> OtherReader.Workbook {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/attendance.xlsx"
        let workbook = try AttendanceWorkbook(
            path: path, temporary: directory.path, look: look, made: now)
        for course in courses { try workbook.add(course) }
        try workbook.close()
        return try OtherReader.workbook(path)
    }
}
