import Attendance
import Foundation
import Testing

/// Every change of six zones' clocks from 1970 to 2037: lessons at every minute of the days around
/// it are late when grace has passed in real time, whatever the clocks on the wall did.
@Suite struct ClockChangeTests {
    static let zones = [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo",
        "Asia/Kolkata", "Pacific/Apia",
    ]
    private static let graceMinutes = 10

    struct Change {
        let moment: Moment
        /// Seconds that clocks skip, or show twice if less than 0.
        let skipped: Int
    }

    /// Found in the zone itself, to the minute.
    static func changes(of zone: SchoolZone) -> [Change] {
        let hour: Int64 = 3_600
        var found: [Change] = []
        var before = zone.local(Moment(seconds: 0)).offset
        for start in stride(from: 0, to: Int64(68 * 365 + 17) * 24 * hour, by: Int(hour)) {
            let after = zone.local(Moment(seconds: Int64(start) + hour)).offset
            guard after != before else { continue }
            let minute = (0..<60).first {
                zone.local(Moment(seconds: Int64(start) + Int64($0 + 1) * 60)).offset != before
            }
            found.append(
                Change(
                    moment: Moment(seconds: Int64(start) + Int64((minute ?? 0) + 1) * 60),
                    skipped: after - before))
            before = after
        }
        return found
    }

    @Test("Clocks change as the world knows it", arguments: zip(zones, [116, 136, 114, 68, 0, 23]))
    func changesAreAsKnown(_ name: String, _ atLeast: Int) throws {
        let changes = Self.changes(of: try #require(SchoolZone(name: name)))
        // A tenth less than Python counts: what is to come may be abolished yet.
        #expect(changes.count >= atLeast * 9 / 10, "\(changes.count)")
        if name == "Asia/Kolkata" { #expect(changes.isEmpty) }
        if name == "Australia/Lord_Howe" {
            #expect(changes.suffix(10).allSatisfy { abs($0.skipped) == 1_800 })
        }
        if name == "Pacific/Apia" { #expect(changes.contains { $0.skipped == 86_400 }) }
    }

    @Test("Late is ten minutes of real time after the start", arguments: zones)
    func lateIsRealTime(_ name: String) throws {
        let zone = try #require(SchoolZone(name: name))
        var wrong: [String] = []
        for change in Self.changes(of: zone) {
            // The four hours before and after it, as clocks show them.
            let shown = [-14_400, -1, 0, 14_400].map {
                zone.local(change.moment.adding(seconds: $0))
            }
            let minutes = shown.map { $0.date.days * 1_440 + $0.seconds / 60 }
            for minute in minutes.min()!...minutes.max()! {
                wrong += [self.wrong(zone, minute)].compactMap(\.self)
            }
        }
        let quiet = SchoolDate("2026-06-10")!.days * 1_440
        wrong += (quiet..<quiet + 1_440).compactMap { self.wrong(zone, $0) }
        #expect(wrong == [])
    }

    /// What is wrong with a lesson of 45 minutes that begins so many minutes after 1970 began here.
    private func wrong(_ zone: SchoolZone, _ minute: Int) -> String? {
        let date = SchoolDate(days: minute / 1_440)
        let start = TimeOfDay(minutes: minute % 1_440)!
        let end = TimeOfDay(minutes: min(1_440, minute % 1_440 + 45))!
        let span = zone.span(date, from: start, to: end)
        let what = "\(zone.name) \(date) \(start)"
        if let fault = misread(zone, date, start, span.start) { return "\(what): \(fault)" }
        if !(span.start < span.end) { return "\(what) ends before it begins" }
        let session = CheckinSession(
            id: CheckinSessionID(1), occurrence: OccurrenceID(1),
            graceMinutes: Self.graceMinutes,
            intervals: [.init(opened: span.start.adding(seconds: -600), closed: nil)])
        let boundary = session.lateAfter(start: span.start)
        for seconds in [-300, 599, 600, 601] as [Int64] {
            var made = scan(1, 0)
            made.moment = span.start.adding(seconds: seconds)
            let settled = settle(Evidence(entries: [made], sections: [1], lateAfter: boundary))
            if settled.status != (seconds <= 600 ? .present : .late) {
                return "\(what): \(seconds) s after"
            }
        }
        return nil
    }

    /// A time that the clocks show is that time, and the first of two; one that they skip comes as
    /// long after the last minute before as it says.
    private func misread(
        _ zone: SchoolZone, _ date: SchoolDate, _ time: TimeOfDay, _ moment: Moment
    ) -> String? {
        let local = zone.local(moment)
        let isShown = local.date == date && local.seconds == time.minutes * 60
        let nominal = Int64(date.days) * 86_400 + Int64(time.minutes) * 60
        // Every instant at which the clocks show it: offsets of the day before and after.
        let offsets = Set(
            [-86_400, 86_400].map { zone.local(moment.adding(seconds: $0)).offset })
        let shown = offsets.map { Moment(seconds: nominal - Int64($0)) }.filter {
            let there = zone.local($0)
            return there.date == date && there.seconds == time.minutes * 60
        }.sorted()
        if let first = shown.first { return isShown && first == moment ? nil : "is \(local)" }
        if isShown { return "is shown, and should not be" }
        let before = zone.local(moment.adding(seconds: -86_400)).offset
        return moment == Moment(seconds: nominal - Int64(before)) ? nil : "is \(local)"
    }
}
