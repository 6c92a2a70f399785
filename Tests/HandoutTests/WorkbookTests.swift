import Attendance
import Desk
import Handout
import TestKit
import Testing
import Wire

/// The workbook as openpyxl reads it. Totals stand in `SmallSchool`, counted by hand.
@Suite struct WorkbookTests {
    let book: OtherReader.Workbook
    let summary: OtherReader.Sheet
    let calculus: OtherReader.Sheet

    /// Read once.
    private static let read = Result {
        try SmallSchool.read([SmallSchool.drawing, SmallSchool.calculus])
    }

    init() throws {
        book = try Self.read.get()
        summary = try #require(book.sheets.first)
        calculus = try #require(book.sheet("MATH101"))
    }

    @Test func theSummaryComesFirstThenASheetForEachCourse() {
        #expect(book.sheets.map(\.name) == ["Summary", "ART1", "MATH101"])
        #expect(summary.rows[0][0].value == "Attendance")
        #expect(summary.rows[1][0].value == "2026-03-01 to 2026-03-31")
    }

    @Test func theSummarySaysWhatEachCourseComesTo() {
        #expect(
            summary.values(3) == [
                "Code", "Course", "Class", "Teacher", "present", "late", "absent", "leave", "Rate",
                "Lessons taken", "Lessons not taken", "Lessons cancelled",
            ])
        #expect(
            summary.values(4) == [
                "ART1", "Drawing", "CS 2024", "Jane Miller", 2, 0, 1, 0, 0.666, 1, 0, 0,
            ])
        #expect(
            summary.values(5) == [
                "MATH101", "Calculus", "CS 2024", "Jane Miller", 5, 1, 2, 1, 0.75, 4, 1, 1,
            ])
        // 8 of 11 were there: 72.72 %.
        #expect(
            summary.values(6) == ["All", "", "", "", 7, 1, 3, 1, 0.727, 5, 1, 1])
        #expect((4...6).allSatisfy { summary.rows[$0][8].format == "0.0%" })
    }

    @Test func theChartIsOfTheRates() throws {
        let chart = try #require(summary.charts.first)
        #expect(summary.charts.count == 1 && chart.kind == "BarChart")
        #expect(chart.values == ["Summary!$I$5:$I$6"])
        #expect(chart.categories == ["Summary!$A$5:$A$6"])
        #expect(book.sheets.dropFirst().allSatisfy { $0.charts.isEmpty })
    }

    @Test func studentsStandDownAndLessonsAcross() {
        #expect(calculus.frozen == "C6")
        #expect(
            calculus.values(2).dropFirst(8) == [
                "2026-03-02", "2026-03-04", "2026-03-06", "2026-03-09", "2026-03-11", "2026-03-13",
                "2026-03-16",
            ])
        #expect(calculus.rows[2].dropFirst(8).allSatisfy { $0.kind == "d" })
        #expect(calculus.values(3).dropFirst(8).allSatisfy { $0 == "08:00" })
        #expect(
            calculus.values(4) == [
                "Name", "Number", "Class", "present", "late", "absent", "leave", "Rate", "", "",
                "not taken", "cancelled", "", "open", "to come",
            ])
        #expect(
            calculus.values(5) == [
                "Given 0024000006", "0024000006", "CS 2024", 0, 0, 1, 1, 0, "A", "H", "", "", "",
                "", "",
            ])
        #expect(
            calculus.values(6) == [
                "Given 2023123456", "2023123456", "CS 2024", 2, 1, 0, 0, 1, "L", "P", "", "", "D",
                "", "",
            ])
        #expect(
            calculus.values(7) == [
                "John Smith", "2024123456", "CS 2024", 3, 0, 1, 0, 0.75, "P", "P", "", "", "A", "P",
                "",
            ])
        #expect(calculus.rows.count == 8)
    }

    @Test func whatWasNotTakenIsAnotherPatternAndNoAbsence() {
        let columns = calculus.rows[5...7].map { $0.dropFirst(8).map(\.isPattern) }
        let untaken = [false, false, true, true, false, false, true]
        #expect(columns == [untaken, untaken, untaken])
    }

    @Test func aColourNeverStandsWithoutItsLetter() {
        let marks = calculus.rows[5...7].flatMap { $0.dropFirst(8) }
        let filled = marks.filter { $0.fill != nil }
        #expect(filled.count == 9 && filled.allSatisfy { $0.value != nil })
        #expect(Set(filled.compactMap(\.fill)).count == 4)
        #expect(marks.allSatisfy { $0.fill != nil || $0.value == nil })
    }

    @Test func theLegendNamesWhatIsUsedAsTheSchoolDoes() {
        let legend = summary.rows[8...].prefix(6).map { [$0[0].value, $0[1].value] }
        #expect(
            legend == [
                ["P", "present"], ["D", "Dress Code"], ["L", "late"], ["A", "absent"],
                ["H", "Clinic"], ["E", "leave"],
            ])
    }

    @Test func onlyExceptionsLeaveTheTotalsAsTheyAre() throws {
        let look = SmallSchool.look(onlyExceptions: true)
        let book = try SmallSchool.read([SmallSchool.drawing, SmallSchool.calculus], look)
        #expect(book.sheets[0].values(5) == summary.values(5))
        let calculus = try #require(book.sheet("MATH101"))
        #expect(calculus.rows.count == 8)
        #expect(
            calculus.values(7) == [
                "John Smith", "2024123456", "CS 2024", 3, 0, 1, 0, 0.75, "", "", "", "", "A", "",
                "",
            ])
        let drawing = try #require(book.sheet("ART1"))
        #expect(drawing.rows.dropFirst(5).map { $0[0].value } == ["Given 0024000006"])
    }

    @Test func aWorkbookWithoutCoursesIsOneAllTheSame() throws {
        let book = try SmallSchool.read([])
        #expect(book.sheets.map(\.name) == ["Summary"] && book.sheets[0].charts.isEmpty)
        #expect(book.sheets[0].values(4) == ["All", "", "", "", 0, 0, 0, 0, "", 0, 0, 0])
    }
}
