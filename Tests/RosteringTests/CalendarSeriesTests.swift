import Attendance
import Rostering
import Testing

private let main = [
    "UID:1", "SUMMARY:MATH101", "DTSTART:20260907T080000", "DURATION:PT45M", "LOCATION:C317",
    "RRULE:FREQ=WEEKLY;COUNT=4",
]

private func change(_ id: String, _ lines: String..., name: String = "RECURRENCE-ID") -> [String] {
    ["UID:1", "SUMMARY:MATH101", "\(name):\(id)", "LOCATION:C317"] + lines
}

/// A series on the Mondays 7, 14, 21 and 28 September, what is done to it, and what then is held.
private let series: [(String, [[String]], [String])] = [
    ("nothing", [], ["07 08:00", "14 08:00", "21 08:00", "28 08:00"]),
    (
        "moved to another day",
        [change("20260914T080000", "DTSTART:20260915T100000", "DURATION:PT45M")],
        ["07 08:00", "15 10:00 moved from 14", "21 08:00", "28 08:00"]
    ),
    (
        "moved on its day, its name in UTC",
        [change("20260914T000000Z", "DTSTART:20260914T140000", "DURATION:PT45M")],
        ["07 08:00", "14 14:00 moved from 14", "21 08:00", "28 08:00"]
    ),
    (
        "moved, named by its date",
        [
            change(
                "20260914", "DTSTART:20260915T080000", "DURATION:PT45M",
                name: "RECURRENCE-ID;VALUE=DATE")
        ], ["07 08:00", "15 08:00 moved from 14", "21 08:00", "28 08:00"]
    ),
    (
        "cancelled once", [change("20260914T080000", "STATUS:CANCELLED")],
        ["07 08:00", "14 08:00 cancelled", "21 08:00", "28 08:00"]
    ),
    (
        "changed twice: the later version counts",
        [
            change(
                "20260914T080000", "SEQUENCE:3", "DTSTART:20260916T080000", "DURATION:PT45M"),
            change(
                "20260914T080000", "SEQUENCE:2", "DTSTART:20260915T080000", "DURATION:PT45M"),
        ], ["07 08:00", "16 08:00 moved from 14", "21 08:00", "28 08:00"]
    ),
    (
        "a date that the series does not have",
        [change("20260917T080000", "DTSTART:20260917T080000", "DURATION:PT45M")],
        ["07 08:00", "14 08:00", "17 08:00", "21 08:00", "28 08:00"]
    ),
    (
        "moved out of the terms",
        [change("20260914T080000", "DTSTART:20260214T080000", "DURATION:PT45M")],
        ["07 08:00", "21 08:00", "28 08:00"]
    ),
]

private func short(_ reading: CalendarReading) -> [String] {
    (reading.meetings ?? []).sorted { ($0.date, $0.start) < ($1.date, $1.start) }.map { lesson in
        let day = lesson.date.description.suffix(2)
        return "\(day) \(lesson.start)"
            + (lesson.isMoved ? " moved from \(lesson.plannedDate.description.suffix(2))" : "")
            + (lesson.isCancelled ? " cancelled" : "")
    }
}

@Test("Single dates of a series are moved, changed and cancelled", arguments: series.indices)
private func changes(index: Int) throws {
    let (name, changes, held) = series[index]
    for events in [[main] + changes, changes + [main]] {
        let reading = try CalendarSchool().read(events: events)
        #expect(reading.report.summary == [], "\(name)")
        #expect(short(reading) == held, "\(name)")
    }
}

private let dates: [(String, [String], [String])] = [
    ("a date left out", ["EXDATE:20260914T080000"], ["07", "21", "28"]),
    ("several in one line", ["EXDATE:20260914T080000,20260928T080000"], ["07", "21"]),
    (
        "several lines, one of them in UTC", ["EXDATE:20260914T080000", "EXDATE:20260921T000000Z"],
        ["07", "28"]
    ),
    ("a whole day", ["EXDATE;VALUE=DATE:20260914"], ["07", "21", "28"]),
    ("one that is none of its dates", ["EXDATE:20260915T080000"], ["07", "14", "21", "28"]),
    (
        "dates beside the rule", ["RDATE:20260909T080000,20260911T080000"],
        ["07", "09", "11", "14", "21", "28"]
    ),
    ("a date that is there already", ["RDATE:20260914T080000"], ["07", "14", "21", "28"]),
    (
        "a date taken in and out", ["RDATE:20260909T080000", "EXDATE:20260909T080000"],
        [
            "07", "14", "21", "28",
        ]
    ),
    ("a rule that takes out", ["EXRULE:FREQ=WEEKLY;INTERVAL=2"], ["14", "28"]),
]

