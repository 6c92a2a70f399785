import Attendance
import CIcal

/// What a clock on the wall shows, in no zone.
struct WallTime: Hashable, Comparable, Sendable {
    var date: SchoolDate
    var seconds: Int

    static func < (left: WallTime, right: WallTime) -> Bool {
        (left.date, left.seconds) < (right.date, right.seconds)
    }

    fileprivate var ical: icaltimetype {
        var time = icaltime_null_time()
        let (year, month, day) = date.civil
        (time.year, time.month, time.day) = (Int32(year), Int32(month), Int32(day))
        (time.hour, time.minute) = (Int32(seconds / 3_600), Int32(seconds / 60 % 60))
        time.second = Int32(seconds % 60)
        return time
    }

    fileprivate init?(_ time: icaltimetype) {
        guard
            let date = SchoolDate(
                year: Int(time.year), month: Int(time.month), day: Int(time.day))
        else { return nil }
        self.date = date
        seconds = Int(time.hour) * 3_600 + Int(time.minute) * 60 + Int(time.second)
    }

    init(date: SchoolDate, seconds: Int) {
        self.date = date
        self.seconds = seconds
    }
}

extension RecurrenceRule {
    /// The first year that a rule is followed from; Windows begins its time zones in 1601.
    static let firstYear = 1_600

    /// How many days, weeks, months or years are gone through from one date to another.
    func steps(from start: SchoolDate, to end: SchoolDate) -> Int {
        max(0, end.days - start.days) / (frequency.days * interval) + 1
    }

    /// The times of the rule from `start` to `end`, at most so many; nil where it never comes true.
    ///
    /// `start` is one of them only where it fits the rule. `until` is the rule's own, as the clock
    /// of `start` shows it.
    func times(
        from start: WallTime, until: WallTime?, to end: WallTime, most: Int
    ) -> [WallTime]? {
        // NB: libical 3.0.16 miscounts weeks that are left out unless they begin on a Sunday: of
        // every such rule the days are moved until they do, and moved back.
        let isOfWeeks = frequency == .weekly && !days.isEmpty && lists[.months] == nil
        let moved = isOfWeeks ? 6 - weekStart : 0
        func move(_ time: WallTime, by days: Int) -> WallTime {
            WallTime(date: time.date.adding(days: days), seconds: time.seconds)
        }
        var rule = icalrecurrencetype_from_string(written(movedBy: moved))
        let last = until.map { min($0, end) } ?? end
        guard rule.freq != ICAL_NO_RECURRENCE else { return nil }
        if last < start { return [] }
        rule.until = move(last, by: moved).ical
        rule.count = Int32(count ?? 0)
        guard let iterator = icalrecur_iterator_new(rule, move(start, by: moved).ical) else {
            return nil
        }
        defer { icalrecur_iterator_free(iterator) }
        var found: [WallTime] = []
        while found.count < most {
            guard let time = WallTime(icalrecur_iterator_next(iterator)) else { break }
            let back = move(time, by: -moved)
            // A rule that does not rise would never end.
            if let before = found.last, back <= before { break }
            if back > last { break }
            found.append(back)
        }
        return found
    }

    /// The rule in letters that libical is sure of, without its end.
    private func written(movedBy moved: Int) -> String {
        var parts = ["FREQ=\(frequency.rawValue)", "INTERVAL=\(interval)"]
        parts.append("WKST=" + Self.weekdays[(weekStart + moved) % 7])
        if !days.isEmpty {
            let words = days.map { day in
                (day.number == 0 ? "" : String(day.number))
                    + Self.weekdays[(day.weekday + moved) % 7]
            }
            parts.append("BYDAY=" + words.joined(separator: ","))
        }
        var lists = lists
        // Without them libical takes the month that the rule begins in.
        if frequency == .yearly, lists[.monthDays] != nil, lists[.months] == nil {
            lists[.months] = Array(1...12)
        }
        for list in List.allCases {
            guard let numbers = lists[list] else { continue }
            parts.append(list.rawValue + "=" + numbers.map(String.init).joined(separator: ","))
        }
        return parts.joined(separator: ";")
    }
}
