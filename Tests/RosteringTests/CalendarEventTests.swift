import Attendance
import Rostering
import Testing

private func event(_ lines: String..., summary: String = "MATH101") -> [String] {
    ["UID:1", "SUMMARY:\(summary)"] + lines
}

private let lengths: [(String, [String], [String])] = [
    ("an end", ["DTEND:20260907T094000"], ["08:00-09:40"]),
    ("an end in another zone", ["DTEND:20260907T014000Z"], ["08:00-09:40"]),
    ("a duration", ["DURATION:PT1H40M"], ["08:00-09:40"]),
    ("a duration in weeks and days of nothing", ["DURATION:P0W"], ["08:00-08:45"]),
    ("nothing: the section of the bell", [], ["08:00-08:45"]),
    ("an end at its beginning: the section", ["DTEND:20260907T080000"], ["08:00-08:45"]),
    ("an end at midnight", ["DTEND:20260908T000000"], ["08:00-24:00"]),
    ("both: the end", ["DURATION:PT5H", "DTEND:20260907T084500"], ["08:00-08:45"]),
    ("no seconds", ["DTEND:20260907T0845"], ["08:00-08:45"]),
]

@Test("A lesson lasts as long as its event says, or as its section", arguments: lengths)
private func lengths(name: String, lines: [String], times: [String]) throws {
    let reading = try CalendarSchool().read(events: [event("DTSTART:20260907T080000") + lines])
    #expect(reading.report.summary == [], "\(name)")
    #expect(reading.meetings?.map { "\($0.start)-\($0.end)" } == times, "\(name)")
}

private let wrong: [(String, [String], String)] = [
    ("no beginning", ["DTEND:20260907T094000"], "error plan.ics 3 - no_start"),
    ("a beginning that is none", ["DTSTART:2026-09-07"], "error plan.ics 6 DTSTART bad_time"),
    ("a day that is none", ["DTSTART:20260931T080000"], "error plan.ics 6 DTSTART bad_time"),
    ("an hour that is none", ["DTSTART:20260907T240000"], "error plan.ics 6 DTSTART bad_time"),
    (
        "an end before the beginning", ["DTSTART:20260907T080000", "DTEND:20260907T070000"],
        "error plan.ics 7 DTEND end_before_start"
    ),
    (
        "an end that is none", ["DTSTART:20260907T080000", "DTEND:noon"],
        "error plan.ics 7 DTEND bad_time"
    ),
    (
        "an end on the day after", ["DTSTART:20260907T220000", "DTEND:20260908T010000"],
        "error plan.ics 6 DTSTART over_midnight"
    ),
    (
        "a duration below zero", ["DTSTART:20260907T080000", "DURATION:-PT45M"],
        "error plan.ics 7 DURATION bad_time"
    ),
    (
        "a duration that is none", ["DTSTART:20260907T080000", "DURATION:45"],
        "error plan.ics 7 DURATION bad_time"
    ),
    (
        "a duration of ages", ["DTSTART:20260907T080000", "DURATION:P99999999999D"],
        "error plan.ics 7 DURATION bad_time"
    ),
    ("no end, in a break", ["DTSTART:20260907T094500"], "error plan.ics 6 DTSTART no_end"),
    (
        "an exception that is none", ["DTSTART:20260907T080000", "EXDATE:20260907"],
        ""
    ),
    (
        "an exception with a time that is none",
        ["DTSTART:20260907T080000", "EXDATE:20260914T080000,x"],
        "error plan.ics 7 EXDATE bad_time"
    ),
]

@Test("Times that are none are errors of their line", arguments: wrong)
private func wrongTimes(name: String, lines: [String], finding: String) throws {
    let reading = try CalendarSchool().read(events: [["UID:1", "SUMMARY:MATH101"] + lines])
    #expect(reading.report.summary == (finding.isEmpty ? [] : [finding]), "\(name)")
    for entry in reading.report.entries { #expect(entry.message.hasSuffix(".")) }
}

@Test("What is no lesson may be as it likes: only lessons are looked at closely")
private func noLesson() throws {
    for lines in wrong.map(\.1) {
        let reading = try CalendarSchool().read(events: [["UID:1", "SUMMARY:Dentist"] + lines])
        #expect(reading.report.summary == ["warning plan.ics 5 SUMMARY no_course"])
    }
}

@Test("Whole days and other years are left out, and told of once")
private func leftOut() throws {
    let reading = try CalendarSchool().read(events: [
        event("DTSTART;VALUE=DATE:20260907"), event("DTSTART:20260908"),
        ["UID:2"] + event("DTSTART:20200907T080000").dropFirst(),
        ["UID:3"] + event("DTSTART:20270130T080000").dropFirst(),
        ["UID:4"] + event("DTSTART:20260907T080000").dropFirst(),
    ])
    #expect(reading.lessons == ["1 2026-09-07 08:00-08:45"])
    #expect(
        reading.report.summary == [
            "warning plan.ics 3 - all_day", "warning plan.ics 13 - outside_terms",
        ])
    #expect(reading.report.entries.allSatisfy { $0.message.contains("2 in all") })
}

@Test("Only dates within the terms are lessons, and an endless rule ends with the last")
private func terms() throws {
    let reading = try CalendarSchool().read(
        events: [event("DTSTART:20250101T080000", "RRULE:FREQ=WEEKLY;BYDAY=MO")])
    let dates = (reading.meetings ?? []).map(\.date.description).sorted()
    // 2026-08-31 to 2027-01-18 are 21 Mondays, 2027-02-22 to 2027-07-05 are 20.
    #expect(dates.count == 41)
    #expect(dates.first == "2026-08-31" && dates.last == "2027-07-05")
    #expect(dates[20...21] == ["2027-01-18", "2027-02-22"])
    let none = try { () -> CalendarReading in
        var school = CalendarSchool()
        school.terms = []
        return try school.read(events: [event("DTSTART:20260907T080000")])
    }()
    #expect(none.report.summary == ["error plan.ics - - no_term"])
}

private let locations: [(String, String, [String])] = [
    ("5A C317", "5A C317", []), ("  5A   C317\\n", "5A C317", []), ("Lab\\, E105", "Lab, E105", []),
    ("https://meet.example.org/1", "", ["warning plan.ics 7 LOCATION online_room"]),
    (String(repeating: "far ", count: 30), "", ["warning plan.ics 7 LOCATION no_room"]),
    ("C\u{202E}317", "C317", []), ("", "", []),
]

@Test("A location is a room, and a link is none", arguments: locations)
private func locations(text: String, room: String, findings: [String]) throws {
    let reading = try CalendarSchool().read(
        events: [event("DTSTART:20260907T080000", "LOCATION:\(text)")])
    #expect(reading.meetings?.map(\.location) == [room])
    #expect(reading.report.summary == findings)
}

@Test("Staff who organise or come teach the lesson; nobody else does")
private func teachers() throws {
    let reading = try CalendarSchool().read(events: [
        event(
            "DTSTART:20260907T080000", "ORGANIZER;CN=\"Miller: Jane\":MAILTO:Jane@example.org",
            "ATTENDEE;CN=x:mailto:student@example.org", "ATTENDEE;EMAIL=pat@example.org:urn:uuid:1",
            "ATTENDEE:mailto:jane@example.org")
    ])
    #expect(reading.meetings?.map { $0.teachers.map(\.number) } == [[7, 8]])
}
