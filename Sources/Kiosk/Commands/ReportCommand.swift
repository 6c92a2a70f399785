import ArgumentParser
import Attendance
import Desk
import Wire

extension ReportGroup: ExpressibleByArgument {}

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Rates by course, week or student, and lessons that were never taken.",
        discussion: """
            The rate is of those who were there, late or not, among all who were not excused. \
            Students come by most absences. `--untaken` lists lessons that are over and were never \
            taken, or opened and nobody came: nobody is absent in them.
            """)

    @OptionGroup var school: SchoolOptions
    @Option(help: "course, week or student.") var by: ReportGroup = .course
    @Option(help: ArgumentHelp("The first day (the first of the month).", valueName: "date"))
    var from: SchoolDate?
    @Option(help: ArgumentHelp("The last day (today).", valueName: "date")) var to: SchoolDate?
    @Option(help: ArgumentHelp("One course: its id or code.", valueName: "course"))
    var course: String?
    @Option(help: "The first so many.") var top: Int?
    @Flag(help: "Lessons that are over and were never taken.") var untaken = false
    @Flag(help: "Print CSV.") var csv = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if let from, let to, to < from { throw ValidationError("--to is before --from.") }
        if let top, top < 1 { throw ValidationError("--top takes a number from 1.") }
        if csv, json { throw ValidationError("Either --csv or --json.") }
    }

    func run() async throws {
        try await school.withSchool { school in
            let today = school.desk.today
            let last = to ?? today
            let first = from ?? SchoolDate("\(last)".prefix(8) + "01") ?? last
            let filter = try await school.desk.ledger.read { [course] ledger in
                var filter = LessonFilter(from: first, to: last)
                filter.course = try course.map { try ledger.course(named: $0).id }
                return filter
            }
            if untaken {
                let missing = try await school.desk.ledger.readLong { ledger in
                    try Self.untaken(filter, ledger, school)
                }
                let columns = ["date", "start", "course", "class", "room", "teacher"]
                show(columns, missing, chart: nil, none: "Every lesson of these days was taken.")
            } else {
                let rows = try await school.desk.ledger.readLong { [by] ledger in
                    try ledger.report(by: by, filter)
                }
                let shown = rows.prefix(top ?? rows.count)
                show(
                    [by.rawValue, "name", "class", "present", "late", "absent", "leave", "rate"],
                    shown.map(Self.cells), chart: shown.map { $0.rate },
                    none: "Nothing was taken from \(first) to \(last).")
            }
        }
    }

    private static func cells(_ row: ReportRow) -> [String] {
        let counts = row.counts
        return [
            row.key, row.name, row.className, "\(counts.present)", "\(counts.late)",
            "\(counts.absent)", "\(counts.leave)", percent(counts.rateInThousand),
        ]
    }

    private static func percent(_ rateInThousand: Int?) -> String {
        rateInThousand.map { "\($0 / 10).\($0 % 10)" } ?? ""
    }

    private static func untaken(
        _ filter: LessonFilter, _ ledger: any LedgerReading, _ school: School
    ) throws -> [[String]] {
        let zone = school.settings.zone
        let now = school.desk.now()
        return try (0...(filter.to.days - filter.from.days)).flatMap { day in
            try ledger.lessons(on: filter.from.adding(days: day), filter).filter { lesson in
                let end = zone.moment(lesson.occurrence.date, lesson.occurrence.end)
                let state = LessonTable.state(of: lesson)
                let isUntaken = state == "not_taken" || state == "open" && lesson.rows.isEmpty
                return isUntaken && end < now
            }
        }.map { lesson in
            let held = lesson.occurrence
            return [
                "\(held.date)", "\(held.start)", held.course.name, held.course.className,
                held.classroom?.name ?? "", held.course.teacherName ?? "",
            ]
        }
    }

    private func show(
        _ columns: [String], _ rows: [[String]], chart: [Double?]?, none: String
    ) {
        if csv {
            Output.csv(columns, rows)
        } else if json {
            Output.json(
                .array(
                    rows.map { row in
                        .object(zip(columns, row).map { ($0, .string($1)) })
                    }))
        } else {
            let bars = chart.map { $0.map(Self.bar) }
            Output.table(
                columns + (bars == nil ? [] : [""]),
                rows.enumerated().map { place, row in row + (bars.map { [$0[place]] } ?? []) },
                none: none)
        }
    }

    /// Twenty signs for a hundred in a hundred.
    private static func bar(_ rate: Double?) -> String {
        rate.map { String(repeating: "#", count: Int(($0 * 20).rounded(.down))) } ?? ""
    }
}
