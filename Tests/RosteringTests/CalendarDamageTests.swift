import Attendance
import Foundation
import Rostering
import Testing

/// No lessons with an error in the report, every error with a sentence, every lesson within the
/// terms and on the clock.
private func check(_ reading: CalendarReading, of school: CalendarSchool, _ what: String) {
    #expect((reading.meetings == nil) == reading.report.hasErrors, "\(what)")
    for entry in reading.report.entries {
        #expect(entry.message.hasSuffix("."), "\(what): \(entry.message)")
        #expect(entry.message.count < 500, "\(what): \(entry.message)")
    }
    let facts = school.facts
    for lesson in reading.meetings ?? [] {
        #expect(facts.isInTerm(lesson.date) && lesson.start < lesson.end, "\(what)")
        #expect(facts.courses.contains { $0.id == lesson.course }, "\(what)")
        #expect(lesson.location.count <= school.limits.locationLength, "\(what)")
    }
    let events = reading.mapping.reduce(0) { $0 + $1.events }
    #expect(events <= 40, "\(what): no more events than there were")
}

/// What stands in a calendar where something else should.
private let odd = [
    "", ":", ";", "\"", "\\", "=", ",", "-", "99999999999999999999", "-1", "0", "\u{FEFF}",
    "\u{202E}",
    "FREQ=SECONDLY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYHOUR=1,1,1,1",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=366", "FREQ=WEEKLY;INTERVAL=999;BYDAY=SU;WKST=SA",
    "00010101T000000", "99991231T235959Z", "20261025T023000", "20260101", "PT999999999999S", "-P1D",
    "TZID=", "TZID=\"", "TZID=/", "BEGIN:VEVENT", "END:VCALENDAR", "BEGIN:VTIMEZONE", "+9999",
    "-0000",
    "RECURRENCE-ID:20260907T080000", "EXDATE:20260914T080000", "RRULE:FREQ=DAILY",
    "STATUS:CANCELLED",
    "DTEND:20260907T080000", "DTSTART:20260907T080000", "UID:", "SUMMARY:PHYS",
    "LOCATION:\\n\\,\\;",
]

extension Chance {
    /// Lines doubled, swapped, taken out or given another value.
    fileprivate mutating func damageLines(_ bytes: inout [UInt8]) {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
            [UInt8]($0)
        }
        for _ in 0...below(3) {
            let place = below(lines.count)
            let word = [UInt8](odd[below(odd.count)].utf8)
            switch below(6) {
            case 0: lines.swapAt(place, below(lines.count))
            case 1: lines.insert(lines[below(lines.count)], at: place)
            case 2 where lines.count > 1: lines.remove(at: place)
            case 3: lines[place] = word
            case 4:
                let end = lines[place].lastIndex(of: 0x3A).map { $0 + 1 } ?? 0
                lines[place] = lines[place][..<end] + word
            default: lines[place].insert(contentsOf: word, at: below(lines[place].count + 1))
            }
        }
        bytes = Array(lines.joined(separator: [0x0A]))
    }
}

@Test("A damaged calendar is a report or sound lessons, 4,000 times", arguments: 0..<20)
private func damagedCalendars(seed: Int) throws {
    var chance = Chance(state: UInt64(seed) &* 15_485_863)
    var school = CalendarSchool(zone: "Europe/Berlin")
    // One that is looked for in vain takes most of a second.
    school.limits.emptyRules = 0
    for round in 0..<200 {
        let sample = CalendarSample.all[chance.below(CalendarSample.all.count)]
        var bytes = sample.bytes
        if round.isMultiple(of: 2) { chance.damage(&bytes) } else { chance.damageLines(&bytes) }
        check(
            try school.read(bytes, rules: sample.rules), of: school,
            "seed \(seed), round \(round), \(sample.name)")
    }
}

@Test("Damaged rules and a damaged zip end in findings", arguments: 0..<4)
private func damagedPlaces(seed: Int) throws {
    var chance = Chance(state: UInt64(seed) &* 49_979_687)
    let school = CalendarSchool()
    let table = [UInt8]("field,pattern,course\nsummary,*1*,ART1\nuid,*,-\nfile,p?an*,1\n".utf8)
    try withTemporaryFolder { folder in
        let zip = folder.appendingPathComponent("plans.zip")
        let rules = folder.appendingPathComponent("rules.csv")
        let entries = CalendarSample.all.enumerated().map {
            WrittenZip.Entry.file("\($0.offset).ics", $0.element.bytes)
        }
        try WrittenZip(entries: entries).write(to: zip)
        let whole = [UInt8](try Data(contentsOf: zip))
        for round in 0..<40 {
            var (bytes, lines) = (whole, table)
            if round.isMultiple(of: 2) { chance.damage(&bytes) } else { chance.damage(&lines) }
            try Data(bytes).write(to: zip)
            try Data(lines).write(to: rules)
            check(
                school.read(at: zip, rules: rules), of: school, "seed \(seed), round \(round)")
        }
    }
}

private let endless = [UInt8](repeating: 0x61, count: 3_000_000)
private let head = [UInt8]("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\n".utf8)

