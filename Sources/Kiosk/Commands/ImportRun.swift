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

/// What an import has read, as a command shows and applies it.
struct ReadImport {
    typealias Apply = (School, _ source: String) async throws -> Result<ImportCounts, DeskRefusal>

    var report: ImportReport
    /// How the files are written.
    var dialect: String?
    /// What the import takes things for, where it asks about that first.
    var mapping: JSON?
    /// Codes of courses that are not there before it.
    var newCourses: [String] = []
    /// Nil where the report has an error.
    var apply: Apply?
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
    func finish(
        _ read: SchoolImport, source standard: String, mapping: JSON? = nil,
        newCourses: [String] = []
    ) async throws {
        let (isRehearsal, mayRemove) = (dryRun, allowMassRemoval)
        var apply: ReadImport.Apply?
        if let roster = read.roster {
            apply = { school, source in
                let progress = Progress(unit: "rows")
                defer { progress.end() }
                return try await school.desk.apply(
                    roster, source: source, allowMassRemoval: mayRemove, isRehearsal: isRehearsal
                ) { progress.tell("applying", $0, of: $1) }
            }
        }
        try await finish(
            ReadImport(
                report: read.report, dialect: read.dialect, mapping: mapping,
                newCourses: newCourses, apply: apply),
            source: standard)
    }

    /// As `finish(_:source:)`, of whatever was read.
    func finish(_ read: ReadImport, source standard: String) async throws {
        if !json, let dialect = read.dialect { Output.say("Read as \(dialect).") }
        guard let apply = read.apply else {
            show(read, counts: nil)
            throw Failure(
                read.report.status,
                "Nothing was imported. Correct the "
                    + "\(Self.counted(read.report.errorCount, "error")) and try again.")
        }
        let result = try await carryOut(apply, source: source ?? standard)
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
        guard try School.isThere(settings) else { return nil }
        return try await school.withSchool { try await $0.desk.known(of: source ?? standard) }
    }

    /// Those of some codes that no course has.
    func newCourses(of codes: [String]) async throws -> [String] {
        if codes.isEmpty { return [] }
        let settings = try school.settings()
        guard try School.isThere(settings) else { return codes }
        let courses = try await school.withSchool { school in
            try await school.desk.ledger.read { try $0.courses() }
        }
        let known = Set(courses.map { $0.code.lowercased() })
        return codes.filter { !known.contains($0.lowercased()) }
    }

    /// A rehearsal without a school to rehearse on is made on one that goes again.
    private func carryOut(
        _ apply: ReadImport.Apply, source: String
    ) async throws -> Result<ImportCounts, DeskRefusal> {
        let settings = try school.settings()
        guard dryRun, try !School.isThere(settings) else {
            return try await school.withSchool(creating: true) { try await apply($0, source) }
        }
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let empty = try School(
            Settings(flags: ["data": directory.path, "database": ""]), creating: true)
        return try await apply(empty, source)
    }
}
