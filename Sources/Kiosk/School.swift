import ArgumentParser
import Attendance
import Desk
import Foundation
import LedgerSQLite

/// The options of every command that works on a school's database.
struct SchoolOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The school's data directory.", valueName: "dir"))
    var data: String?

    func settings(adding more: [String: String] = [:]) throws -> Settings {
        try Settings(flags: (data.map { ["data": $0] } ?? [:]).merging(more) { $1 })
    }
}

/// A school opened for one command: everything joined.
struct School {
    let settings: Settings
    let ledger: SQLiteLedger
    let desk: Desk
    let clock: SystemClock
    /// The last row of evidence that was there before this program looked at its clock.
    let evidenceBefore: Int

    init(_ settings: Settings, creating: Bool = false) throws {
        self.settings = settings
        ledger = try SQLiteLedger(
            directory: settings.dataDirectory, creating: creating, zone: settings.zone)
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
