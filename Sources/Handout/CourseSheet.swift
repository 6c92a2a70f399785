import Attendance
import CXLSXWriter
import Desk
import Wire

/// A course's sheet: students down, what they sum up to, and a column for each lesson.
struct CourseSheet {
    /// Title and note, then three rows of heads.
    static let firstStudent = 5
    private static let dates = 2
    private static let heights = [76.0, 42, 76]
    /// Name, number and class, four counts and the rate.
    static let firstLesson = 8
    private static let frozen = 2
    /// As many are read on a page that is as wide as the sheet.
    private static let mostLessonsAcross = 40

    let sheet: Sheet
    let marks: CourseMarks
    let look: WorkbookLook
    let formats: WorkbookFormats

    func write() throws(WorkbookRefusal) {
        layOut()
        try writeHead()
        var row = Self.firstStudent
        for student in marks.students {
            let counts = marks.counts(of: student.id)
            if look.onlyExceptions, counts.late + counts.absent + counts.leave == 0 { continue }
            try write(student, counts, row)
            row += 1
        }
    }

    private func layOut() {
        let last = UInt16(max(Self.firstLesson, Self.firstLesson + marks.lessons.count - 1))
        let widths: [(UInt16, UInt16, Double)] = [
            (0, 0, 28), (1, 1, 14), (2, 2, 12), (3, 6, 8), (7, 7, 8),
            (UInt16(Self.firstLesson), last, 4.5),
        ]
        for (first, last, width) in widths {
            worksheet_set_column(sheet.sheet, first, last, width, nil)
        }
        // Numbers of students are text, and Excel need not doubt it.
        worksheet_ignore_errors(
            sheet.sheet, UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue), "A1:C1048576")
        worksheet_freeze_panes(sheet.sheet, UInt32(Self.firstStudent), UInt16(Self.frozen))
        worksheet_set_landscape(sheet.sheet)
        if marks.lessons.count <= Self.mostLessonsAcross {
            worksheet_fit_to_pages(sheet.sheet, 1, 0)
        }
        sheet.repeatOnPages(rows: Self.dates...Self.firstStudent - 1, columns: Self.frozen)
    }

    private func writeHead() throws(WorkbookRefusal) {
        let (course, words) = (marks.course, look.words)
        try sheet.write("\(course.code)  \(course.title)", 0, 0, formats.title)
        try sheet.write(
            [course.teacherName, look.days, look.onlyExceptions ? words(.onlyExceptions) : nil]
                .compactMap { $0 }.joined(separator: " · "), 1, 0, formats.note)
        let names =
            [words(.studentName), words(.studentNumber), words(.className)]
            + CheckinStatus.allCases.map(words.status) + [words(.rate)]
        for row in Self.dates..<Self.firstStudent {
            worksheet_set_row(sheet.sheet, UInt32(row), Self.heights[row - Self.dates], nil)
            for (column, name) in names.enumerated() {
                try sheet.write(row == Self.firstStudent - 1 ? name : "", row, column, formats.head)
            }
            for (position, lesson) in marks.lessons.enumerated() {
                try writeHead(of: lesson, row, Self.firstLesson + position)
            }
        }
    }

    private func writeHead(
        of lesson: CourseMarks.Lesson, _ row: Int, _ column: Int
    ) throws(WorkbookRefusal) {
        let (held, upright) = (lesson.occurrence, formats.upright)
        switch row - Self.dates {
        case 0: try sheet.write(held.date, row, column, formats.date)
        case 1: try sheet.write("\(held.start)", row, column, upright)
        default: try sheet.write(lesson.state.text(look.words) ?? "", row, column, upright)
        }
    }

    private func write(_ student: User, _ counts: Counts, _ row: Int) throws(WorkbookRefusal) {
        let texts = [student.fullName, student.code.text, student.studentClass]
        for (column, text) in texts.enumerated() {
            try sheet.write(text, row, column, formats.text)
        }
        try sheet.write(counts, row, 3, formats.number, formats.rate)
        for (position, lesson) in marks.lessons.enumerated() {
            let mark = marks.mark(of: student.id, in: position)
            let column = Self.firstLesson + position
            if let mark, !look.onlyExceptions || mark.status != .present {
                try sheet.write(look.legend.letter(mark), row, column, formats.mark(mark.status))
            } else {
                try sheet.write(
                    "", row, column, lesson.state.isTaken ? formats.empty : formats.untaken)
            }
        }
    }
}

extension Sheet {
    /// Present, late, absent, leave and the rate, which is empty where nobody was asked for.
    func write(
        _ counts: Counts, _ row: Int, _ column: Int, _ number: WorkbookFile.Format,
        _ rate: WorkbookFile.Format
    ) throws(WorkbookRefusal) {
        let numbers = [counts.present, counts.late, counts.absent, counts.leave]
        for (position, count) in numbers.enumerated() {
            try write(count, row, column + position, number)
        }
        guard let thousand = counts.rateInThousand else {
            return try write("", row, column + numbers.count, rate)
        }
        try write(Double(thousand) / 1_000, row, column + numbers.count, rate)
    }

    /// As a date of Excel's, that of 1900 and after.
    func write(
        _ date: SchoolDate, _ row: Int, _ column: Int, _ format: WorkbookFile.Format
    ) throws(WorkbookRefusal) {
        // Day 0 is 1899-12-30, for the sake of a leap day that 1900 never had.
        let dayOfExcel = date.days + 25_569
        guard dayOfExcel > 60 else { return try write("\(date)", row, column, format) }
        try write(Double(dayOfExcel), row, column, format)
    }
}
