import Attendance
import Foundation
import TestKit

@testable import Rostering

extension FuzzTarget {
    /// iCalendar, by libical and by what stands before it.
    static let calendars = FuzzTarget(
        name: "calendar", share: 60_000, runsAlone: true,
        make: { FuzzedCalendar.bytes(&$0) },
        complaint: { bytes in
            var property = Property()
            let findings = Findings()
            var limits = CalendarLimits()
            // One that is looked for in vain takes most of a second.
            limits.emptyRules = 0
            limits.steps = 20_000
            var reading = CalendarsUnderWay(
                facts: FuzzedCalendar.facts, windows: FuzzedCalendar.windows, limits: limits,
                findings: findings)
            reading.read(bytes, named: "plan.ics")
            reading.sayWhatWasLeftOut()
            _ = reading.mapping()
            for entry in findings.report.entries {
                property.require(entry.message.hasSuffix("."), "no sentence: \(entry.message)")
                property.require(entry.message.count < 500, "too long: \(entry.message)")
                let line = entry.line ?? 1
                property.require((1...bytes.count + 1).contains(line), "line \(line)")
            }
            for lesson in findings.report.hasErrors ? [] : reading.meetings {
                let isHeld = FuzzedCalendar.facts.isInTerm(lesson.date) && lesson.start < lesson.end
                property.require(isHeld, "a lesson on \(lesson.date) at \(lesson.start)")
                property.require(
                    lesson.location.count <= limits.locationLength, "a place too long")
            }
            return property.complaint
        })
}

/// Calendars by their grammar, spoilt.
enum FuzzedCalendar {
    static let windows = WindowsZones(
        "windows,iana\nChina Standard Time,Asia/Shanghai\nW. Europe Standard Time,Europe/Berlin\n")
    static let facts = TimetableFacts(
        zone: SchoolZone(name: "Europe/Berlin")!,
        courses: [
            .init(id: CourseID(1), code: "MATH101", title: "Calculus", className: "CS 2024"),
            .init(id: CourseID(2), code: "PHYS", title: "Physics", className: "CS 2024"),
            .init(id: CourseID(3), code: "PHYS", title: "Physics", className: "CS 2025"),
        ],
        terms: [SchoolDate("2026-08-31")!...SchoolDate("2027-01-24")!],
        bell: [.init(section: 1, start: TimeOfDay("08:00")!, end: TimeOfDay("08:45")!)],
        staff: ["jane@example.org": UserID(7)])

    private static let dates = [
        "20260907T080000", "20260907T080000Z", "20260907", "20261025T023000", "20270124T235900",
        "20260907T240000", "20260907T250000", "00010101T000000", "99991231T235959Z", "2026", "",
    ]
    private static let zones = [
        "", "", ";TZID=Europe/Berlin", ";TZID=\"China Standard Time\"", ";TZID=/x/America/New_York",
        ";TZID=Made Up", ";VALUE=DATE", ";VALUE=DATE-TIME", ";X=\"", ";TZID=",
    ]
    private static let parts = [
        "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY", "FREQ=SECONDLY", "COUNT=5",
        "COUNT=999999999", "UNTIL=20261001T000000Z", "UNTIL=20261001", "INTERVAL=2", "INTERVAL=0",
        "INTERVAL=32767", "BYDAY=MO,WE", "BYDAY=-1SU", "BYDAY=53MO", "BYMONTH=2", "BYMONTHDAY=30",
        "BYMONTHDAY=-31", "BYYEARDAY=366", "BYWEEKNO=53", "BYSETPOS=-1", "BYHOUR=8,9", "WKST=SU",
        "BYMINUTE=0", "BYSECOND=60", "X=1", "FREQ=", "BYDAY=XX", "RSCALE=CHINESE",
    ]
    private static let texts = [
        "MATH101", "Calculus", "PHYS", "Physics\\, CS 2024", "", "5A C317", "\\n\\;\\\\", "李明",
        "\\",
        String(repeating: "x", count: 200), "\u{202E}",
    ]
    private static let plain = [
        "STATUS:CANCELLED", "STATUS:CONFIRMED", "DURATION:PT45M", "DURATION:-P1D",
        "DURATION:PT999999999999S", "SEQUENCE:1", "CLASS:PUBLIC", "TRANSP:OPAQUE",
        "ORGANIZER:mailto:jane@example.org", "ATTENDEE;CN=Jane:mailto:jane@example.org",
        "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM", "BEGIN:VTODO\r\nEND:VTODO", "X-A:b",
        "no line",
    ]

    static func bytes(_ dice: inout SeededDice) -> [UInt8] {
        var lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
        if dice.once(in: 5) { lines += zone(&dice) }
        for _ in 0..<(1 + dice.below(3)) {
            lines.append("BEGIN:VEVENT")
            for _ in 0..<(2 + dice.below(6)) { lines.append(property(&dice)) }
            lines.append("END:VEVENT")
        }
        lines += ["END:VCALENDAR", ""]
        let text = lines.joined(separator: dice.one(of: ["\r\n", "\n"]))
        return dice.once(in: 2) ? Spoiling.spoil(Array(text.utf8), &dice) : Array(text.utf8)
    }

    private static func property(_ dice: inout SeededDice) -> String {
        func at(_ name: String) -> String {
            name + dice.one(of: zones) + ":" + dice.one(of: dates)
        }
        switch dice.below(12) {
        case 0, 1: return at("DTSTART")
        case 2: return at("DTEND")
        case 3, 4:
            let rule = (0..<(1 + dice.below(4))).map { _ in dice.one(of: parts) }
            return "RRULE:" + rule.joined(separator: ";")
        case 5: return at("EXDATE") + "," + dice.one(of: dates)
        case 6: return at(dice.once(in: 2) ? "RDATE" : "RECURRENCE-ID")
        case 7: return "UID:" + dice.one(of: ["1", "2", "", "é"])
        case 8: return "LOCATION:" + dice.one(of: texts)
        case 9: return dice.one(of: plain)
        default:
            return dice.one(of: ["SUMMARY:", "CATEGORIES:", "DESCRIPTION:"]) + dice.one(of: texts)
        }
    }

    private static func zone(_ dice: inout SeededDice) -> [String] {
        let offset = dice.one(of: ["+0100", "-0330", "+1400", "+9999", "+000000", "x"])
        let rule = (0..<(1 + dice.below(3))).map { _ in dice.one(of: parts) }
        return [
            "BEGIN:VTIMEZONE", "TZID:Made Up", "BEGIN:STANDARD", "DTSTART:" + dice.one(of: dates),
            "RRULE:" + rule.joined(separator: ";"), "TZOFFSETFROM:" + offset,
            "TZOFFSETTO:+0200", "END:STANDARD", "END:VTIMEZONE",
        ]
    }
}
