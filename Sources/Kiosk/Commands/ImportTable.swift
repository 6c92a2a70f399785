import ArgumentParser
import Foundation
import Rostering
import Wire

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
                meant, and not changed. A course that is not there yet is made, and that is said. \
                Columns that are not mapped are not read.
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

        @Option(help: "Enrol everybody in the course with this code, which is made if need be.")
        var course: String?

        @Option(help: "The sheet of a workbook (the first).")
        var sheet: String?

        func run() async throws {
            let reading = readTable(
                at: URL(fileURLWithPath: path), sheet: sheet, map: map, course: course)
            let named = reading.result.roster?.courses.map(\.code) ?? []
            let newCourses = flags.json ? [] : try await flags.newCourses(of: named)
            if !yes, !flags.json, let mapping = reading.mapping,
                try !propose(mapping, of: reading, newCourses)
            {
                return
            }
            try await flags.whereMeant(yes).finish(
                reading.result, source: "table", mapping: reading.mapping?.json,
                newCourses: newCourses)
        }

        private func propose(
            _ mapping: TableMapping, of reading: TableReading, _ newCourses: [String]
        ) throws -> Bool {
            if let written = reading.written, !flags.dryRun {
                Output.say("Read as \(written).")
            }
            var more: [String] = []
            if let sheet { more += ["--sheet", sheet] }
            if let course { more += ["--course", course] }
            return try flags.propose(
                ImportProposal(
                    names: ["column", "is", "example", "how sure"], rows: mapping.rows,
                    what: "columns",
                    command: ["table", path] + more + ["--map", mapping.argument],
                    newCourses: newCourses),
                reading.result.report)
        }
    }
}

extension TableMapping {
    fileprivate var rows: [[String]] {
        columns.map { column in
            let isRead = column.isRead
            return [
                column.header.isEmpty ? column.key : column.header,
                isRead ? column.field?.rawValue ?? "" : "(not read)", column.example,
                isRead ? column.certainty.rawValue : "",
            ]
        }
    }

    /// The columns; what is not read has no field.
    fileprivate var json: JSON {
        .array(
            columns.map { column in
                [
                    "column": .string(column.header), "place": JSON(column.place + 1),
                    "field": column.isRead ? JSON(column.field?.rawValue) : .null,
                    "example": .string(column.example),
                    "certainty": column.isRead ? .string(column.certainty.rawValue) : .null,
                ]
            })
    }
}

extension TableMapping.Column {
    fileprivate var isRead: Bool { field != nil && field != .ignored }
}
