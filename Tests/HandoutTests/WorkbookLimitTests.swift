import Attendance
import Desk
import Foundation
import Handout
import TestKit
import Testing

/// What a workbook cannot hold is refused before it is written.
@Suite struct WorkbookLimitTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func workbook(_ limits: WorkbookLimits = WorkbookLimits()) throws -> AttendanceWorkbook
    {
        try AttendanceWorkbook(
            path: directory.path + "/a.xlsx", temporary: directory.path, look: SmallSchool.look,
            made: SmallSchool.now, limits: limits)
    }

    private func course(lessons count: Int) -> CourseMarks {
        let course = SmallSchool.course()
        let day = SchoolDate("1900-03-01")!
        return SmallSchool.marks(
            course,
            (0..<count).map { place in
                SmallSchool.lesson(
                    Int64(place + 1), of: course, on: "\(day.adding(days: place))",
                    session: nil)
            }, members: [])
    }

    @Test func aSheetHasColumnsForExcelsNumberOfLessonsAndNotForOneMore() throws {
        let most = 16_384 - 8
        #expect(
            throws: WorkbookRefusal.tooManyLessons(
                course: "MATH101", count: most + 1, most: most)
        ) { try workbook().add(course(lessons: most + 1)) }
        let full = try workbook()
        try full.add(course(lessons: most))
        try full.close()
        let sheet = try #require(
            try OtherReader.workbook(directory.path + "/a.xlsx").sheet("MATH101"))
        #expect(sheet.rows[2].count == 16_384)
        #expect(
            sheet.rows[2].last?.value
                == .text("\(SchoolDate("1900-03-01")!.adding(days: most - 1))"))
    }

    @Test func aSheetHasRowsForSoManyStudents() throws {
        #expect(WorkbookLimits().rows == 1_048_576)
        var limits = WorkbookLimits()
        limits.rows = 5 + 2
        #expect(
            throws: WorkbookRefusal.tooManyStudents(course: "MATH101", count: 3, most: 2)
        ) { try workbook(limits).add(SmallSchool.calculus) }
        limits.rows += 1
        try workbook(limits).add(SmallSchool.calculus)
    }

    @Test func aWorkbookHasSheetsForSoManyCourses() throws {
        var limits = WorkbookLimits()
        limits.sheets = 3
        let workbook = try workbook(limits)
        try workbook.add(SmallSchool.drawing)
        try workbook.add(SmallSchool.calculus)
        #expect(throws: WorkbookRefusal.tooManyCourses(most: 2)) {
            try workbook.add(SmallSchool.drawing)
        }
    }

    @Test func whereNothingCanBeWrittenThatIsSaid() throws {
        #expect(throws: WorkbookRefusal.self) {
            let workbook = try AttendanceWorkbook(
                path: directory.path + "/no/a.xlsx", temporary: directory.path,
                look: SmallSchool.look, made: SmallSchool.now)
            try workbook.add(SmallSchool.calculus)
            try workbook.close()
        }
    }

    @Test func nothingElseIsLeftInTheDirectory() throws {
        let workbook = try workbook()
        try workbook.add(SmallSchool.calculus)
        try workbook.close()
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["a.xlsx"])
    }
}
