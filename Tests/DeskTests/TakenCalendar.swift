import Attendance
import Desk
import TestKit

/// Calendars on their way into the tests' school: Monday is 2026-03-09, the clock stands at 08:00.
extension TestSchool {
    /// A lesson of Calculus on a day of March, by default on Tuesdays, when nothing else is held.
    func lesson(
        _ day: Int = 10, _ times: String = "08:00-09:40", name: String = "a",
        planned: Int? = nil, room: String = "5A C317", teachers: [UserID] = [],
        cancelled: Bool = false, course: String = "MATH101"
    ) async throws -> DatedMeeting {
        let clock = times.split(separator: "-").map { TimeOfDay($0)! }
        return DatedMeeting(
            course: try await occurrence(course).course.id,
            key: EventKey(of: name, isOfSeries: planned != nil || cancelled),
            plannedDate: planned.map { SchoolDate(year: 2026, month: 3, day: $0)! },
            date: SchoolDate(year: 2026, month: 3, day: day)!, start: clock[0], end: clock[1],
            location: room, teachers: teachers, isMoved: planned.map { $0 != day } ?? false,
            isCancelled: cancelled)
    }

    func take(
        _ lessons: [DatedMeeting], source: String = "calendar",
        rehearsing: Bool = false
    ) async throws -> [Int] {
        let counts = try await desk.apply(
            lessons, source: source, allowMassRemoval: true, isRehearsal: rehearsing
        ).get()
        let change = counts.occurrences
        return [change.created, change.updated, change.unchanged, change.removed, counts.taken]
    }

    /// What was imported: `3: 03-10 08:00-09:40 [1, 2] 5A C317 scheduled`.
    func imported() async throws -> [String] {
        let filter = OccurrenceFilter(
            from: SchoolDate("2026-03-01")!, to: SchoolDate("2026-06-30")!)
        return try await ledger.read { try $0.daily(filter) }.map(\.occurrence)
            .filter { $0.source == .imported }.map { held in
                "\(held.id.number): \(held.date.description.suffix(5)) \(held.start)-\(held.end) "
                    + "\(held.sections) \(held.classroom?.name ?? "-") \(held.status)"
            }
    }

    func firstImported() async throws -> OccurrenceID {
        let text = try await imported()[0]
        return OccurrenceID(Int64(text.prefix { $0 != ":" })!)
    }
}
