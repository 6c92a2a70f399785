/// An occurrence as the timetable plans it.
package struct PlannedOccurrence: Equatable, Sendable {
    package var date: SchoolDate
    package var sections: [Int]
    package var start: TimeOfDay
    package var end: TimeOfDay
    package var building: String
    package var room: String
    package var teachers: [SchoolRoster.SourceID]
    /// Held on another date than its weekday's, because of an exception.
    package var isMoved: Bool
}

/// The bell table and the exceptions under which meetings become occurrences.
package struct Timetable: Sendable {
    private let bell: [Int: SchoolRoster.Bell]
    private let exceptions: [SchoolDate: SchoolDate?]

    package init(bell: [SchoolRoster.Bell], exceptions: [SchoolRoster.DayException]) {
        self.bell = Dictionary(bell.map { ($0.section, $0) }) { _, last in last }
        self.exceptions = Dictionary(exceptions.map { ($0.date, $0.movedTo) }) { _, last in last }
    }

    /// When a meeting begins and ends: its own times, else those of its first and last section.
    package func times(of meeting: SchoolRoster.Meeting) -> (start: TimeOfDay, end: TimeOfDay)? {
        let start = meeting.start ?? meeting.sections.min().flatMap { bell[$0]?.start }
        let end = meeting.end ?? meeting.sections.max().flatMap { bell[$0]?.end }
        guard let start, let end, start < end else { return nil }
        return (start, end)
    }

    /// The sections of a meeting: its own, else those of the bell table that its times touch; empty
    /// where neither tells.
    package func sections(of meeting: SchoolRoster.Meeting) -> [Int] {
        if !meeting.sections.isEmpty { return Array(Set(meeting.sections)).sorted() }
        guard let (start, end) = times(of: meeting) else { return [] }
        return bell.values.filter { $0.start < end && start < $0.end }.map(\.section).sorted()
    }

    /// Every occurrence of one course from `first` to `last`, in time order, no two with the same
    /// date and first section. Those whose sections nothing tells are numbered within their day.
    package func plan(
        _ meetings: [SchoolRoster.Meeting], from first: SchoolDate, to last: SchoolDate
    ) -> [PlannedOccurrence] {
        let all = meetings.flatMap { occurrences(of: $0, from: first, to: last) }
            .sorted { ($0.date, $0.start) < ($1.date, $1.start) }
        var planned: [PlannedOccurrence] = []
        var taken: Set<[Int]> = []
        var numberInDay = 0
        for var occurrence in all {
            numberInDay = planned.last?.date == occurrence.date ? numberInDay + 1 : 1
            if occurrence.sections.isEmpty { occurrence.sections = [numberInDay] }
            if taken.insert([occurrence.date.days, occurrence.sections[0]]).inserted {
                planned.append(occurrence)
            }
        }
        return planned
    }

    /// Every occurrence of an enabled meeting from `first` to `last`, both counted, in date order.
    ///
    /// Weeks are counted from the Monday on or before `first`. An exception cancels a date or holds
    /// its meetings on another, which need not lie in the term.
    package func occurrences(
        of meeting: SchoolRoster.Meeting, from first: SchoolDate, to last: SchoolDate
    ) -> [PlannedOccurrence] {
        guard meeting.enabled, first <= last, let (start, end) = times(of: meeting) else {
            return []
        }
        let sections = sections(of: meeting)
        let firstMonday = first.adding(days: 1 - first.weekday.rawValue)
        var planned: [PlannedOccurrence] = []
        var date = firstMonday.adding(days: meeting.weekday.rawValue - 1)
        var week = 1
        while date <= last {
            defer {
                date = date.adding(days: 7)
                week += 1
            }
            guard date >= first, meeting.weeks?.contains(week) ?? true else { continue }
            var held = date
            if let exception = exceptions[date] {
                guard let target = exception else { continue }
                held = target
            }
            planned.append(
                PlannedOccurrence(
                    date: held, sections: sections, start: start, end: end,
                    building: meeting.building, room: meeting.room, teachers: meeting.teachers,
                    isMoved: held != date))
        }
        return planned.sorted { ($0.date, $0.start) < ($1.date, $1.start) }
    }
}
