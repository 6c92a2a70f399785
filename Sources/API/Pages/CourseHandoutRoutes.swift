import Attendance
import Desk
import Handout
import Wire

/// `/teach/courses/{id}/…`: a course's attendance to take away, from the beginning of its term.
enum CourseHandoutRoutes {
    private static let base = "/teach/courses/{id}"

    static let all: [Endpoint] = [
        .get(base + "/attendance.xlsx", .changeRoster, query: ["date"], isLong: true, workbook),
        .get(base + "/register.html", .changeRoster, query: ["date"], isLong: true, register),
    ]

    /// Where a course's pages are, with the term of a date.
    static func path(_ course: Course, _ name: String, on date: SchoolDate) -> String {
        "/teach/courses/\(course.id.number)/\(name)?date=\(date)"
    }

    /// A course, and the days that are handed out of it.
    private struct Asked {
        let course: Course
        let first: SchoolDate
        let last: SchoolDate

        /// Throws `Problem` unless the caller teaches the course.
        init(_ call: Call, _ ledger: any LedgerReading) throws {
            let course = try ledger.course(try call.id())
            try call.require(.changeRoster, try call.ownership(of: course, ledger))
            guard let course else { throw Problem.notFound }
            self.course = course
            let today = call.desk.today
            let date = call.query["date"].flatMap { SchoolDate($0) } ?? today
            let term = try ledger.terms(of: course.id).first { $0.contains(date) }
            first = term?.start ?? SchoolDate("\(date)".prefix(8) + "01") ?? date
            last = min(term?.end ?? date, max(today, date))
        }

        func marks(_ call: Call, _ ledger: any LedgerReading) throws -> CourseMarks {
            try ledger.marks(
                of: course, from: first, to: last, zone: call.desk.zone, now: call.asked.moment)
        }

        var fileName: String { course.fileName("\(first)", "\(last)") }
    }

    private static func workbook(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let asked = try Asked(call, ledger)
        let look = WorkbookLook(
            words: call.voice.words, labels: call.service.attendanceShapes.labels,
            from: asked.first, to: asked.last, onlyExceptions: false)
        let marks = try asked.marks(call, ledger)
        let directory = call.service.handouts.directory
        do {
            let file = try UnnamedFile(in: directory) { path in
                let workbook = try AttendanceWorkbook(
                    path: path, temporary: directory, look: look, made: call.asked.moment)
                try workbook.add(marks)
                try workbook.close()
            }
            var reply = Reply(contentType: Reply.workbook, body: [])
            reply.file = file
            reply.fields = Reply.named(asked.fileName + ".xlsx", isShown: false)
            return reply
        } catch let refusal as WorkbookRefusal {
            return try refused(refusal, call)
        }
    }

    private static func refused(_ refusal: WorkbookRefusal, _ call: Call) throws -> Reply {
        switch refusal {
        case .tooManyLessons, .tooManyStudents, .tooManyCourses:
            return call.refused("handout_too_much", back: "/teach")
        case .tooManyFiles, .unwritable:
            call.service.log("A workbook was not written: \(refusal)")
            throw Problem.unavailable("The workbook cannot be written now. Tell the office.")
        }
    }

    /// To be looked at, and printed from there.
    private static func register(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let asked = try Asked(call, ledger)
        let look = Register.Look(
            words: call.voice.words, labels: call.service.attendanceShapes.labels,
            from: asked.first, to: asked.last, today: call.desk.today, isBlank: false)
        let marks = try asked.marks(call, ledger)
        let html: String
        do throws(RegisterRefusal) {
            html = try call.service.handouts.register.html(of: marks, look)
        } catch {
            return call.refused("handout_too_much", back: "/teach")
        }
        var reply = Reply(contentType: "text/html; charset=utf-8", body: Array(html.utf8))
        reply.fields =
            Reply.named(asked.fileName + ".html", isShown: true) + [
                // Its style stands within it, and it needs nothing else.
                (
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; "
                        + "base-uri 'none'; frame-ancestors 'none'"
                ), ("Referrer-Policy", "same-origin"),
            ]
        return reply
    }
}

/// What attendance is taken away with.
package struct Handouts: Sendable {
    let register: Register
    /// Where workbooks are written before they are sent; nobody else may read there.
    let directory: String

    package init(register: Register, directory: String) {
        self.register = register
        self.directory = directory
    }
}

extension Reply {
    static let workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    /// The fields of a file that is kept under a name, or shown first.
    static func named(_ name: String, isShown: Bool) -> [(String, String)] {
        [
            (
                "Content-Disposition",
                "\(isShown ? "inline" : "attachment"); filename=\"\(name)\""
            ), ("X-Content-Type-Options", "nosniff"),
        ]
    }
}

extension Course {
    /// `MATH101-2026-03-09-0800`: whatever a course is called, nothing that a disk minds.
    func fileName(_ parts: String...) -> String {
        let plain = code.prefix(40).filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return ([String(plain)] + parts).filter { !$0.isEmpty }.joined(separator: "-")
    }
}
