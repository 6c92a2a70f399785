import Desk
import Rostering
import Wire

extension ImportReport {
    /// What a command ends with that cannot import what it has read.
    var status: ExitStatus { isPathMissing ? .notFound : .invalidInput }
}

extension ImportFlags {
    /// Findings that a person is shown: those after them mostly have the same cause.
    private static let mostShown = 40

    static func counted(_ count: Int, _ what: String) -> String {
        count == 1 ? "1 \(what)" : "\(count) \(what)s"
    }

    func show(_ read: ReadImport, counts: ImportCounts?) {
        let report = read.report
        if json {
            let mapping = read.mapping.map { [("mapping", $0)] } ?? []
            Output.json(
                .object(
                    [("dialect", read.dialect.map(JSON.string) ?? .null)] + mapping + [
                        ("counts", counts.map(Self.json) ?? .object([])),
                        ("report", .array(report.entries.map(Self.json))),
                        ("omitted", JSON(report.omittedCount)),
                    ]))
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
        sayCourses(read.newCourses, dryRun ? ("is", "would be made") : ("was", "was made"))
        if counts.taken > 0 {
            Output.say(
                "\(Self.counted(counts.taken, "lesson")) of the calendar left out: the course "
                    + "meets then already, by the roster's timetable or by hand.")
        }
    }

    /// A code with a slip of the pen makes a course that nobody meant.
    func sayCourses(_ codes: [String], _ words: (is: String, made: String)) {
        for code in codes.prefix(Self.mostShown) {
            Output.say("There \(words.is) no course with the code \(code): it \(words.made).")
        }
        let more = codes.count - Self.mostShown
        if more > 0 { Output.say("… and \(Self.counted(more, "more course")).") }
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
                var members = [
                    ("created", JSON(change.created)), ("updated", JSON(change.updated)),
                    ("unchanged", JSON(change.unchanged)), ("removed", JSON(change.removed)),
                ]
                if name == "occurrences" { members.append(("taken", JSON(counts.taken))) }
                return (name, .object(members))
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