private let hostile: [(String, [UInt8], [String])] = [
    ("nothing", [], ["error plan.ics - - no_calendar"]),
    ("blank lines", [UInt8]("\r\n\n\r".utf8), ["error plan.ics - - no_calendar"]),
    ("a page", [UInt8]("<!DOCTYPE html>\n<html>".utf8), ["error plan.ics 1 - no_calendar"]),
    ("a list", [UInt8]("No;Name\n1001;Ann".utf8), ["error plan.ics 1 - no_calendar"]),
    ("a card", [UInt8]("BEGIN:VCARD\nEND:VCARD\n".utf8), ["error plan.ics 1 - no_calendar"]),
    (
        "an old calendar", [UInt8]("BEGIN:VCALENDAR\nVERSION:1.0\nEND:VCALENDAR".utf8),
        ["error plan.ics 2 VERSION version"]
    ),
    (
        "text behind it", [UInt8]("BEGIN:VCALENDAR\nEND:VCALENDAR\nDTSTART:1\n".utf8),
        ["error plan.ics 3 - no_calendar"]
    ),
    (
        "an end too many", [UInt8]("BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR".utf8),
        ["error plan.ics 3 - no_calendar"]
    ),
    ("one endless line", endless, ["error plan.ics 1 - line_too_long"]),
    ("one endless property", head + "X:".utf8 + endless, ["error plan.ics 4 - line_too_long"]),
    (
        "one that is folded without end",
        head + "X:a\n".utf8
            + [UInt8]((0..<40_000).flatMap { _ in " aaaaaaaaaaaaaaaaaaaaaaaaaaa\n".utf8 }),
        ["error plan.ics 4 - line_too_long"]
    ),
    ("a zero byte", head + [0x55, 0, 0x0A], ["error plan.ics 4 - nul"]),
    ("nothing but zero bytes", [UInt8](repeating: 0, count: 4_096), ["error plan.ics 1 - nul"]),
    ("a broken UTF-16", [0xFF, 0xFE, 0x00, 0xD8], ["error plan.ics 1 - nul"]),
    ("cut within an event", head + "UID:1\n".utf8, ["error plan.ics 3 - truncated"]),
    (
        "an event that ends as something else", head + "END:VTODO\nEND:VCALENDAR".utf8,
        ["error plan.ics 4 - truncated"]
    ),
    (
        "10,000 components within each other",
        head + [UInt8]((0..<10_000).flatMap { _ in "BEGIN:VALARM\n".utf8 }),
        ["error plan.ics 18 - too_deep"]
    ),
    (
        "a line that is none",
        [UInt8](
            CalendarSchool.calendar(
                events: [["SUMMARY:MATH101", "This goes on", "DTSTART:20260907T080000"]]
            ).utf8), ["warning plan.ics 5 - stray_line"]
    ),
]

@Test("What is no calendar is an error of the file", arguments: hostile.indices)
private func noCalendars(index: Int) throws {
    let (name, bytes, findings) = hostile[index]
    let reading = try CalendarSchool().read(bytes)
    #expect(reading.report.summary == findings, "\(name)")
    #expect((reading.meetings == nil) == reading.report.hasErrors)
}

@Test("Limits of files have names")
private func fileLimits() throws {
    let event = ["SUMMARY:MATH101", "DTSTART:20260907T080000"]
    func findings(
        _ events: [[String]], _ set: (inout CalendarLimits) -> Void
    ) throws -> [String] {
        var school = CalendarSchool()
        set(&school.limits)
        return try school.read(events: events).report.summary
    }
    #expect(try findings([event, event]) { $0.events = 2 } == [])
    #expect(
        try findings([event, event]) { $0.events = 1 } == ["error plan.ics 7 - too_many_events"])
    #expect(
        try findings([event]) { $0.fileBytes = 40 } == ["error plan.ics - - file_too_large"])
    #expect(
        try findings([event + ["EXDATE:20260907", "EXDATE:20260908"]]) { $0.properties = 3 }
            == ["error plan.ics 7 EXDATE too_many_properties"])
    let many = event + ["EXDATE:20260907T080000,20260908T080000", "EXDATE:20260909T080000"]
    #expect(try findings([many]) { $0.dates = 3 } == [])
    #expect(
        try findings([many]) { $0.dates = 2 } == ["error plan.ics 7 EXDATE too_many_occurrences"])
    #expect(
        try findings([event, event]) { $0.allOccurrences = 1 }
            == ["error plan.ics 7 - too_many_occurrences"])
    let inner = ["BEGIN:VALARM", "BEGIN:X-ONE", "END:X-ONE", "END:VALARM"]
    #expect(try findings([event + inner]) { $0.depth = 4 } == [])
    #expect(
        try findings([event + inner]) { $0.depth = 3 } == ["error plan.ics 7 - too_deep"])
}

@Test(
    "Letters that were folded in their middle are whole again, however lines end",
    arguments: ["\r\n", "\n", "\r"])
private func folds(end: String) throws {
    let lines = CalendarSchool.calendar(
        events: [["SUMMARY:MATH101", "LOCATION:大学城校区 A1102", "DTSTART:20260907T080000"]]
    ).split(separator: "\r\n")
    let bytes = lines.flatMap { line in
        line.utf8.enumerated().flatMap { place, byte in
            // Also between the three bytes of a letter.
            place > 0 && place.isMultiple(of: 7) ? end.utf8 + [0x20, byte] : [byte]
        } + end.utf8
    }
    let reading = try CalendarSchool().read([0xEF, 0xBB, 0xBF] + bytes)
    #expect(reading.lessons == ["1 2026-09-07 08:00-08:45 大学城校区 A1102"])
    #expect(reading.report.summary == [])
}