@Test("Dates are put into a series and left out of it", arguments: dates)
private func dates(name: String, lines: [String], days: [String]) throws {
    let reading = try CalendarSchool().read(events: [main + lines])
    #expect(reading.report.summary == [], "\(name)")
    #expect(short(reading) == days.map { $0 + " 08:00" }, "\(name)")
}

@Test("A date beside the rule may have a length of its own")
private func periods() throws {
    let reading = try CalendarSchool().read(events: [
        main + [
            "RDATE;VALUE=PERIOD:20260909T080000/PT2H,20260910T080000/20260910T090000"
        ]
    ])
    #expect(
        reading.lessons == [
            "1 2026-09-07 08:00-08:45 C317", "1 2026-09-09 08:00-10:00 C317",
            "1 2026-09-10 08:00-09:00 C317", "1 2026-09-14 08:00-08:45 C317",
            "1 2026-09-21 08:00-08:45 C317", "1 2026-09-28 08:00-08:45 C317",
        ])
}

@Test("A change without its series is a lesson, and one of all that follow is refused")
private func lonelyChanges() throws {
    let alone = try CalendarSchool().read(
        events: [change("20260914T080000", "DTSTART:20260915T080000", "DURATION:PT45M")])
    #expect(short(alone) == ["15 08:00 moved from 14"])
    let all = try CalendarSchool().read(events: [
        main,
        change(
            "20260914T080000", "DTSTART:20260915T080000",
            name: "RECURRENCE-ID;RANGE=THISANDFUTURE"),
    ])
    #expect(all.report.summary == ["error plan.ics 14 RECURRENCE-ID bad_rule"])
}

@Test("A change keeps its series' room and course unless it has its own")
private func heirs() throws {
    let changes = [
        ["UID:1", "RECURRENCE-ID:20260914T080000", "SUMMARY:Exam"],
        [
            "UID:1", "RECURRENCE-ID:20260921T080000", "SUMMARY:ART1", "LOCATION:C400",
            "DTSTART:20260921T080000", "DURATION:PT60M",
        ],
    ]
    let reading = try CalendarSchool().read(events: [main] + changes)
    #expect(
        reading.lessons == [
            "1 2026-09-07 08:00-08:45 C317", "1 2026-09-14 08:00-08:45 C317",
            "2 2026-09-21 08:00-09:00 C400", "1 2026-09-28 08:00-08:45 C317",
        ])
    #expect(reading.report.summary == [])
    #expect(reading.matches.contains("Exam 1: course 1 summary"))
}

@Test("A series that is cancelled, or a calendar that cancels, cancels every date")
private func cancelledSeries() throws {
    let held = ["07", "14", "21", "28"].map { $0 + " 08:00 cancelled" }
    #expect(short(try CalendarSchool().read(events: [main + ["STATUS:CANCELLED"]])) == held)
    #expect(
        short(try CalendarSchool().read(events: [main], before: ["METHOD:CANCEL"])) == held)
}

@Test("Of versions of one event the latest counts; events that share a name are both lessons")
private func sharedNames() throws {
    func single(_ start: String, _ lines: String...) -> [String] {
        ["UID:1", "SUMMARY:MATH101", "DTSTART:\(start)", "DURATION:PT45M"] + lines
    }
    let versions = [
        single("20260907T080000", "SEQUENCE:1"), single("20260908T080000", "SEQUENCE:2"),
    ]
    #expect(short(try CalendarSchool().read(events: versions)) == ["08 08:00"])
    let twice = [single("20260907T080000"), single("20260908T080000")]
    let reading = try CalendarSchool().read(events: twice)
    #expect(short(reading) == ["07 08:00", "08 08:00"])
    let nameless = twice.map { Array($0.dropFirst()) }
    #expect(short(try CalendarSchool().read(events: nameless)) == ["07 08:00", "08 08:00"])
}

@Test("An event has the same key in every import, and each date of a series its own")
private func keys() throws {
    let single = ["UID:2", "SUMMARY:MATH101", "DTSTART:20260907T100000", "DURATION:PT45M"]
    func origins(_ events: [[String]]) throws -> Set<String> {
        Set(
            try CalendarSchool().read(events: events).meetings?.map {
                "\($0.plannedDate) \($0.key.number)"
            } ?? [])
    }
    let first = try origins([main, single])
    #expect(first.count == 5)
    #expect(try origins([single, main]) == first)
    // A room, or a date that is moved, is another version of the same lesson.
    let moved = change("20260914T080000", "DTSTART:20260916T080000", "DURATION:PT45M")
    #expect(try origins([main, single, moved]) == first)
    #expect(try origins([main.map { $0 == "UID:1" ? "UID:3" : $0 }]).isDisjoint(with: first))
    let keys = try CalendarSchool().read(events: [main, single]).meetings?.map(\.key) ?? []
    #expect(keys.map(\.isOfSeries) == [true, true, true, true, false])
    #expect(keys.allSatisfy { $0.number > 1 << 60 }, "no number of a section")
}
