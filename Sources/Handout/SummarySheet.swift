import Attendance
import CXLSXWriter
import Desk
import Wire

/// What a course comes to.
struct CourseTotals {
    var course: Course
    var counts: Counts
    var taken: Int
    var notTaken: Int
    var cancelled: Int

    init(_ marks: CourseMarks) {
        course = marks.course
        counts = marks.counts
        taken = marks.count(\.isTaken)
        notTaken = marks.count { $0 == .notTaken }
        cancelled = marks.count { $0 == .cancelled }
    }
}

/// The first sheet: a row for each course, what they come to, what letters mean, and a chart.
struct SummarySheet {
    private static let heads = 3
    private static let rateColumn = 8
    /// A chart of more could not be read.
    private static let mostBars = 60

    let sheet: Sheet
    let look: WorkbookLook
    let formats: WorkbookFormats

    func write(
        _ totals: [CourseTotals], used: Set<AttendanceNumber>,
        chart: UnsafeMutablePointer<lxw_chart>?
    ) throws(WorkbookRefusal) {
        let words = look.words
        layOut()
        try sheet.write(words(.attendance), 0, 0, formats.title)
        try sheet.write(look.days, 1, 0, formats.note)
        try writeHead()
        for (position, total) in totals.enumerated() {
            try write(total, Self.heads + 1 + position)
        }
        let last = Self.heads + 1 + totals.count
        try writeSum(totals, last)
        var row = last + 2
        for entry in look.legend.entries(with: used) {
            try sheet.write(entry.letter, row, 0, formats.mark(entry.status))
            try sheet.write(entry.label, row, 1)
            row += 1
        }
        for text in [words(.rateHow), words(.notTakenHow, ["state": words(.untakenLesson)])] {
            try sheet.write(text, row + 1, 0, formats.note)
            row += 1
        }
        if let chart, !totals.isEmpty { try place(chart, bars: totals.count) }
    }

    private func layOut() {
        for (first, last, width) in [(0, 0, 14.0), (1, 1, 30), (2, 3, 18), (4, 11, 10)] {
            worksheet_set_column(sheet.sheet, UInt16(first), UInt16(last), width, nil)
        }
        worksheet_freeze_panes(sheet.sheet, UInt32(Self.heads + 1), 1)
        worksheet_set_landscape(sheet.sheet)
        // As wide as a page, as many pages as it takes.
        worksheet_fit_to_pages(sheet.sheet, 1, 0)
        sheet.repeatOnPages(rows: Self.heads...Self.heads, columns: 0)
    }

    private func writeHead() throws(WorkbookRefusal) {
        let words = look.words
        let names =
            [words(.courseCode), words(.course), words(.className), words(.teacher)]
            + CheckinStatus.allCases.map(words.status) + [
                words(.rate), words(.lessonsTaken), words(.lessonsNotTaken),
                words(.lessonsCancelled),
            ]
        worksheet_set_row(sheet.sheet, UInt32(Self.heads), 48, nil)
        for (column, name) in names.enumerated() {
            try sheet.write(name, Self.heads, column, formats.head)
        }
    }

    private func write(_ total: CourseTotals, _ row: Int) throws(WorkbookRefusal) {
        let course = total.course
        let texts = [course.code, course.name, course.className, course.teacherName ?? ""]
        for (column, text) in texts.enumerated() {
            try sheet.write(text, row, column, formats.text)
        }
        try sheet.write(total.counts, row, texts.count, formats.number, formats.rate)
        for (place, count) in [total.taken, total.notTaken, total.cancelled].enumerated() {
            try sheet.write(count, row, Self.rateColumn + 1 + place, formats.number)
        }
    }

    private func writeSum(_ totals: [CourseTotals], _ row: Int) throws(WorkbookRefusal) {
        for column in 0..<4 {
            try sheet.write(
                column == 0 ? look.words(.allCourses) : "", row, column, formats.total.text)
        }
        let counts = totals.reduce(into: Counts()) { $0 += $1.counts }
        try sheet.write(counts, row, 4, formats.total.number, formats.total.rate)
        let sums = [
            totals.reduce(0) { $0 + $1.taken }, totals.reduce(0) { $0 + $1.notTaken },
            totals.reduce(0) { $0 + $1.cancelled },
        ]
        for (place, sum) in sums.enumerated() {
            try sheet.write(sum, row, Self.rateColumn + 1 + place, formats.total.number)
        }
    }

    /// Right of the table, a bar for each course in the order of the rows.
    private func place(
        _ chart: UnsafeMutablePointer<lxw_chart>, bars all: Int
    ) throws(WorkbookRefusal) {
        let bars = min(all, Self.mostBars)
        let title =
            all > bars
            ? look.words(.rateChartOfFirst, ["count": "\(bars)"]) : look.words(.rateChart)
        let (first, last) = (UInt32(Self.heads + 1), UInt32(Self.heads + bars))
        let series = chart_add_series(chart, nil, nil)
        chart_series_set_categories(series, sheet.name, first, 0, last, 0)
        chart_series_set_values(
            series, sheet.name, first, UInt16(Self.rateColumn), last, UInt16(Self.rateColumn))
        chart_series_set_labels(series)
        var fill = lxw_chart_fill()
        fill.color = 0x00_72B2
        chart_series_set_fill(series, &fill)
        chart_set_series_gap(chart, 40)
        chart_title_set_name(chart, CellText.harmless(title))
        chart_legend_set_position(chart, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
        // A bar chart lies on its side, and so do its axes.
        let axes = (courses: chart.pointee.y_axis, rates: chart.pointee.x_axis)
        chart_axis_set_reverse(axes.courses)
        chart_axis_set_min(axes.rates, 0)
        chart_axis_set_max(axes.rates, 1)
        chart_axis_set_num_format(axes.rates, "0%")
        var options = lxw_chart_options()
        options.x_scale = 1.25
        options.y_scale = (Double(bars) * 22 + 110) / 288
        let description = strdup(CellText.harmless(title))
        defer { free(description) }
        options.description = description
        try sheet.check(
            worksheet_insert_chart_opt(sheet.sheet, UInt32(Self.heads), 13, chart, &options))
    }
}
