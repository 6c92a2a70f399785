import ArgumentParser
import Attendance
import Desk
import Foundation
import LedgerSQLite
import Rostering
import Wire

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring a school's roster and timetable in.",
        subcommands: [OneRoster.self])

    struct OneRoster: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "oneroster",
            abstract:
                "Import OneRoster 1.1 (bulk CSV), a folder or a zip, with periods.csv and meetings.csv.",
            discussion: """
                Everything is applied in one transaction, or nothing. Students, teachers and \
                courses of the same source that the files no longer have are archived; their past \
                stays.
                """)

        @OptionGroup var school: SchoolOptions

        @Argument(help: "The folder or the zip with manifest.csv.")
        var path: String

        @Flag(help: "Say what would change; write nothing.")
        var dryRun = false

        @Flag(help: "Print counts and report as JSON.")
        var json = false

        @Flag(help: "Exit with 3 if there were warnings.")
        var strict = false

        @Flag(help: "Apply even if more than a tenth of this source would be removed.")
        var allowMassRemoval = false

        @Flag(help: "Grant roles above teacher as the files say.")
        var grantRoles = false

        @Option(
            help: "A name for where the files come from; rows of other sources are not touched.")
        var source = "oneroster"

        @Option(
            help: ArgumentHelp(
                "The column of users.csv that is the user code (identifier, else username, else "
                    + "sourcedId).", valueName: "column"))
        var userCodeFrom: String?

        func run() async throws {
            var options = ImportOptions()
            options.grantRoles = grantRoles
            if let userCodeFrom { options.userCodeFrom = .column(userCodeFrom) }
            let (roster, report) = readOneRoster(
                at: URL(fileURLWithPath: path), options: options)
            guard let roster else {
                show(report, counts: nil)
                throw Failure(
                    .invalidInput,
                    "Nothing was imported. Correct the "
                        + "\(Self.counted(report.errorCount, "error")) and try again.")
            }
            let result = try await apply(roster)
            guard case .success(let counts) = result else {
                show(report, counts: nil)
                _ = try result.orFail()
                return
            }
            show(report, counts: counts)
            if dryRun { Output.say("Nothing was written (--dry-run).") }
            if strict, report.warningCount > 0 {
                let done = dryRun ? "It would be imported" : "Imported"
                throw Failure(
                    .partly, "\(done), with \(Self.counted(report.warningCount, "warning")).")
            }
        }

        /// A rehearsal without a school to rehearse on is made on one that goes again.
        private func apply(_ roster: SchoolRoster) async throws
            -> Result<ImportCounts, DeskRefusal>
        {
            let settings = try school.settings()
            let isThere = FileManager.default.fileExists(
                atPath: settings.dataDirectory.appendingPathComponent(SQLiteLedger.fileName).path)
            guard dryRun, !isThere else {
                return try await school.withSchool(creating: true) {
                    try await apply(roster, to: $0)
                }
            }
            let directory = try TemporaryDirectory()
            defer { directory.remove() }
            let empty = try School(Settings(flags: ["data": directory.path]), creating: true)
            return try await apply(roster, to: empty)
        }

        private func apply(
            _ roster: SchoolRoster, to school: School
        ) async throws -> Result<ImportCounts, DeskRefusal> {
            try await school.desk.apply(
                roster, source: source, allowMassRemoval: allowMassRemoval, isRehearsal: dryRun)
        }

        /// Findings that a person is shown: those after them mostly have the same cause.
        private static let mostShown = 40

        private static func counted(_ count: Int, _ what: String) -> String {
            count == 1 ? "1 \(what)" : "\(count) \(what)s"
        }

        private func show(_ report: ImportReport, counts: ImportCounts?) {
            if json {
                Output.json([
                    "counts": counts.map(Self.json) ?? .object([]),
                    "report": .array(report.entries.map(Self.json)),
                    "omitted": JSON(report.omittedCount),
                ])
                return
            }
            for entry in report.entries.prefix(Self.mostShown) {
                let column = entry.column.map { ", column \($0)" } ?? ""
                let line = entry.line.map { ":\($0)" } ?? ""
                Output.say(
                    "\(entry.file)\(line)\(column): \(entry.severity.rawValue): \(entry.message)")
            }
            let more = report.errorCount + report.warningCount - Self.mostShown
            if more > 0 { Output.say("… and \(more) more; --json lists up to a thousand of each") }
            guard let counts else { return }
            Output.table(
                ["", "new", "changed", "same", "removed"],
                Self.kinds(counts).map { name, change in
                    [
                        name, "\(change.created)", "\(change.updated)", "\(change.unchanged)",
                        "\(change.removed)",
                    ]
                }, none: "")
        }

        private static func kinds(_ counts: ImportCounts) -> [(String, ImportCounts.Change)] {
            [
                ("users", counts.users), ("courses", counts.courses),
                ("classrooms", counts.classrooms), ("enrolments", counts.enrolments),
                ("terms", counts.terms), ("occurrences", counts.occurrences),
            ]
        }

        private static func json(_ counts: ImportCounts) -> JSON {
            .object(
                kinds(counts).map { name, change in
                    (
                        name,
                        [
                            "created": JSON(change.created), "updated": JSON(change.updated),
                            "unchanged": JSON(change.unchanged), "removed": JSON(change.removed),
                        ]
                    )
                })
        }

        private static func json(_ entry: ImportReport.Entry) -> JSON {
            [
                "file": .string(entry.file), "line": JSON(entry.line),
                "column": JSON(entry.column), "code": .string(entry.code.rawValue),
                "message": .string(entry.message), "severity": .string(entry.severity.rawValue),
            ]
        }
    }
}
