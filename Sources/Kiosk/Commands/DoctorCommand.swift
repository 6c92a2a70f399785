import ArgumentParser
import Attendance
import Desk
import Foundation
import LedgerSQLite
import Terminal
import Wire

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at what a door needs, and say what to do about it.",
        discussion: """
            Run it where the door runs: in its terminal, as its account. With --reader it also \
            asks for a scan and says what came; at a hub it asks the server of its standbys. Exits \
            with 1 where something fails.
            """)

    @OptionGroup var school: SchoolOptions
    @OptionGroup var depth: RoomOptions
    @Flag(help: "Ask for a scan, and say how it came.") var reader = false
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let settings = try school.settings(adding: depth.flags)
        let look = Look.ofTerminal(cells: settings.cells, room: settings.roomDepth)
        var findings = MachineFindings(settings: settings, look: look).all
        findings += DiskFindings(directory: settings.dataDirectory).all
        findings += await Self.database(settings)
        if let address = settings.database {
            findings += HubFindings.all(at: address)
        } else {
            findings.append(Self.backup(settings))
        }
        if let roster = Self.roster(settings) { findings.append(roster) }
        if reader { findings.append(ReaderFinding.ask()) }
        show(findings)
        let failed = findings.count { $0.verdict == .fail }
        if failed > 0 {
            throw Failure(.failure, failed == 1 ? "1 check failed." : "\(failed) checks failed.")
        }
    }

    private func show(_ findings: [Finding]) {
        if json {
            Output.json(["checks": .array(findings.map(\.json))])
            return
        }
        for finding in findings {
            let name = finding.name.padding(toLength: 12, withPad: " ", startingAt: 0)
            Output.data("\(finding.verdict.rawValue)  \(name)  \(finding.found)")
            if let cure = finding.cure { Output.data("      \(name)  -> \(cure)") }
        }
    }

    private static func backup(_ settings: Settings) -> Finding {
        let name = "backup"
        guard let newest = Backup.all(in: settings.backupDirectory).first else {
            return .warn(
                name, "there is none in \(settings.backupDirectory.path)",
                "`kiosk backup`; a door or a service makes one each day.")
        }
        let hours = (School.now().wholeSeconds - newest.made.wholeSeconds) / 3_600
        let found = "\(newest.file.lastPathComponent) is \(hours) h old"
        let day = 24
        return hours <= 2 * day
            ? .pass(name, found)
            : .warn(name, found, "Is `backup_at` off, or its directory full? `kiosk backup`")
    }

    /// Nil where no roster is imported by the clock.
    private static func roster(_ settings: Settings) -> Finding? {
        let path = settings.text("import_from")
        if path.isEmpty { return nil }
        let name = "roster"
        guard let last = LastImport(in: settings.dataDirectory) else {
            return .warn(
                name, "nothing was imported from \(path) yet",
                "A door or a service does it at import_at; now: kiosk import.")
        }
        return last.exit == 0
            ? .pass(name, "imported from \(last.from) at \(last.at)")
            : .fail(
                name, "not imported at \(last.at): \(last.said)",
                "Correct the files; \(settings.dataDirectory.path)/import.json has every finding.")
    }

    private static func database(_ settings: Settings) async -> [Finding] {
        let name = "database"
        do {
            let opened = try School(settings)
            let counts = try await opened.desk.ledger.read { ledger in
                (
                    students: try ledger.users(role: .student, matching: nil).count,
                    courses: try ledger.courses().count
                )
            }
            let damage = try opened.ledger.damage() ?? opened.ledger.lost()
            try opened.ledger.close()
            if let damage {
                return [.fail(name, damage, "Restore a backup; keep this file for its records.")]
            }
            return [
                .pass(
                    name, "whole, \(counts.students) students, \(counts.courses) courses")
            ]
        } catch let fault as LedgerFault where fault.kind == .missing {
            return [.warn(name, "there is none yet", fault.message)]
        } catch {
            let message = (error as? LedgerFault)?.message ?? "\(error)"
            return [.fail(name, message, "See above; `kiosk --help` names the exit codes.")]
        }
    }
}
