extension Canvas {
    /// The classes of one day in columns; what does not fit is counted in the last row.
    mutating func drawSchedule(_ panel: SchedulePanel, result: ResultPanel?, in rect: Rect) {
        var area = rect
        if let result {
            let rows = min(max(rect.height / 3, 3), rect.height)
            drawResult(result, in: rect.bottom(rows))
            area = rect.above(rows)
        }
        area = padded(area)
        let gap = area.height >= 10 ? 1 : 0
        // The classes are not for those at the other end of the corridor.
        line(panel.title, .strong, in: area)
        line(panel.date, .words, in: area.below(1))
        let table = area.below(2 + gap)
        // Space between the rows where all of them then still fit.
        let pitch = panel.rows.count * 2 <= table.height ? 2 : 1
        let fitting = table.height / pitch
        let isCut = panel.rows.count > fitting
        let shown = panel.rows.prefix(isCut ? max(0, fitting - 1) : fitting)
        let columns = ScheduleColumns(panel.rows, width: table.width, canvas: self)
        for (index, row) in shown.enumerated() {
            drawRow(row, columns, in: table.below(index * pitch))
        }
        if isCut {
            line("+ \(panel.rows.count - shown.count)", .words, in: table.below(shown.count))
        }
    }

    private mutating func drawRow(
        _ row: SchedulePanel.Row, _ columns: ScheduleColumns, in rect: Rect
    ) {
        let parts = [
            (row.time, columns.time, Role.words), (row.course, columns.course, Role.strong),
            (row.room, columns.room, Role.words), (row.status, columns.status, Role.strong),
        ]
        var x = rect.x
        for (text, width, role) in parts where width > 0 {
            line(text, role, in: Rect(x: x, y: rect.y, width: width, height: rect.height))
            x += width + ScheduleColumns.gap
        }
    }
}

/// Widths of the columns of a schedule, 0 for one left out.
private struct ScheduleColumns {
    static let gap = 2
    private static let narrowestCourse = 10

    let time: Int
    let course: Int
    let room: Int
    let status: Int

    init(_ rows: [SchedulePanel.Row], width: Int, canvas: Canvas) {
        func widest(_ text: (SchedulePanel.Row) -> String) -> Int {
            min(rows.map { canvas.printable(text($0)).columns }.max() ?? 0, width / 3)
        }
        let gap = ScheduleColumns.gap
        time = widest(\.time)
        var left = width - time - gap
        let statusWidth = widest(\.status)
        status =
            left - statusWidth - gap >= ScheduleColumns.narrowestCourse ? statusWidth : 0
        if status > 0 { left -= status + gap }
        let roomWidth = widest(\.room)
        room = left - roomWidth - gap >= ScheduleColumns.narrowestCourse ? roomWidth : 0
        if room > 0 { left -= room + gap }
        // A course name in a wide place does not push its room to the far edge.
        course = max(0, min(left, max(widest(\.course), width / 3)))
    }
}
