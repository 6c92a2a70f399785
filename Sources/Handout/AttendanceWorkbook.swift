import Attendance
import CXLSXWriter
import Desk
import Wire

/// What an attendance workbook is of, and in whose words.
package struct WorkbookLook: Sendable {
    package let words: Words
    package let labels: StatusLabels
    /// The first and the last day, as a reader is told them.
    package let days: String
    /// Marks of whoever was present are left out, and whoever has no others; what everything sums
    /// up to is the same.
    package let onlyExceptions: Bool

    package init(
        words: Words, labels: StatusLabels, from first: SchoolDate, to last: SchoolDate,
        onlyExceptions: Bool
    ) {
        self.words = words
        self.labels = labels
        days = words(.days, ["first": "\(first)", "last": "\(last)"])
        self.onlyExceptions = onlyExceptions
    }

    var legend: MarkLegend { MarkLegend(words: words, labels: labels) }
}

/// Attendance as an Excel workbook: what the courses come to, then a sheet for each of them.
///
/// One course after another is given to it, and none is kept in memory but what it comes to. Every
/// cell holds what it shows, text as text: there is no formula.
package final class AttendanceWorkbook {
    private let file: WorkbookFile
    private let look: WorkbookLook
    private let limits: WorkbookLimits
    private let formats: WorkbookFormats
    private let summary: SummarySheet
    private var totals: [CourseTotals] = []
    private var used: Set<AttendanceNumber> = []

    /// Writes over the file at `path`, which is a workbook once `close` is done; `temporary` is a
    /// directory for what is not done yet, which nobody else finds there.
    package init(
        path: String, temporary: String, look: WorkbookLook, made: Moment,
        limits: WorkbookLimits = WorkbookLimits()
    ) throws(WorkbookRefusal) {
        file = try WorkbookFile(path: path, temporary: temporary, limits: limits)
        self.look = look
        self.limits = limits
        formats = WorkbookFormats(file)
        summary = SummarySheet(
            sheet: try file.sheet(look.words(.summary), "Summary"), look: look, formats: formats)
        file.describe(title: look.words(.attendance) + ", " + look.days, seconds: made.wholeSeconds)
    }

    package func add(_ marks: CourseMarks) throws(WorkbookRefusal) {
        let course = marks.course
        let lessons = limits.columns - CourseSheet.firstLesson
        if marks.lessons.count > lessons {
            throw .tooManyLessons(course: course.code, count: marks.lessons.count, most: lessons)
        }
        let students = marks.students.count
        let most = limits.rows - CourseSheet.firstStudent
        if students > most {
            throw .tooManyStudents(course: course.code, count: students, most: most)
        }
        let sheet = try file.sheet(course.code, course.name)
        try CourseSheet(sheet: sheet, marks: marks, look: look, formats: formats).write()
        totals.append(CourseTotals(marks))
        used.formUnion(marks.used)
    }

    /// How many courses it holds.
    package var courseCount: Int { totals.count }

    package func close() throws(WorkbookRefusal) {
        let chart = totals.isEmpty ? nil : file.chart(LXW_CHART_BAR)
        try summary.write(totals, used: used, chart: chart)
        try file.close()
    }
}
