import ArgumentParser
import Attendance
import Desk
import Wire

struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "Remove what has been kept long enough, or say what that would be.",
        discussion: """
            As the settings retention_refused_days, retention_records_days (whole school years) \
            and retention_audit_days say. A door and a service do it each day after their backup. \
            What is held (`kiosk user hold`) stays.
            """)

    @OptionGroup var school: SchoolOptions
    @Flag(help: "Only count.") var dryRun = false
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await school.withSchool { school in
            let removals = try await school.desk.retain(
                school.settings.retention, dryRun: dryRun, by: School.actor)
            if json {
                Output.json(.object(removals.map { ($0.what, JSON($0.count)) }))
                return
            }
            Output.table(
                ["what", dryRun ? "would go" : "gone"],
                removals.map { [$0.what, "\($0.count)"] },
                none: "Nothing is older than the settings let it be: kiosk config show")
        }
    }
}
