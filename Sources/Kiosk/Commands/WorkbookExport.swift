import Attendance
import Desk
import Handout
import Wire

/// `kiosk export --format xlsx`: attendance as an Excel workbook.
struct WorkbookExport {
    let output: String
    let course: String?
    let first: SchoolDate
    let last: SchoolDate
    let onlyExceptions: Bool

    func run(_ school: School) async throws {
        let settings = school.settings
        let look = WorkbookLook(
            words: try settings.words(),
            labels: StatusLabels(settings.text("status_labels")) ?? StatusLabels(),
            from: first, to: last, onlyExceptions: onlyExceptions)
        let file = try WholeFile(output)
        // Each sheet is a file until the workbook is done.
        OpenFiles.allow(WorkbookLimits().sheets)
        let (zone, now) = (settings.zone, school.desk.now())
        let count = try await school.desk.ledger.readLong { ledger in
            try file.write {
                do {
                    return try write(look, to: file, ledger, zone: zone, now: now)
                } catch let refusal as WorkbookRefusal {
                    throw Failure(refusal)
                }
            }
        }
        Output.say("\(count) courses from \(first) to \(last)")
    }

    private func write(
        _ look: WorkbookLook, to file: WholeFile, _ ledger: any LedgerReading, zone: SchoolZone,
        now: Moment
    ) throws -> Int {
        let courses =
            try course.map { [try ledger.course(named: $0)] }
            ?? ledger.courses(holdingFrom: first, to: last)
        let workbook = try AttendanceWorkbook(
            path: file.partial, temporary: file.directory, look: look, made: now)
        let progress = Progress(unit: "courses")
        defer { progress.end() }
        for (place, course) in courses.enumerated() {
            try workbook.add(
                ledger.marks(of: course, from: first, to: last, zone: zone, now: now))
            progress.tell("writing", place + 1, of: courses.count)
        }
        try workbook.close()
        return courses.count
    }
}

extension Failure {
    init(_ refusal: WorkbookRefusal) {
        let csv = "or export CSV (--format csv)"
        switch refusal {
        case .tooManyLessons(let course, let count, let most):
            self.init(
                .invalidInput,
                "\(course) has \(count) lessons, and a sheet of Excel has columns for \(most). Ask "
                    + "for fewer days (--from, --to), \(csv).")
        case .tooManyStudents(let course, let count, let most):
            self.init(
                .invalidInput,
                "\(course) has \(count) students, and a sheet of Excel has rows for \(most). Ask "
                    + "for fewer days (--from, --to), \(csv).")
        case .tooManyCourses(let most):
            self.init(
                .invalidInput,
                "A workbook has sheets for \(most) courses. Ask for one (--course), for fewer days "
                    + "(--from, --to), \(csv).")
        case .tooManyFiles(let sheets):
            self.init(
                .failure,
                "The system opens no more files after \(sheets) sheets. Raise its limit "
                    + "(ulimit -n), ask for one course (--course), \(csv).")
        case .unwritable(let why):
            self.init(.failure, "The workbook cannot be written: \(why).")
        }
    }
}
