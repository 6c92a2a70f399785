import ArgumentParser
import CKiosk
import Desk
import Glibc

@main
struct KioskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk",
        abstract: "Student self-check-in at a classroom door.",
        discussion: """
            Try it with `kiosk demo`. For a school of your own: `kiosk import oneroster FOLDER`, \
            `kiosk session open --occurrence ID`, `kiosk run --room "5A C317"`.

            Settings come from flags, then KIOSK_* in the environment, then kiosk.yaml, then what \
            is built in: `kiosk config show --origin`.
            """,
        version: "0.1.0",
        subcommands: [
            Demo.self, Run.self, Serve.self, TokenCommand.self, Import.self, Session.self,
            OccurrenceCommand.self,
            CourseCommand.self, UserCommand.self, Schedule.self, Mark.self, QRCommand.self,
            ReceiptCommand.self, BackupCommand.self, RestoreCommand.self, VerifyCommand.self,
            RetentionCommand.self, ExportCommand.self, DeviceCommand.self, EnrolCommand.self,
            ReportCommand.self, RegisterCommand.self, CalendarCommand.self,
            Config.self, Doctor.self,
        ])

    static func main() async {
        // Whatever is made is for this account only.
        umask(0o077)
        allocator_keep_memory()
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            // All is closed by now. A thread that is still on its way out must not meet what `exit`
            // takes down around it.
            fflush(nil)
            _exit(ExitStatus.done.rawValue)
        } catch let failure as Failure {
            failure.end()
        } catch let fault as LedgerFault {
            Failure(fault).end()
        } catch {
            exit(withError: error)
        }
    }
}
