import Attendance
import Foundation
import Rostering
import Testing

private func event(_ rule: String, from start: String = "20260907T080000") -> [String] {
    ["UID:1", "SUMMARY:MATH101", "DTSTART:\(start)", "DURATION:PT45M", "RRULE:\(rule)"]
}

/// Rules from Monday 2026-09-07, the dates worked out by hand.
private let rules: [(String, String)] = [
    ("FREQ=DAILY;COUNT=3", "09-07 09-08 09-09"),
    ("FREQ=DAILY;INTERVAL=3;COUNT=3", "09-07 09-10 09-13"),
    ("FREQ=DAILY;BYDAY=MO,FR;COUNT=3", "09-07 09-11 09-14"),
    ("FREQ=WEEKLY;COUNT=2;BYDAY=WE,MO,WE", "09-07 09-09"),
    ("freq=weekly;count=2;byday=mo, we", "09-07 09-09"),
    ("FREQ=WEEKLY;UNTIL=20260916T080000;BYDAY=WE", "09-09 09-16"),
    ("FREQ=WEEKLY;UNTIL=20260916T075959;BYDAY=WE", "09-09"),
    ("FREQ=WEEKLY;UNTIL=20260916;BYDAY=WE", "09-09 09-16"),
    ("FREQ=WEEKLY;UNTIL=20260916T000000Z;BYDAY=WE", "09-09 09-16"),
    ("FREQ=WEEKLY;UNTIL=20260915T235959Z;BYDAY=WE", "09-09"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=4", "09-08 09-13 09-22 09-27"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;COUNT=3", "09-13 09-27 10-11"),
    ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU;COUNT=3", "09-20 10-04 10-18"),
    ("FREQ=WEEKLY;INTERVAL=2;WKST=SA;BYDAY=FR,SA;COUNT=4", "09-11 09-19 09-25 10-03"),
    ("FREQ=WEEKLY;INTERVAL=3;WKST=WE;BYDAY=TU,WE;COUNT=4", "09-08 09-23 09-29 10-14"),
    ("FREQ=WEEKLY;BYMONTH=10;BYDAY=MO;COUNT=2", "10-05 10-12"),
    ("FREQ=MONTHLY;COUNT=3", "09-07 10-07 11-07"),
    ("FREQ=MONTHLY;BYDAY=2TU;COUNT=2", "09-08 10-13"),
    ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", "09-25 10-30"),
    ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", "09-30 10-31"),
    ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2", "10-31 12-31"),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", "09-30 10-30"),
    ("FREQ=YEARLY;BYMONTH=11;BYDAY=1MO", "11-02"),
    ("FREQ=YEARLY;BYMONTHDAY=9;COUNT=3", "09-09 10-09 11-09"),
    ("FREQ=YEARLY;BYYEARDAY=-1", "12-31"),
    ("FREQ=DAILY;UNTIL=20260101T000000", ""),
]

@Test("A rule comes true on its dates", arguments: rules)
private func rules(rule: String, dates: String) throws {
    var school = CalendarSchool()
    school.terms = [("2026-08-31", "2026-12-31")]
    let reading = try school.read(events: [event(rule)])
    #expect(!reading.report.hasErrors, "\(reading.report.summary)")
    let found = (reading.meetings ?? []).map { String($0.date.description.dropFirst(5)) }.sorted()
    #expect(found.joined(separator: " ") == dates)
    #expect(reading.meetings?.allSatisfy { $0.start.description == "08:00" } == true)
}

@Test("A rule may have hours of its own")
private func hours() throws {
    let reading = try CalendarSchool().read(
        events: [event("FREQ=WEEKLY;BYHOUR=14,10;BYMINUTE=0;BYSECOND=0;COUNT=3")])
    #expect(
        reading.lessons == [
            "1 2026-09-07 10:00-10:45", "1 2026-09-07 14:00-14:45", "1 2026-09-14 10:00-10:45",
        ])
}

@Test("A first date that its rule does not have is said, once")
private func strayStart() throws {
    let reading = try CalendarSchool().read(
        events: [
            event("FREQ=WEEKLY;BYDAY=WE;COUNT=2"),
            ["UID:2"] + event("FREQ=WEEKLY;BYDAY=TH;COUNT=1")[1...],
        ])
    #expect(reading.report.summary == ["warning plan.ics 6 DTSTART bad_rule"])
    #expect(
        reading.meetings?.map(\.date.description) == ["2026-09-09", "2026-09-16", "2026-09-10"])
}

