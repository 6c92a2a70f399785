import Attendance
import Desk
import Foundation
import TestKit
import Testing
import Wire

/// Calendars as bytes, and as icalendar reads them.
@Suite struct CalendarTests {
    static let zone = SchoolZone(name: "Asia/Shanghai")!
    static let made = zone.moment(SchoolDate("2026-03-09")!, TimeOfDay("12:00")!)

    func event(
        _ name: String = "Calculus", code: String = "MATH101", teachers: [String] = [],
        _ change: (inout Occurrence) -> Void = { _ in }
    ) -> CalendarEvent {
        var occurrence = Occurrence(
            id: OccurrenceID(7),
            course: Course(
                id: CourseID(1), name: name, code: code, className: "CS 2024", teacher: nil,
                teacherName: nil, graceMinutes: nil, isArchived: false),
            classroom: Classroom(id: ClassroomID(1), building: "5A", roomNumber: "C317"),
            date: SchoolDate("2026-03-09")!, sections: [1], start: TimeOfDay("08:00")!,
            end: TimeOfDay("09:40")!, status: .scheduled, source: .generated, remark: "secret")
        change(&occurrence)
        return CalendarEvent(occurrence: occurrence, teachers: teachers)
    }

    func bytes(_ events: CalendarEvent..., named name: String = "5A C317") -> [UInt8] {
        Calendar(zone: Self.zone, host: "https://school.example")
            .bytes(of: events, named: name, made: Self.made)
    }

    func read(_ bytes: [UInt8]) throws -> OtherReader.Calendar {
        let directory = try TemporaryDirectory()
        let file = directory.url.appendingPathComponent("a.ics")
        try Data(bytes).write(to: file)
        return try OtherReader.calendar(file.path)
    }

    @Test func anotherReaderFindsEverythingThatAnEventIs() throws {
        let changed = event(teachers: ["Jane Miller", "Lucio Marchetti"]) { occurrence in
            occurrence.sequence = 3
            occurrence.modifiedAt = Self.made.adding(seconds: -60)
        }
        let calendar = try read(bytes(changed))
        #expect(
            calendar.events == [
                [
                    "UID": "occurrence-7@school.example", "SEQUENCE": "3",
                    "DTSTAMP": "2026-03-09T04:00:00+00:00",
                    "DTSTART": "2026-03-09T00:00:00+00:00", "DTEND": "2026-03-09T01:40:00+00:00",
                    "LAST-MODIFIED": "2026-03-09T03:59:00+00:00", "SUMMARY": "Calculus",
                    "DESCRIPTION": "MATH101\nJane Miller\nLucio Marchetti",
                    "CATEGORIES": "MATH101", "LOCATION": "5A C317", "STATUS": "CONFIRMED",
                ]
            ])
        #expect(calendar.calendar["X-WR-CALNAME"] == "5A C317")
        #expect(calendar.calendar["REFRESH-INTERVAL"] == "PT1H")
        #expect(calendar.calendar["X-PUBLISHED-TTL"] == "PT1H")
        #expect(calendar.calendar["VERSION"] == "2.0" && calendar.calendar["METHOD"] == nil)
    }

    @Test func aCancelledOneSaysSoAndWhatWasNeverKeptIsLeftOut() throws {
        let cancelled = try read(bytes(event { $0.status = .cancelled })).events[0]
        #expect(cancelled["STATUS"] == "CANCELLED" && cancelled["SEQUENCE"] == "0")
        #expect(cancelled["LAST-MODIFIED"] == nil)
        #expect(try read(bytes(event { $0.status = .moved })).events[0]["STATUS"] == "CONFIRMED")
    }

    @Test(
        arguments: [
            "a,b;c\\d", "line\nbreak", "BEGIN:VEVENT", "\"quoted\"", "=1+1", "ä", "日本語",
            "x\u{0}\u{7}y\u{85}z\u{2028}\u{2029}", "a\r\nEND:VCALENDAR", ";;;,,,",
            String(repeating: "ü", count: 200), String(repeating: "😀,", count: 100),
            String(repeating: "e\u{301}\u{200D}", count: 60),
        ])
    func whatAnybodyIsCalledIsReadAsItStands(_ text: String) throws {
        let bytes = bytes(event(text, code: text, teachers: [text]), named: text)
        let event = try #require(try read(bytes).events.first)
        let removed: Set<UInt32> = [0x00, 0x07, 0x0D, 0x85, 0x2028, 0x2029]
        let kept = String(
            String.UnicodeScalarView(text.unicodeScalars.filter { !removed.contains($0.value) }))
        #expect(event["SUMMARY"] == kept && event["CATEGORIES"] == kept)
        #expect(event["DESCRIPTION"] == "\(kept)\n\(kept)")
        #expect(!String(decoding: bytes, as: UTF8.self).contains("secret"))
    }

    /// What icalendar takes for a line's end.
    @Test func aBackslashBeforeALetterStaysOne() {
        let text = String(decoding: bytes(event("a\\nb")), as: UTF8.self)
        #expect(text.contains("\r\nSUMMARY:a\\\\nb\r\n"))
    }

    @Test func noLineIsLongerThanItMayBeOrCutWithinACharacter() {
        let long = String(repeating: "ü", count: 60) + String(repeating: "😀", count: 60)
        let lines = bytes(event(long)).split(separator: 0x0A, omittingEmptySubsequences: false)
        #expect(lines.dropLast().allSatisfy { $0.last == 0x0D && $0.count <= 75 + 1 })
        #expect(lines.last?.isEmpty == true)
        #expect(lines.contains { $0.count > 70 })
        #expect(lines.allSatisfy { String(validating: $0, as: UTF8.self) != nil })
    }
}
