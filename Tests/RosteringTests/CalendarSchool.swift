import Attendance
import Foundation
import Rostering

/// The school that calendars are read against: MATH101 Calculus, ART1 Drawing and two courses of
/// PHYS, with five sections a day, and Jane and Pat on the staff.
struct CalendarSchool {
    var zone = "Asia/Shanghai"
    var terms = [("2026-08-31", "2027-01-24"), ("2027-02-22", "2027-07-11")]
    var hasBell = true
    var limits = CalendarLimits()

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let windows: WindowsZones = {
        let table = root.appendingPathComponent("assets/zones/windows.csv")
        return WindowsZones((try? String(contentsOf: table, encoding: .utf8)) ?? "")
    }()

    private static let bell = [
        ("08:00", "08:45"), ("08:55", "09:40"), ("10:00", "10:45"), ("10:55", "11:40"),
        ("14:00", "14:45"),
    ]

    var facts: TimetableFacts {
        TimetableFacts(
            zone: SchoolZone(name: zone)!,
            courses: [
                .init(id: CourseID(1), code: "MATH101", title: "Calculus", className: "CS 2024"),
                .init(id: CourseID(2), code: "ART1", title: "Drawing", className: "CS 2024"),
                .init(id: CourseID(3), code: "PHYS", title: "Physics", className: "CS 2024"),
                .init(id: CourseID(4), code: "PHYS", title: "Physics", className: "CS 2025"),
                .init(id: CourseID(5), code: "IT", title: "Computing", className: "CS 2025"),
            ],
            terms: terms.map { SchoolDate($0.0)!...SchoolDate($0.1)! },
            bell: hasBell
                ? Self.bell.enumerated().map { place, times in
                    .init(
                        section: place + 1, start: TimeOfDay(times.0)!, end: TimeOfDay(times.1)!)
                } : [],
            staff: ["jane@example.org": UserID(7), "pat@example.org": UserID(8)])
    }

    /// Reads what stands at a path, whatever it is.
    func read(at location: URL, rules: URL? = nil) -> CalendarReading {
        readCalendars(
            at: location, rules: rules, facts: facts, windows: Self.windows, limits: limits)
    }

    /// Reads one file.
    func read(
        _ bytes: [UInt8], named name: String = "plan.ics", rules: String? = nil
    ) throws -> CalendarReading {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent(name)
            try Data(bytes).write(to: file)
            let table = folder.appendingPathComponent("rules.csv")
            if let rules { try Data(rules.utf8).write(to: table) }
            return read(at: file, rules: rules == nil ? nil : table)
        }
    }

    func read(
        _ text: String, named name: String = "plan.ics", rules: String? = nil
    ) throws -> CalendarReading {
        try read([UInt8](text.utf8), named: name, rules: rules)
    }

    /// Reads events that are given by their lines, with what stands before them in the calendar.
    func read(
        events: [[String]], before: [String] = [], rules: String? = nil
    ) throws -> CalendarReading {
        try read(Self.calendar(events: events, before: before), rules: rules)
    }

    static func calendar(events: [[String]], before: [String] = []) -> String {
        let lines = events.flatMap { ["BEGIN:VEVENT"] + $0 + ["END:VEVENT"] }
        return (["BEGIN:VCALENDAR", "VERSION:2.0"] + before + lines + ["END:VCALENDAR", ""])
            .joined(separator: "\r\n")
    }
}

extension CalendarReading {
    /// The lessons in time order: `1 2026-09-07 08:00-09:40 5A C317 by 7, moved from 2026-09-08`.
    var lessons: [String] {
        (meetings ?? []).map { lesson in
            var words = [
                "\(lesson.course.number) \(lesson.date) \(lesson.start)-\(lesson.end)",
                lesson.location,
            ]
            if !lesson.teachers.isEmpty {
                words.append("by " + lesson.teachers.map { "\($0.number)" }.joined(separator: "+"))
            }
            if lesson.isMoved { words.append("moved from \(lesson.plannedDate)") }
            if lesson.isCancelled { words.append("cancelled") }
            return words.filter { !$0.isEmpty }.joined(separator: " ")
        }.sorted { ($0.dropFirst(2), $0) < ($1.dropFirst(2), $1) }
    }

    /// What events are taken for: `Calculus 2: course 1 summary`.
    var matches: [String] {
        mapping.map { entry in
            let course = entry.course.map { " \($0.id.number)" } ?? ""
            let words =
                "\(entry.summary) \(entry.events): \(entry.kind.rawValue)\(course) \(entry.by)"
            return words.hasSuffix(" ") ? String(words.dropLast()) : words
        }
    }
}
