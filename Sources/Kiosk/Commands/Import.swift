import ArgumentParser
import Foundation
import Rostering

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring a school's roster and timetable in.",
        subcommands: [
            OneRoster.self, SchoolDataSync.self, Canvas.self, Moodle.self, Table.self,
            Calendar.self,
        ])

    /// What all of them promise.
    private static let promise = """
        Everything is applied in one transaction, or nothing. Students, teachers and courses of \
        the same source that the files no longer have are archived; their past stays. \
        demographics.csv, passwords and birth dates are never read.
        """
    /// What may stand beside any school's files.
    private static let beside = """
        Four more may stand beside the files, each with these columns; the demo school has one \
        of each:

          periods.csv: section,start,end
          meetings.csv: classSourcedId,weekday,weeks,sections,startTime,endTime,building,room, \
        teacherSourcedId,enabled
          exceptions.csv: date,action,target_date
          adjustments.csv: userIdentifier,term,label,days
        """

    struct OneRoster: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "oneroster",
            abstract: "Import OneRoster 1.1 or 1.2 CSV, a folder or a zip.",
            discussion: """
                \(promise)

                Files that the manifest calls delta change what the same source brought before: \
                what they do not name stays, and what is tobedeleted ends.

                \(beside)
                """)

        @OptionGroup var flags: ImportFlags
        @OptionGroup var roster: RosterFlags

        @Argument(help: "The folder or the zip with manifest.csv.")
        var path: String

        func run() async throws {
            var options = roster.options
            var read = flags.read(.oneRoster, at: path, options)
            if read.report.entries.contains(where: { $0.code == .delta && $0.severity == .error }) {
                options.known = try await flags.known(source: "oneroster")
                read = flags.read(.oneRoster, at: path, options)
            }
            try await flags.finish(read, source: "oneroster")
        }
    }

    struct SchoolDataSync: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sds",
            abstract: "Import School Data Sync 1, 2 or 2.1, a folder or a zip.",
            discussion: """
                The version is recognised by its files and headers, and said. \(promise)

                \(beside)
                """)

        @OptionGroup var flags: ImportFlags
        @OptionGroup var roster: RosterFlags

        @Argument(help: "The folder or the zip with Student.csv or users.csv.")
        var path: String

        func run() async throws {
            let read = flags.read(.schoolDataSync, at: path, roster.options)
            try await flags.finish(read, source: "sds")
        }
    }

    struct Canvas: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "canvas",
            abstract: "Import the SIS CSV files of Canvas, a folder or a zip.",
            discussion: """
                Sections are what meets; a course without one meets as a whole. Who is a teacher \
                and who a student is what they are enrolled as. \(promise)

                \(beside)
                """)

        @OptionGroup var flags: ImportFlags
        @OptionGroup var roster: RosterFlags

        @Argument(help: "The folder or the zip with users.csv, courses.csv and enrollments.csv.")
        var path: String

        func run() async throws {
            let read = flags.read(.canvas, at: path, roster.options)
            try await flags.finish(read, source: "canvas")
        }
    }
}
