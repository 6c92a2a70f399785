import ArgumentParser
import Attendance
import Desk
import Wire

struct Schedule: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Show a student's day.")

    @OptionGroup var school: SchoolOptions
    @Argument(help: "The student's code.") var code: String
    @Option(help: ArgumentHelp("The date (today).", valueName: "YYYY-MM-DD")) var date: SchoolDate?
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await school.withSchool { school in
            let day = date ?? school.desk.today
            guard let userCode = UserCode(code),
                let found = try await school.desk.schedule(of: userCode, on: day)
            else {
                throw Failure(
                    .notFound, "There is no student with the code \(code.debugDescription).")
            }
            if json {
                Output.json(Shapes(zone: school.settings.zone).schedule(found.date, found.rows))
                return
            }
            Output.table(
                ["time", "course", "room", "held", "status", "session"],
                found.rows.map { row in
                    [
                        "\(row.start)-\(row.end)", row.courseName, row.room ?? "-",
                        row.occurrenceStatus.rawValue, row.status?.rawValue ?? "-",
                        row.sessionStatus?.rawValue ?? "-",
                    ]
                }, none: "\(found.student.fullName) has no classes on \(day).")
        }
    }
}
