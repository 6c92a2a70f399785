import Attendance

/// Writes many moments: what a minute's have in common is asked of the zone once.
struct Stamps {
    private static let mostMinutes = 10_000

    private let zone: SchoolZone
    private var minutes: [Int64: [UInt8]] = [:]

    init(zone: SchoolZone) {
        self.zone = zone
    }

    /// As `SchoolZone.stamp`.
    mutating func bytes(_ moment: Moment) -> [UInt8] {
        let second = moment.wholeSeconds
        let minute = second >= 0 ? second / 60 : -((59 - second) / 60)
        if minutes[minute] == nil {
            if minutes.count == Self.mostMinutes { minutes = [:] }
            minutes[minute] = Array(zone.stamp(Moment(seconds: minute * 60)).utf8)
        }
        guard var stamp = minutes[minute] else { return [] }
        // `2026-03-09T08:05:` comes before the seconds.
        let seconds = UInt8(second - minute * 60)
        stamp[17] = UInt8(ascii: "0") + seconds / 10
        stamp[18] = UInt8(ascii: "0") + seconds % 10
        return stamp
    }
}
