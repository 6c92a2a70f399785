import Attendance
import Rostering
import Testing

private let lesson = ["UID:1", "SUMMARY:MATH101", "DURATION:PT45M"]

/// The lessons of a series in each of these zones are worked out by hand.
private let weeks: [(String, String, String, [String])] = [
    (
        "in the school's own zone, over the end of summer in Europe", "Europe/Berlin",
        "DTSTART;TZID=Europe/Berlin:20261019T080000",
        ["2026-10-19 08:00", "2026-10-26 08:00", "2026-11-02 08:00"]
    ),
    (
        "in the school's own zone, over the beginning of summer in Europe", "Europe/Berlin",
        "DTSTART;TZID=Europe/Berlin:20270322T080000",
        ["2027-03-22 08:00", "2027-03-29 08:00", "2027-04-05 08:00"]
    ),
    (
        "over the end of summer in America", "America/New_York",
        "DTSTART;TZID=America/New_York:20261026T080000",
        ["2026-10-26 08:00", "2026-11-02 08:00", "2026-11-09 08:00"]
    ),
    (
        "over the beginning of summer in America", "America/New_York",
        "DTSTART;TZID=Eastern Standard Time:20270308T080000",
        ["2027-03-08 08:00", "2027-03-15 08:00", "2027-03-22 08:00"]
    ),
    (
        "in New York for a school in Berlin: one week is an hour nearer", "Europe/Berlin",
        "DTSTART;TZID=America/New_York:20261019T080000",
        ["2026-10-19 14:00", "2026-10-26 13:00", "2026-11-02 14:00"]
    ),
    (
        "in UTC: clocks that go back bring it an hour forward", "Europe/Berlin",
        "DTSTART:20261019T060000Z",
        ["2026-10-19 08:00", "2026-10-26 07:00", "2026-11-02 07:00"]
    ),
    (
        "in UTC, in America", "America/New_York", "DTSTART:20270308T130000Z",
        ["2027-03-08 08:00", "2027-03-15 09:00", "2027-03-22 09:00"]
    ),
    (
        "in no zone", "Europe/Berlin", "DTSTART:20261019T080000",
        ["2026-10-19 08:00", "2026-10-26 08:00", "2026-11-02 08:00"]
    ),
    (
        "in UTC beyond midnight: Mondays there are Tuesdays here", "Asia/Shanghai",
        "DTSTART:20260907T233000Z",
        ["2026-09-08 07:30", "2026-09-15 07:30", "2026-09-22 07:30"]
    ),
]

@Test("A series keeps its hour where its own clock keeps it", arguments: weeks.indices)
private func clockChanges(index: Int) throws {
    let (name, zone, start, expected) = weeks[index]
    var school = CalendarSchool(zone: zone)
    school.terms = [("2026-08-31", "2027-07-11")]
    let reading = try school.read(events: [lesson + [start, "RRULE:FREQ=WEEKLY;COUNT=3"]])
    #expect(reading.report.summary == [], "\(name)")
    #expect(
        reading.meetings?.map { "\($0.date) \($0.start)" }.sorted() == expected, "\(name)")
}

/// 2026-09-07 08:00 there, in Shanghai (UTC+8).
private let names: [(String, String)] = [
    ("China Standard Time", "08:00"), ("\"Tokyo Standard Time\"", "07:00"),
    ("/citadel.org/20210210_1/Europe/Berlin", "14:00"),
    ("/freeassociation.sourceforge.net/Tzfile/America/Argentina/Buenos_Aires", "19:00"),
    ("/citadel.org/20210210_1/China Standard Time", "08:00"), ("UTC", "16:00"),
    ("Etc/UTC", "16:00"), ("tzone://Microsoft/Utc", "16:00"), ("GMT+05:30", "10:30"),
    ("\"GMT+05:30\"", "10:30"), ("W. Europe Standard Time", "14:00"),
    ("w. europe standard time", "14:00"), ("Asia/Calcutta", "10:30"), ("", "08:00"),
]

@Test("A time zone is known by everybody's names for it", arguments: names)
private func zoneNames(name: String, start: String) throws {
    let reading = try CalendarSchool().read(
        events: [lesson + ["DTSTART;TZID=\(name):20260907T080000"]])
    #expect(reading.report.summary == [])
    #expect(reading.meetings?.map(\.start.description) == [start])
}

@Test("Every name of Windows is one of the system's")
private func windowsNames() {
    #expect(CalendarSchool.windows.count == 139)
    for name in CalendarSchool.windows.translations {
        #expect(SchoolZone(name: name) != nil, "\(name)")
    }
    #expect(CalendarSchool.windows["Line Islands Standard Time"] == "Pacific/Kiritimati")
    #expect(CalendarSchool.windows["Berlin Standard Time"] == nil)
}

