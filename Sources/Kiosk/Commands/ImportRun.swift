import ArgumentParser
import Attendance
import Desk
import Foundation
import LedgerSQLite
import Rostering
import Wire

/// What every import can be told.
struct ImportFlags: ParsableArguments {
    @OptionGroup var school: SchoolOptions

    @Flag(help: "Say what would change; write nothing.")
    var dryRun = false

    @Flag(help: "Print counts and report as JSON.")
    var json = false

    @Flag(help: "Exit with 3 if there were warnings.")
    var strict = false

    @Flag(help: "Apply even if more than a tenth of this source would be removed.")
    var allowMassRemoval = false

    @Option(
        help: ArgumentHelp(
            "A name for where the files come from; rows of other sources are not touched. "
                + "(default: the command's own name)"))
    var source: String?
}

/// What imports of a school's own files can be told beside.
struct RosterFlags: ParsableArguments {
    @Flag(help: "Grant roles above teacher as the files say.")
    var grantRoles = false

    @Option(
        help: ArgumentHelp(
            "The column of the users that is the user code (identifier, else username, else id).",
            valueName: "column"))
    var userCodeFrom: String?

    var options: ImportOptions {
        var options = ImportOptions()
        options.grantRoles = grantRoles
        if let userCodeFrom { options.userCodeFrom = .column(userCodeFrom) }
        return options
    }
}

extension ImportFlags {
    /// Reads a school's files, and says how far it is.
    func read(_ format: RosterFormat, at path: String, _ options: ImportOptions) -> SchoolImport {
        let progress = Progress(unit: "rows")
        defer { progress.end() }
        var options = options
        options.progress = { progress.tell("reading \($0)", $1, of: $2) }
        return readSchool(format, at: URL(fileURLWithPath: path), options: options)
    }

    /// Shows the findings and applies the roster, or says why not.
    func finish(_ read: SchoolImport, source standard: String) async throws {
        if !json, let dialect = read.dialect { Output.say("Read as \(dialect).") }
        guard let roster = read.roster else {
            show(read, counts: nil)
            throw Failure(
                .invalidInput,
                "Nothing was imported. Correct the "
                    + "\(Self.counted(read.report.errorCount, "error")) and try again.")
        }
        let result = try await apply(roster, source: source ?? standard)
        guard case .success(let counts) = result else {
            show(read, counts: nil)
            _ = try result.orFail()
            return
        }
        show(read, counts: counts)
        if dryRun { Output.say("Nothing was written (--dry-run).") }
        if strict, read.report.warningCount > 0 {
            let done = dryRun ? "It would be imported" : "Imported"
            throw Failure(
                .partly, "\(done), with \(Self.counted(read.report.warningCount, "warning")).")
        }
    }

    /// What the source brought before; nil where there is no school yet.
    func known(source standard: String) async throws -> SchoolRoster.Known? {
        let settings = try school.settings()
        let ledger = settings.dataDirectory.appendingPathComponent(SQLiteLedger.fileName)
        guard FileManager.default.fileExists(atPath: ledger.path) else { return nil }
        return try await school.withSchool { try await $0.desk.known(of: source ?? standard) }
    }

    /// A rehearsal without a school to rehearse on is made on one that goes again.
    private func apply(
        _ roster: SchoolRoster, source: String
    ) async throws -> Result<ImportCounts, DeskRefusal> {
        let settings = try school.settings()
        let isThere = FileManager.default.fileExists(
            atPath: settings.dataDirectory.appendingPathComponent(SQLiteLedger.fileName).path)
        guard dryRun, !isThere else {
            return try await school.withSchool(creating: true) {
                try await apply(roster, to: $0, source: source)
            }
        }
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let empty = try School(Settings(flags: ["data": directory.path]), creating: true)
        return try await apply(roster, to: empty, source: source)
    }

    private func apply(
        _ roster: SchoolRoster, to school: School, source: String
    ) async throws -> Result<ImportCounts, DeskRefusal> {
        let progress = Progress(unit: "rows")
        defer { progress.end() }
        return try await school.desk.apply(
            roster, source: source, allowMassRemoval: allowMassRemoval, isRehearsal: dryRun
        ) { progress.tell("applying", $0, of: $1) }
    }
}

extension ImportFlags {
    /// Findings that a person is shown: those after them mostly have the same cause.
    private static let mostShown = 40

    private static func counted(_ count: Int, _ what: String) -> String {
        count == 1 ? "1 \(what)" : "\(count) \(what)s"
    }

    private func show(_ read: SchoolImport, counts: ImportCounts?) {
        let report = read.report
        if json {
            Output.json([
                "dialect": read.dialect.map(JSON.string) ?? .null,
                "counts": counts.map(Self.json) ?? .object([]),
                "report": .array(report.entries.map(Self.json)),
                "omitted": JSON(report.omittedCount),
            ])
            return
        }
        say(report)
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

    /// The first findings, in words.
    func say(_ report: ImportReport) {
        for entry in report.entries.prefix(Self.mostShown) {
            let column = entry.column.map { ", column \($0)" } ?? ""
            let line = entry.line.map { ":\($0)" } ?? ""
            Output.say(
                "\(entry.file)\(line)\(column): \(entry.severity.rawValue): \(entry.message)")
        }
        let more = report.errorCount + report.warningCount - Self.mostShown
        if more > 0 { Output.say("… and \(more) more; --json lists up to a thousand of each") }
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
