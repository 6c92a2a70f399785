import ArgumentParser
import Attendance
import Desk
import Foundation
import LedgerPostgres
import LedgerSQL
import LedgerSQLite

/// The options of every command that works on a school's database.
struct SchoolOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The school's data directory.", valueName: "dir"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "A hub's database instead: postgres://USER@HOST/NAME.", valueName: "url"))
    var database: String?

    func settings(adding more: [String: String] = [:]) throws -> Settings {
        var flags = more
        flags["data"] = data
        flags["database"] = database
        return try Settings(flags: flags)
    }
}

/// A school opened for one command: everything joined.
struct School {
    let settings: Settings
    let ledger: any OpenedLedger
    let desk: Desk
    let clock: SystemClock
    /// The last row of evidence that was there before this program looked at its clock.
    let evidenceBefore: Int

    init(_ settings: Settings, creating: Bool = false) throws {
        self.settings = settings
        ledger = try Self.ledger(settings, creating: creating)
        let (newest, before) = try ledger.readNow {
            (try $0.usualMoment(), try $0.newestEvidence())
        }
        let clock = SystemClock(newest: newest)
        evidenceBefore = before
        self.clock = clock
        desk = Desk(
            ledger: ledger, zone: settings.zone, graceMinutes: settings.graceMinutes,
            now: clock.now, isClockSure: clock.isSure)
    }

    private static func ledger(
        _ settings: Settings, creating: Bool
    ) throws -> any OpenedLedger {
        let directory = settings.dataDirectory
        try Setting.requireOwn(directory)
        guard let address = settings.database else {
            return try SQLiteLedger(
                directory: directory, creating: creating, zone: settings.zone,
                bootTime: SystemBoot.time)
        }
        // What is this machine's own is kept there all the same.
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        return try PostgresLedger(address: address, creating: creating, zone: settings.zone)
    }

    /// The file that the school is. Throws where it is a database on a server, which is copied and
    /// the like by the server's own means.
    func file(toBe what: String) throws -> SQLiteLedger {
        guard let file = ledger as? SQLiteLedger else {
            throw Failure(
                .usage,
                "This school is a database on a server: it is \(what) by the server's own means. "
                    + "See the README, \"A hub\".")
        }
        return file
    }

    /// Whether there is a school.
    static func isThere(_ settings: Settings) throws -> Bool {
        guard settings.database != nil else {
            let file = settings.dataDirectory.appendingPathComponent(SQLiteLedger.fileName)
            return FileManager.default.fileExists(atPath: file.path)
        }
        do {
            try School(settings).ledger.close()
            return true
        } catch let fault as LedgerFault where fault.kind == .missing {
            return false
        }
    }

    @Sendable static func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Whoever types a command.
    static var actor: Actor { Actor(origin: "local:\(getuid())") }
}

extension SchoolOptions {
    /// Opens the school, runs `body`, and leaves the database closed.
    func withSchool<Value>(
        creating: Bool = false, _ body: (School) async throws -> Value
    ) async throws -> Value {
        let school = try School(try settings(), creating: creating)
        let value = try await body(school)
        try school.ledger.close()
        return value
    }
}
