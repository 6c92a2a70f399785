import ArgumentParser
import Attendance
import Desk
import Foundation
import LedgerSQLite
import Terminal
import Wire

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Attendance as CSV, JSON lines, an Excel workbook, or as Moodle imports it.",
        discussion: """
            A row for each record. A lesson that was not taken has one row without a student: that \
            nobody took attendance does not say that anybody was absent. A workbook has the rates \
            and a chart first, then a sheet for each course: students down, lessons across.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case csv, json, moodle, xlsx
    }

    @OptionGroup var school: SchoolOptions
    @Option(help: ArgumentHelp("The first day (the first of the month).", valueName: "date"))
    var from: SchoolDate?
    @Option(help: ArgumentHelp("The last day (today).", valueName: "date")) var to: SchoolDate?
    @Option(help: ArgumentHelp("One course: its id or code.", valueName: "course"))
    var course: String?
    @Option(
        help: """
            csv, json (an object a line), moodle (of one course) or xlsx (as -o FILE.xlsx is).
            """)
    var format: Format?
    @Flag(help: "Leave out whoever was present.") var exceptions = false
    @Option(name: [.short, .long], help: ArgumentHelp("Where to (stdout).", valueName: "file"))
    var output: String?

    func validate() throws {
        if format == .moodle, course == nil {
            throw ValidationError("--format moodle is of one course: name it with --course.")
        }
        if format == .xlsx, output == nil {
            throw ValidationError("A workbook is a file: name it with -o FILE.xlsx.")
        }
        if let format, format != .xlsx, isWorkbook {
            throw ValidationError(
                "\(format.rawValue) is no workbook: name the file .\(format.rawValue), or leave "
                    + "out --format.")
        }
        if let from, let to, to < from {
            throw ValidationError("--to is before --from.")
        }
    }

    private var isWorkbook: Bool { output?.lowercased().hasSuffix(".xlsx") == true }

    func run() async throws {
        try await school.withSchool { school in
            let today = school.desk.today
            let last = to ?? today
            let first = from ?? SchoolDate("\(last)".prefix(8) + "01") ?? last
            if last < first {
                throw Failure(
                    .invalidInput, "The last day, \(last), is before the first, \(first).")
            }
            if let output, format == .xlsx || isWorkbook {
                try await WorkbookExport(
                    output: output, course: course, first: first, last: last,
                    onlyExceptions: exceptions
                ).run(school)
                return
            }
            let file = try OutputFile(output)
            let labels = StatusLabels(school.settings.text("status_labels")) ?? StatusLabels()
            let zone = school.settings.zone
            let count = try await school.desk.ledger.readLong {
                [course, exceptions, format] ledger in
                var filter = LessonFilter(from: first, to: last)
                filter.onlyExceptions = exceptions
                filter.course = try course.map { try ledger.course(named: $0).id }
                let writer = LessonWriter(
                    format: format ?? .csv, zone: zone, labels: labels, file: file)
                return try writer.write(filter, ledger)
            }
            try file.close()
            Output.say("\(count) rows from \(first) to \(last)")
        }
    }
}

/// Lessons into a file, day after day: however many there are, a day's stand in memory.
private struct LessonWriter {
    let format: ExportCommand.Format
    let zone: SchoolZone
    let labels: StatusLabels
    let file: OutputFile

    func write(_ filter: LessonFilter, _ ledger: any LedgerReading) throws -> Int {
        var table = LessonTable(zone: zone, labels: labels)
        let progress = Progress(unit: "rows")
        defer { progress.end() }
        var count = 0
        try begin()
        for day in 0...(filter.to.days - filter.from.days) {
            let date = filter.from.adding(days: day)
            for lesson in try ledger.lessons(on: date, filter) {
                count += try write(lesson, by: &table) { try ledger.user($0) }
            }
            let share = Double(day + 1) / Double(filter.to.days - filter.from.days + 1)
            progress.tell("writing", count, of: Int(Double(count) / share))
        }
        return count
    }

    private func write(
        _ lesson: LessonRecords, by table: inout LessonTable, find: (UserID) throws -> User?
    ) throws -> Int {
        if format == .csv {
            var text: [UInt8] = []
            let count = try table.write(lesson, to: &text, find: find)
            try file.write(text)
            return count
        }
        let rows = try table.rows(of: lesson, find: find)
        for row in rows { try write(row) }
        return rows.count
    }

    private func begin() throws {
        switch format {
        case .csv: try file.write(line: CSVLine(LessonTable.columns).text)
        case .moodle: try file.write(line: CSVLine(["user", "scantime", "status"]).text)
        case .json, .xlsx: break
        }
    }

    private func write(_ cells: [String]) throws {
        switch format {
        case .csv: break
        case .json:
            let members = zip(LessonTable.columns, cells).map { name, cell in
                (name, cell.isEmpty ? JSON.null : .string(cell))
            }
            try file.write(line: JSON.object(members).text)
        case .xlsx: preconditionFailure("a workbook is no lines")
        case .moodle:
            let letters = ["present": "P", "late": "L", "absent": "A", "leave": "E"]
            guard let letter = letters[cells[13]] else { return }
            let time = cells[15].isEmpty ? "\(cells[0]) \(cells[1])" : moodleTime(cells[15])
            try file.write(line: CSVLine([cells[10], time, letter]).text)
        }
    }

    /// `2026-03-09T08:05:00+08:00` as `2026-03-09 08:05`.
    private func moodleTime(_ stamp: String) -> String {
        stamp.prefix(10) + " " + stamp.dropFirst(11).prefix(5)
    }
}
