import ArgumentParser
import Attendance
import Desk
import Foundation
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
                "Import a OneRoster 1.1 folder (bulk CSV), with periods.csv and meetings.csv.",
            discussion: """
                Everything is applied in one transaction, or nothing. Students, teachers and \
                courses of the same source that the folder no longer has are archived; their past \
                stays.
                """)

        @OptionGroup var school: SchoolOptions

        @Argument(help: "The folder with manifest.csv.")
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

        @Option(help: "The column of users.csv that is the user code.")
        var userCodeFrom: String?

        func run() async throws {
            var options = OneRosterOptions()
            options.grantRoles = grantRoles
            if let userCodeFrom { options.userCodeFrom = .column(userCodeFrom) }
            let (roster, report) = readOneRoster(
                folder: URL(fileURLWithPath: path), options: options)
            guard let roster else {
                show(report, counts: nil)
                throw Failure(
                    .invalidInput,
                    "Nothing was imported. Correct the \(report.errorCount) errors above and try "
                        + "again.")
            }
            let result = try await school.withSchool(creating: true) { school in
                try await school.desk.apply(
                    roster, source: source, allowMassRemoval: allowMassRemoval,
                    isRehearsal: dryRun)
            }
            let counts = try result.orFail()
            show(report, counts: counts)
            if dryRun { Output.say("Nothing was written (--dry-run).") }
            if strict, report.warningCount > 0 {
                throw Failure(.partly, "Imported, with \(report.warningCount) warnings.")
            }
        }

        private func show(_ report: ImportReport, counts: ImportCounts?) {
            if json {
                Output.json([
                    "counts": counts.map(Self.json) ?? .null,
                    "report": .array(report.entries.map(Self.json)),
                ])
                return
            }
            for entry in report.entries {
                let column = entry.column.map { ", column \($0)" } ?? ""
                let line = entry.line.map { ":\($0)" } ?? ""
                Output.say(
                    "\(entry.file)\(line)\(column): \(entry.severity.rawValue): \(entry.message)")
            }
            if report.omittedCount > 0 { Output.say("… and \(report.omittedCount) more") }
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
