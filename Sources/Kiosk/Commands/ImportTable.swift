import ArgumentParser
import Foundation
import Rostering

extension Import {
    struct Moodle: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "moodle",
            abstract: "Import the CSV file of Moodle's “upload users”.",
            discussion: """
                The user code is idnumber, else username; course1, role1 and so on become courses \
                and enrolments. What the file does not name stays as it is. Passwords are never \
                read.
                """)

        @OptionGroup var flags: ImportFlags

        @Argument(help: "The CSV file.")
        var path: String

        func run() async throws {
            try await flags.finish(readMoodle(at: URL(fileURLWithPath: path)), source: "moodle")
        }
    }

    struct Table: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "table",
            abstract: "Import a list of students, CSV or Excel (.xlsx), whatever its columns.",
            discussion: """
                Without --yes it only says what it takes each column for, and the command that \
                accepts that. Headers are recognised in English, German, French, Spanish and \
                Chinese, and so are the encoding and the separator. What the list does not name \
                stays as it is; a student or a course that is there already under the same code is \
                meant, and not changed. Columns that are not mapped are not read.
                """)

        @OptionGroup var flags: ImportFlags

        @Argument(help: "The CSV or .xlsx file.")
        var path: String

        @Option(
            help: ArgumentHelp(
                "What the columns are: \"Student No=user_code,#2=full_name\". Fields: "
                    + TableField.allCases.map(\.rawValue).joined(separator: ", ") + ".",
                valueName: "column=field,…"))
        var map: String?

        @Flag(help: "The columns are what was proposed, or what --map says: import.")
        var yes = false

        @Option(help: "Enrol everybody in the course with this code.")
        var course: String?

        @Option(help: "The sheet of a workbook (the first).")
        var sheet: String?

        func run() async throws {
            let reading = readTable(
                at: URL(fileURLWithPath: path), sheet: sheet, map: map, course: course)
            guard !yes, !flags.json, let mapping = reading.mapping else {
                // Without --yes nothing is written, whatever it looks like.
                var flags = flags
                flags.dryRun = flags.dryRun || !yes
                return try await flags.finish(reading.result, source: "table")
            }
            propose(mapping, of: reading)
        }

        private func propose(_ mapping: TableMapping, of reading: TableReading) {
            if let written = reading.written { Output.say("Read as \(written).") }
            Output.table(
                ["column", "is", "example", "how sure"],
                mapping.columns.map { column in
                    let isRead = column.field != nil && column.field != .ignored
                    return [
                        column.header.isEmpty ? column.key : column.header,
                        isRead ? column.field?.rawValue ?? "" : "(not read)", column.example,
                        isRead ? column.certainty.rawValue : "",
                    ]
                }, none: "")
            flags.say(reading.result.report)
            var command = ["kiosk import table", Self.quoted(path)]
            if let sheet { command.append("--sheet " + Self.quoted(sheet)) }
            if let course { command.append("--course " + Self.quoted(course)) }
            command.append("--map " + Self.quoted(mapping.argument) + " --yes")
            Output.say("Nothing was written. If the columns are right:")
            Output.say("    " + command.joined(separator: " "))
        }

        /// The word as a shell takes it.
        private static func quoted(_ word: String) -> String {
            let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "./_-".contains($0) }
            return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
        }
    }
}