@Test("A zone that nobody knows is an error with its line and a cure")
private func unknownZone() throws {
    for name in ["Mars/Olympus", "Hogwarts Standard Time", "../../etc/localtime", "Berlin"] {
        let reading = try CalendarSchool().read(
            events: [lesson + ["DTSTART;TZID=\(name):20260907T080000"]])
        #expect(reading.report.summary == ["error plan.ics 7 DTSTART unknown_zone"])
        #expect(reading.report.entries[0].message.contains("Europe/Berlin"))
        #expect(reading.meetings == nil)
    }
}

/// As Outlook writes a zone that somebody made: Berlin's rules under another name.
private let custom = [
    "BEGIN:VTIMEZONE", "TZID:Customized Time Zone", "BEGIN:STANDARD", "DTSTART:16010101T030000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100",
    "END:STANDARD", "BEGIN:DAYLIGHT", "DTSTART:16010101T020000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
    "END:DAYLIGHT", "END:VTIMEZONE",
]

@Test("A zone that the calendar describes is as the one it describes")
private func describedZone() throws {
    var school = CalendarSchool(zone: "America/New_York")
    school.terms = [("2026-01-01", "2027-12-31")]
    func read(_ zone: String) throws -> [String] {
        let every =
            lesson + [
                "DTSTART;TZID=\(zone):20260105T023000", "RRULE:FREQ=DAILY;COUNT=700",
            ]
        return try school.read(events: [every], before: custom).lessons
    }
    let described = try read("Customized Time Zone")
    #expect(described.count == 700)
    #expect(try described == read("Europe/Berlin"))
}

@Test("Clocks may change on dates that are listed, or never")
private func listedChanges() throws {
    let listed = [
        "BEGIN:VTIMEZONE", "TZID:Listed", "BEGIN:STANDARD", "DTSTART:20251026T030000",
        "RDATE:20261025T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD",
        "BEGIN:DAYLIGHT", "DTSTART:20260329T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
        "END:DAYLIGHT", "END:VTIMEZONE", "BEGIN:VTIMEZONE", "TZID:Fixed", "BEGIN:STANDARD",
        "DTSTART:19700101T000000", "TZOFFSETTO:+054530", "END:STANDARD", "END:VTIMEZONE",
        "BEGIN:VTIMEZONE", "TZID:EST", "X-LIC-LOCATION:Asia/Tokyo", "END:VTIMEZONE",
    ]
    let reading = try CalendarSchool(zone: "UTC").read(
        events: [
            ["UID:1"] + lesson[1...] + ["DTSTART;TZID=Listed:20261023T080000"],
            ["UID:2"] + lesson[1...] + ["DTSTART;TZID=Listed:20261026T080000"],
            ["UID:3"] + lesson[1...] + ["DTSTART;TZID=Fixed:20261027T080030"],
            ["UID:4"] + lesson[1...] + ["DTSTART;TZID=EST:20261028T100000"],
        ], before: listed)
    #expect(
        reading.meetings?.map { "\($0.date) \($0.start)" }.sorted() == [
            "2026-10-23 06:00", "2026-10-26 07:00", "2026-10-27 02:15", "2026-10-28 01:00",
        ])
}

private let wrongZones: [(String, [String], String)] = [
    ("without clocks", [], "error plan.ics 3 - bad_zone"),
    (
        "without a beginning", ["BEGIN:STANDARD", "TZOFFSETTO:+0100", "END:STANDARD"],
        "error plan.ics 5 DTSTART bad_zone"
    ),
    (
        "without an offset", ["BEGIN:STANDARD", "DTSTART:20260101T000000", "END:STANDARD"],
        "error plan.ics 5 TZOFFSETTO bad_zone"
    ),
    (
        "with an offset that is none",
        ["BEGIN:STANDARD", "DTSTART:20260101T000000", "TZOFFSETTO:+2500", "END:STANDARD"],
        "error plan.ics 7 TZOFFSETTO bad_zone"
    ),
    (
        "that changes daily",
        [
            "BEGIN:STANDARD", "DTSTART:20260101T000000", "TZOFFSETTO:+0100", "RRULE:FREQ=DAILY",
            "END:STANDARD",
        ], "error plan.ics 8 RRULE bad_zone"
    ),
    (
        "with a rule that is none",
        [
            "BEGIN:STANDARD", "DTSTART:20260101T000000", "TZOFFSETTO:+0100",
            "RRULE:FREQ=YEARLY;BYMONTH=13", "END:STANDARD",
        ], "error plan.ics 8 RRULE bad_zone"
    ),
]

@Test("A zone that cannot be followed is an error where it is described", arguments: wrongZones)
private func wrongZones(name: String, clocks: [String], finding: String) throws {
    let zone = ["BEGIN:VTIMEZONE", "TZID:Ours"] + clocks + ["END:VTIMEZONE"]
    let reading = try CalendarSchool().read(
        events: [lesson + ["DTSTART;TZID=Ours:20260907T080000"]], before: zone)
    #expect(reading.report.summary == [finding], "\(name)")
    // One that no lesson is in does no harm.
    let other = try CalendarSchool().read(
        events: [lesson + ["DTSTART:20260907T080000"]], before: zone)
    #expect(other.report.summary == [] && other.meetings?.count == 1)
}
