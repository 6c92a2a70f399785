import Attendance

/// An RRULE (RFC 5545, section 3.3.10), every part of it looked at before libical is given it.
///
/// libical 3 writes beyond its lists where one is too long, and looks for ever for a day that never
/// comes. Numbers are therefore in their ranges and stand once, and a rule is no finer than daily.
struct RecurrenceRule: Equatable, Sendable {
    enum Frequency: String, CaseIterable, Sendable {
        case daily = "DAILY"
        case weekly = "WEEKLY"
        case monthly = "MONTHLY"
        case yearly = "YEARLY"

        var days: Int {
            switch self {
            case .daily: 1
            case .weekly: 7
            case .monthly: 28
            case .yearly: 365
            }
        }
    }

    /// `2TU`: the second Tuesday; 0 for all.
    struct Day: Hashable, Sendable {
        var number: Int
        /// From 0 for Monday.
        var weekday: Int
    }

    /// Why a rule is not read, in words without a cure.
    struct Trouble: Error, Equatable {
        let why: String
    }

    static let weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    /// What is no lesson's rhythm, and takes long to follow.
    static let largestInterval = 999

    private(set) var frequency = Frequency.daily
    private(set) var interval = 1
    private(set) var count: Int?
    private(set) var until: CalendarTime?
    /// From 0 for Monday.
    private(set) var weekStart = 0
    private(set) var days: [Day] = []
    private(set) var lists: [List: [Int]] = [:]

    enum List: String, CaseIterable, Sendable {
        case monthDays = "BYMONTHDAY"
        case yearDays = "BYYEARDAY"
        case months = "BYMONTH"
        case positions = "BYSETPOS"
        case hours = "BYHOUR"
        case minutes = "BYMINUTE"
        case seconds = "BYSECOND"

        var range: ClosedRange<Int> {
            switch self {
            case .monthDays: -31...31
            case .yearDays, .positions: -366...366
            case .months: 1...12
            case .hours: 0...23
            case .minutes, .seconds: 0...59
            }
        }
    }

    init(_ text: String) throws(Trouble) {
        guard text.utf8.count <= 4_096 else { throw Trouble(why: "it is too long") }
        var seen: Set<String> = []
        for part in text.uppercased().split(separator: ";") {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false)
                .map { $0.filter { !$0.isWhitespace } }
            guard sides.count == 2, seen.insert(sides[0]).inserted else {
                throw Trouble(why: "\(quoted(String(part))) is no part of a rule, or stands twice")
            }
            try take(sides[0], sides[1])
        }
        guard seen.contains("FREQ") else { throw Trouble(why: "it has no FREQ") }
        try check()
    }

    private mutating func take(_ name: String, _ value: String) throws(Trouble) {
        let wrong = Trouble(why: "\(quoted("\(name)=\(value)")) is not read here")
        switch name {
        case "FREQ":
            guard let known = Frequency(rawValue: value) else { throw wrong }
            frequency = known
        case "INTERVAL":
            guard let number = Int(value), (1...Self.largestInterval).contains(number) else {
                throw wrong
            }
            interval = number
        case "COUNT":
            guard let number = Int(value), (1...1_000_000).contains(number) else { throw wrong }
            count = number
        case "UNTIL":
            guard let time = CalendarTime(value) else { throw wrong }
            until = time
        case "WKST":
            guard let day = Self.weekdays.firstIndex(of: value) else { throw wrong }
            weekStart = day
        case "BYDAY": days = try Self.days(value, wrong)
        default:
            guard let list = List(rawValue: name) else { throw wrong }
            lists[list] = try Self.numbers(value, in: list, wrong)
        }
    }

    private static func days(_ text: String, _ wrong: Trouble) throws(Trouble) -> [Day] {
        var found: Set<Day> = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sign = word.dropLast(2)
            guard let weekday = weekdays.firstIndex(of: String(word.suffix(2))),
                let number = sign.isEmpty ? 0 : Int(sign), (-53...53).contains(number),
                sign.isEmpty || number != 0
            else { throw wrong }
            found.insert(Day(number: number, weekday: weekday))
        }
        return found.sorted { ($0.number, $0.weekday) < ($1.number, $1.weekday) }
    }

    private static func numbers(
        _ text: String, in list: List, _ wrong: Trouble
    ) throws(Trouble) -> [Int] {
        var found: Set<Int> = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let number = Int(word), list.range.contains(number),
                number != 0 || list.range.lowerBound == 0
            else { throw wrong }
            found.insert(number)
        }
        return found.sorted()
    }
}

extension RecurrenceRule {
    /// What libical 3 takes for something else than it says, or never comes to an end with.
    private func check() throws(Trouble) {
        let isLong = frequency == .monthly || frequency == .yearly
        func refuse(_ isMeant: Bool, _ why: String) throws(Trouble) {
            if isMeant { throw Trouble(why: why) }
        }
        let numbers = days.map { abs($0.number) }
        let isOfMonth = frequency == .monthly || lists[.months] != nil
        try refuse(
            !isLong && numbers.contains { $0 > 0 }, "numbered days are of months and years only")
        try refuse(
            isOfMonth && numbers.contains { $0 > 5 }, "a month has no sixth day of one kind")
        try refuse(
            !isLong && lists[.positions] != nil, "BYSETPOS is of months and years only")
        try refuse(
            lists[.positions] != nil && [.hours, .minutes, .seconds].contains { lists[$0] != nil },
            "BYSETPOS counts days only")
        try refuse(
            frequency != .yearly && lists[.yearDays] != nil, "BYYEARDAY is of years only")
        try refuse(
            lists[.yearDays] != nil && (lists[.months] != nil || lists[.monthDays] != nil),
            "BYYEARDAY goes with no other days")
        let monthDays = lists[.monthDays] ?? []
        try refuse(
            frequency == .weekly && !monthDays.isEmpty, "BYMONTHDAY is not of weeks")
        try refuse(
            frequency == .daily && monthDays.contains { $0 < 0 },
            "days are not counted from the end in a daily rule")
        try refuse(
            frequency == .weekly && interval > 1 && lists[.months] != nil && !days.isEmpty
                && weekStart != 6, "weeks that are left out do not go with BYMONTH")
        try refuse(
            !monthDays.isEmpty && !monthDays.contains { abs($0) <= longestMonth },
            "none of its months has such a day")
    }

    private var longestMonth: Int {
        (lists[.months] ?? [1]).map { $0 == 2 ? 29 : [4, 6, 9, 11].contains($0) ? 30 : 31 }.max()
            ?? 31
    }
}
