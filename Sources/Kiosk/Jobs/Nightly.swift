import Attendance
import Desk
import Foundation
import LedgerSQLite
import Metrics

/// A backup and retention, once a day.
struct Nightly: Sendable {
    private static let firstAfter: Duration = .seconds(60)
    private static let looksEvery: Duration = .seconds(60)

    /// Nil where the school is no file: then its server makes the copies.
    let file: SQLiteLedger?
    let desk: Desk
    let rule: RetentionRule
    let folder: URL
    let time: TimeOfDay
    let keep: Int
    let zone: SchoolZone
    let log: @Sendable (String) -> Void

    /// Nil where none is wanted.
    init?(_ school: School, log: @escaping @Sendable (String) -> Void) {
        guard let time = school.settings.backupTime else { return nil }
        file = school.ledger as? SQLiteLedger
        desk = school.desk
        rule = school.settings.retention
        folder = school.settings.backupDirectory
        self.time = time
        keep = school.settings.backupsKept
        zone = school.settings.zone
        self.log = log
    }

    /// Until it is cancelled. One that could not be made is tried again after an hour.
    func start() -> Task<Void, Never> {
        Task {
            var tried: Moment?
            let began = School.now()
            var wait = Self.firstAfter
            while await Jobs.slept(wait) {
                wait = Self.looksEvery
                let now = School.now()
                let last = file == nil ? tried ?? began : Backup.all(in: folder).first?.made
                let isTooSoon = tried.map { now < $0.adding(seconds: 3_600) } ?? false
                if isTooSoon || !Self.isDue(last: last, at: time, now: now, zone: zone) { continue }
                tried = now
                // Nothing is removed that has not been copied.
                // And nothing while nobody knows how old it is.
                if backUp(at: now), desk.isClockSure() { await retain() }
            }
        }
    }

    private func backUp(at now: Moment) -> Bool {
        guard let file else { return true }
        do {
            _ = try Backup.make(of: file, in: folder, at: now, keep: keep)
            Gauge(label: "checkin_last_backup_timestamp_seconds").record(now.wholeSeconds)
            return true
        } catch {
            log("The daily backup was not made: \(Jobs.reason(error))")
            return false
        }
    }

    private func retain() async {
        do {
            _ = try await desk.retain(rule, dryRun: false, by: Actor(origin: "clock"))
        } catch {
            log("What is old was not removed: \(Jobs.reason(error))")
        }
    }

    /// Whether a day's time has come since the last.
    static func isDue(
        last: Moment?, at time: TimeOfDay, now: Moment, zone: SchoolZone
    ) -> Bool {
        let today = zone.date(of: now)
        let due = zone.moment(today, time)
        let latest = due <= now ? due : zone.moment(today.adding(days: -1), time)
        return last.map { $0 < latest } ?? true
    }
}
