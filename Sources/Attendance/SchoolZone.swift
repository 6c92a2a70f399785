import Foundation

/// The school's one time zone: between instants and what its clocks and calendar say.
package struct SchoolZone: Sendable {
    private let zone: TimeZone

    /// An IANA name such as `Asia/Shanghai`; nil where the system does not know it.
    package static let utc = SchoolZone(name: "UTC")!

    package init?(name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.zone = zone
    }

    package var name: String { zone.identifier }

    private func offset(at moment: Moment) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.wholeSeconds))))
    }

    /// The instant of a local date and time. A time that the clocks skip is read as if they had not
    /// gone forward yet; of one that they show twice the first is taken.
    package func moment(_ date: SchoolDate, _ time: TimeOfDay) -> Moment {
        let local = Int64(date.days) * 86_400 + Int64(time.minutes) * 60
        let dayBefore = offset(at: Moment(seconds: local - 86_400))
        let first = Moment(seconds: local - dayBefore)
        if offset(at: first) == dayBefore { return first }
        let second = Moment(seconds: local - offset(at: first))
        return offset(at: second) == offset(at: first) ? second : first
    }

    /// When a lesson begins and ends. One that begins in what the clocks skip lasts as long as its
    /// times say: it never ends before it begins.
    package func span(
        _ date: SchoolDate, from start: TimeOfDay, to end: TimeOfDay
    ) -> (start: Moment, end: Moment) {
        let first = moment(date, start)
        let last = moment(date, end)
        let minutes = Int64(max(0, end.minutes - start.minutes))
        return (first, first < last ? last : first.adding(seconds: minutes * 60))
    }

    /// The date, the seconds since local midnight and the seconds east of UTC.
    package func local(_ moment: Moment) -> (date: SchoolDate, seconds: Int, offset: Int) {
        let offset = offset(at: moment)
        let local = moment.wholeSeconds + offset
        let days = local >= 0 ? local / 86_400 : -((86_399 - local) / 86_400)
        return (SchoolDate(days: Int(days)), Int(local - days * 86_400), Int(offset))
    }

    package func date(of moment: Moment) -> SchoolDate { local(moment).date }

    /// Whole minutes since local midnight, rounded down.
    package func time(of moment: Moment) -> TimeOfDay {
        TimeOfDay(minutes: local(moment).seconds / 60)!
    }

    /// RFC 3339 with the local offset, in whole seconds: `2026-03-09T08:05:00+08:00`.
    package func stamp(_ moment: Moment) -> String {
        let (date, seconds, offset) = local(moment)
        let minutes = abs(offset) / 60
        return "\(date)T\(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2)):"
            + "\(padded(seconds % 60, 2))" + (offset < 0 ? "-" : "+")
            + padded(minutes / 60, 2) + ":" + padded(minutes % 60, 2)
    }
}