private let refused: [String] = [
    "", "COUNT=3", "FREQ=HOURLY", "FREQ=MINUTELY;COUNT=3", "FREQ=SECONDLY", "FREQ=FORTNIGHTLY",
    "FREQ=WEEKLY;FREQ=DAILY", "FREQ=WEEKLY;COUNT=0", "FREQ=WEEKLY;COUNT=-1", "FREQ=WEEKLY;COUNT=x",
    "FREQ=WEEKLY;COUNT=99999999999999999999", "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;INTERVAL=1000",
    "FREQ=WEEKLY;UNTIL=soon", "FREQ=WEEKLY;UNTIL=20261301", "FREQ=WEEKLY;WKST=XX",
    "FREQ=WEEKLY;BYDAY=", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=2MO", "FREQ=WEEKLY;BYDAY=0MO",
    "FREQ=DAILY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=6MO", "FREQ=MONTHLY;BYDAY=99999999999MO",
    "FREQ=YEARLY;BYMONTH=2;BYDAY=6MO", "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=0",
    "FREQ=YEARLY;BYMONTH=5L", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=0",
    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=4,6;BYMONTHDAY=31",
    "FREQ=WEEKLY;BYMONTHDAY=1", "FREQ=DAILY;BYMONTHDAY=-1", "FREQ=YEARLY;BYYEARDAY=367",
    "FREQ=MONTHLY;BYYEARDAY=1", "FREQ=YEARLY;BYYEARDAY=1;BYMONTH=1", "FREQ=YEARLY;BYWEEKNO=20",
    "FREQ=DAILY;BYSETPOS=1", "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1", "FREQ=MONTHLY;BYSETPOS=0",
    "FREQ=MONTHLY;BYDAY=MO;BYHOUR=8,9;BYSETPOS=1", "FREQ=WEEKLY;BYHOUR=24", "FREQ=WEEKLY;BYHOUR=-1",
    "FREQ=WEEKLY;INTERVAL=2;BYMONTH=10;BYDAY=MO", "FREQ=WEEKLY;BYEASTER=1",
    "RSCALE=CHINESE;FREQ=YEARLY", "RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=5L",
    "FREQ=YEARLY;SKIP=FORWARD",
    "FREQ=WEEKLY;;;X", "FREQ=WEEKLY;BYDAY=MO;" + String(repeating: "BYDAY=MO,", count: 1_000),
    "FREQ=DAILY;BYHOUR=" + Array(repeating: "8", count: 3_000).joined(separator: ","),
]

@Test("A rule that is none, or that nobody can follow, is an error of its line", arguments: refused)
private func refusedRules(rule: String) throws {
    let reading = try CalendarSchool().read(events: [event(rule)])
    #expect(reading.report.summary == ["error plan.ics 8 RRULE bad_rule"])
    #expect(reading.report.entries[0].message.contains("one by one"))
}

/// Each would be looked for through eighteen thousand years.
private let empty = [
    "FREQ=MONTHLY;BYMONTHDAY=1,2;BYSETPOS=3", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;INTERVAL=2",
    "FREQ=YEARLY;BYDAY=-53MO;BYSETPOS=9",
]

@Test("A rule that never comes true ends, and is an error", arguments: empty)
private func emptyRules(rule: String) throws {
    let reading = try CalendarSchool().read(events: [event(rule, from: "20250907T080000")])
    #expect(reading.report.summary == ["error plan.ics 8 RRULE empty_rule"])
}

@Test("A rule with thousands of numbers alike is a rule with one")
private func repeatedNumbers() throws {
    let many = Array(repeating: "8", count: 1_500).joined(separator: ",")
    let reading = try CalendarSchool().read(events: [event("FREQ=DAILY;COUNT=2;BYHOUR=" + many)])
    #expect(reading.lessons == ["1 2026-09-07 08:00-08:45", "1 2026-09-08 08:00-08:45"])
}

@Test("Limits of rules have names, and what is beyond them is an error")
private func ruleLimits() throws {
    func findings(
        _ rule: String, from start: String = "20260907T080000",
        _ set: (inout CalendarLimits) -> Void
    ) throws -> [String] {
        var school = CalendarSchool()
        set(&school.limits)
        return try school.read(events: [event(rule, from: start)]).report.summary
    }
    let tooMany = ["error plan.ics 8 RRULE too_many_occurrences"]
    #expect(try findings("FREQ=DAILY;COUNT=10") { $0.ruleOccurrences = 10 } == [])
    #expect(try findings("FREQ=DAILY;COUNT=11") { $0.ruleOccurrences = 10 } == tooMany)
    // 1999-01-01 to 2027-07-11 are 10,419 days.
    #expect(try findings("FREQ=DAILY", from: "19990101T080000") { _ in } == tooMany)
    #expect(try findings("FREQ=DAILY", from: "20260907T080000") { $0.steps = 100 } == tooMany)
    #expect(
        try findings("FREQ=WEEKLY;BYMONTH=9", from: "15990101T080000") { _ in }
            == ["error plan.ics 8 RRULE bad_rule"])
    #expect(
        try findings("FREQ=DAILY;COUNT=11") { $0.occurrences = 10 }
            == ["error plan.ics 3 - too_many_occurrences"])
}

@Test("After so many rules that never come true the import is given up")
private func manyEmptyRules() throws {
    var school = CalendarSchool()
    school.limits.emptyRules = 2
    let text = CalendarSchool.calendar(
        events: (0..<9).map { ["UID:\($0)"] + event(empty[0])[1...] })
    try withTemporaryFolder { folder in
        for name in ["a.ics", "b.ics"] {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        let entries = school.read(at: folder).report.entries
        #expect(entries.map(\.code) == [.emptyRule, .emptyRule, .emptyRule])
        #expect(Set(entries.map(\.file)) == ["a.ics"])
    }
}
