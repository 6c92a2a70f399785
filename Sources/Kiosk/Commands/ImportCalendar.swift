import ArgumentParser
import Attendance
import Desk
import Foundation
import Rostering
import Wire

extension Import {
    struct Calendar: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "calendar",
            abstract:
                "Import a timetable from iCalendar: an .ics file, or a folder or zip of them.",
            discussion: """
                Without --yes it only says which course it takes each event for, and the command \
                that accepts that. A course is found by its code as a whole word in CATEGORIES, \
                SUMMARY or DESCRIPTION or in the file's name, or by its title as SUMMARY. Rules \
                (--rules) go before that: a table with the columns field, pattern and course. \
                Fields are summary, categories, description, location, uid, calendar and file; * \
                in a pattern stands for any letters; the course is a code or an id, or - for no \
                lesson. The first rule that fits holds.

                LOCATION becomes the classroom; a member of the staff who is ORGANIZER or ATTENDEE \
                teaches that lesson. Only dates within the school's terms are read, and days \
                without times are not. What staff changed, what has a session or attendance, and \
                what a roster's timetable holds stays as it is; what the calendar no longer has \
                goes from today on.
                """)

        @OptionGroup var flags: ImportFlags

        @Argument(help: "The .ics file, or a folder or a zip of them.")
        var path: String

        @Option(
            help: ArgumentHelp(
                "A CSV or Excel table of field,pattern,course, tried from the top.",
                valueName: "file"))
        var rules: String?

        @Flag(help: "The courses are what was proposed: import.")
        var yes = false

        func run() async throws {
            let reading = try await read()
            if !yes, !flags.json, try !propose(reading) { return }
            let meant = flags.whereMeant(yes)
            let (isRehearsal, mayRemove) = (meant.dryRun, meant.allowMassRemoval)
            var apply: ReadImport.Apply?
            if let meetings = reading.meetings {
                apply = { school, source in
                    try await school.desk.apply(
                        meetings, source: source, allowMassRemoval: mayRemove,
                        isRehearsal: isRehearsal)
                }
            }
            try await meant.finish(
                ReadImport(
                    report: reading.report, mapping: .array(reading.mapping.map(\.json)),
                    apply: apply), source: "calendar")
        }

        private func propose(_ reading: CalendarReading) throws -> Bool {
            let more = rules.map { ["--rules", $0] } ?? []
            return try flags.propose(
                ImportProposal(
                    names: ["events", "are", "because of", "how many"],
                    rows: reading.mapping.map(\.row), what: "courses",
                    command: ["calendar", path] + more), reading.report)
        }

        private func read() async throws -> CalendarReading {
            let table = try Assets.folder("zones").appendingPathComponent("windows.csv")
            let zones: String
            do {
                zones = try String(contentsOf: table, encoding: .utf8)
            } catch {
                throw Failure(
                    .partMissing,
                    "\(table.path) cannot be read. Put the program's assets back beside it.")
            }
            return try await flags.school.withSchool { school in
                readCalendars(
                    at: URL(fileURLWithPath: path), rules: rules.map { URL(fileURLWithPath: $0) },
                    facts: try await school.desk.timetableFacts(), windows: WindowsZones(zones))
            }
        }
    }
}

extension CalendarMapping {
    fileprivate var row: [String] {
        let what =
            switch kind {
            case .course: course.map { "\($0.code) \($0.className)" } ?? ""
            case .leftOut: "(left out)"
            case .none: "(no course)"
            case .several: "(several courses)"
            }
        return [
            summary.isEmpty ? "(no summary)" : summary, what.trimmingCharacters(in: .whitespaces),
            by, "\(events)",
        ]
    }

    fileprivate var json: JSON {
        [
            "summary": .string(summary), "kind": .string(kind.rawValue),
            "course_id": JSON(course?.id.number), "course_code": JSON(course?.code),
            "by": by.isEmpty ? .null : .string(by), "events": JSON(events),
        ]
    }
}
