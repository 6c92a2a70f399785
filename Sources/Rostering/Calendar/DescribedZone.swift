import Attendance

/// A time zone as a VTIMEZONE describes it (RFC 5545, section 3.6.5).
struct DescribedZone: Sendable {
    /// From when on which offset holds, in time order; seconds.
    private var changes: [(moment: Int64, offset: Int64)] = []
    /// Before the first of them.
    private var first: Int64 = 0

    init(
        _ text: CalendarText, until end: SchoolDate, limits: CalendarLimits
    ) throws(CalendarFault) {
        var earliest = Int64.max
        for clock in text.parts where ["STANDARD", "DAYLIGHT"].contains(clock.name) {
            let to = try Self.offset("TZOFFSETTO", of: clock)
            let from =
                clock.first("TZOFFSETFROM") == nil
                ? to : try Self.offset("TZOFFSETFROM", of: clock)
            for time in try Self.times(of: clock, until: end, limits) {
                let moment = Int64(time.date.days) * 86_400 + Int64(time.seconds) - from
                if moment < earliest { (earliest, first) = (moment, from) }
                changes.append((moment, to))
            }
            if changes.count > limits.clockChanges {
                throw Self.fault(clock.line, "changes its clock too often")
            }
        }
        if changes.isEmpty { throw Self.fault(text.line, "has no STANDARD and no DAYLIGHT") }
        changes.sort { $0.moment < $1.moment }
    }

    private static func fault(
        _ line: Int, of property: String? = nil, _ why: String
    ) -> CalendarFault {
        CalendarFault(
            .badZone, line: line, of: property,
            """
            The time zone that is described here \(why). Name one such as Europe/Berlin in its \
            place, or export again.
            """)
    }

    /// `+0100`, or `-033015` with seconds.
    private static func offset(
        _ name: String, of clock: CalendarText
    ) throws(CalendarFault) -> Int64 {
        let property = clock.first(name)
        let text = property?.value ?? ""
        let digits = text.utf8.dropFirst().map { Int64($0) - 48 }
        let isSigned = text.hasPrefix("+") || text.hasPrefix("-")
        guard isSigned, digits.count == 4 || digits.count == 6,
            digits.allSatisfy({ (0...9).contains($0) })
        else { throw fault(property?.line ?? clock.line, of: name, "has no offset such as +0100") }
        let pairs = stride(from: 0, to: digits.count, by: 2).map {
            digits[$0] * 10 + digits[$0 + 1]
        }
        guard pairs[0] < 24, pairs.dropFirst().allSatisfy({ $0 < 60 }) else {
            throw fault(property?.line ?? clock.line, of: name, "has no offset such as +0100")
        }
        let seconds = pairs[0] * 3_600 + pairs[1] * 60 + (pairs.count > 2 ? pairs[2] : 0)
        return text.hasPrefix("-") ? -seconds : seconds
    }

    /// When a clock begins to hold, as the one before it shows.
    private static func times(
        of clock: CalendarText, until end: SchoolDate, _ limits: CalendarLimits
    ) throws(CalendarFault) -> [WallTime] {
        guard let property = clock.first("DTSTART"), let start = CalendarTime(property.value),
            start.date.civil.year >= RecurrenceRule.firstYear
        else { throw fault(clock.line, of: "DTSTART", "does not say since when") }
        let begin = WallTime(date: start.date, seconds: start.seconds ?? 0)
        var times = [begin]
        for property in clock.all("RDATE") {
            for word in property.value.split(separator: ",") {
                guard let time = CalendarTime(word.prefix { $0 != "/" }) else {
                    throw fault(property.line, of: "RDATE", "has a date that is none")
                }
                times.append(WallTime(date: time.date, seconds: time.seconds ?? begin.seconds))
            }
        }
        for property in clock.all("RRULE") {
            let rule: RecurrenceRule
            do {
                rule = try RecurrenceRule(property.value)
            } catch {
                throw fault(property.line, of: "RRULE", "has a rule that is not read: \(error.why)")
            }
            guard rule.frequency == .yearly else {
                throw fault(property.line, of: "RRULE", "has a rule that is not yearly")
            }
            // The rule's end may be in UTC; a day more or less makes no change of the clock.
            let until = rule.until.map {
                WallTime(date: $0.date.adding(days: $0.isUTC ? 1 : 0), seconds: 86_399)
            }
            let last = WallTime(date: end.adding(days: 366), seconds: 86_399)
            times +=
                rule.times(from: begin, until: until, to: last, most: limits.clockChanges) ?? []
        }
        return times
    }

    /// Seconds east of UTC.
    private func offset(at moment: Int64) -> Int64 {
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].moment <= moment { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : changes[low - 1].offset
    }

    /// A time that the clocks skip is read as if they had not gone forward yet; of one that they
    /// show twice the first is taken.
    func moment(_ time: WallTime) -> Moment {
        let local = Int64(time.date.days) * 86_400 + Int64(time.seconds)
        let before = offset(at: local - 86_400)
        if offset(at: local - before) == before { return Moment(seconds: local - before) }
        let second = local - offset(at: local - before)
        return Moment(seconds: offset(at: second) == local - second ? second : local - before)
    }

    func wall(_ moment: Moment) -> WallTime {
        let local = moment.wholeSeconds + offset(at: moment.wholeSeconds)
        let days = local >= 0 ? local / 86_400 : -((86_399 - local) / 86_400)
        return WallTime(date: SchoolDate(days: Int(days)), seconds: Int(local - days * 86_400))
    }
}
