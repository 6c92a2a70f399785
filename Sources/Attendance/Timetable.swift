/// An occurrence as the timetable plans it.
package struct PlannedOccurrence: Equatable, Sendable {
    package var date: SchoolDate
    package var sections: [Int]
    package var start: TimeOfDay
    package var end: TimeOfDay
    package var building: String
    package var room: String
    package var teachers: [SchoolRoster.SourceID]
    /// Held on another date than its day's, because of an exception.
    package var isMoved: Bool
    /// False for a slot that is kept and not used: it is not held and counts nowhere.
    package var isEnabled: Bool
    package var isCancelled = false
    /// Who teaches it, where a calendar names them.
    package var staff: Set<UserID> = []
    /// By which a calendar's is found again; nil: by its date and first section.
    package var origin: Origin?

    /// Which event of a calendar it is, and when its series planned it.
    package struct Origin: Hashable, Sendable {
        package var date: SchoolDate
        package var key: EventKey

        package init(date: SchoolDate, key: EventKey) {
            self.date = date
            self.key = key
        }
    }

    package var status: OccurrenceStatus {
        isCancelled ? .cancelled : isMoved ? .moved : .scheduled
    }

    package init(
        date: SchoolDate, sections: [Int], start: TimeOfDay, end: TimeOfDay, building: String,
        room: String, teachers: [SchoolRoster.SourceID] = [], isMoved: Bool = false,
        isEnabled: Bool = true
    ) {
        self.date = date
        self.sections = sections
        self.start = start
        self.end = end
        self.building = building
        self.room = room
        self.teachers = teachers
        self.isMoved = isMoved
        self.isEnabled = isEnabled
    }
}

/// The bell table, the exceptions and the rotation under which meetings become occurrences.
package struct Timetable: Sendable {
    let bell: [Int: SchoolRoster.Bell]
    private let exceptions: [SchoolDate: SchoolDate?]
    private let rotationLength: Int

    /// `rotationLength` counts school days, 0 for no rotation. A meeting on a rotation day beyond
    /// it is never held.
    package init(
        bell: [SchoolRoster.Bell], exceptions: [SchoolRoster.DayException], rotationLength: Int = 0
    ) {
        self.rotationLength = rotationLength
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
        return sections(from: start, to: end)
    }

    /// Those of the bell table that two times touch.
    func sections(from start: TimeOfDay, to end: TimeOfDay) -> [Int] {
        bell.values.filter { $0.start < end && start < $0.end }.map(\.section).sorted()
    }

    /// Every occurrence of one course in its terms, in time order, no two with the same date and
    /// first section: of an enabled and a disabled one the enabled one stays. Those whose sections
    /// nothing tells are numbered within their day where enabled, and left out where not.
    ///
    /// Nothing is held between two terms, and each counts its own rotation days from 1. A term that
    /// contains another of them, as a year does its semesters, adds nothing to it. An exception
    /// cancels a date or holds its meetings on another, which need not lie in a term.
    package func plan(
        _ meetings: [SchoolRoster.Meeting], in terms: [ClosedRange<SchoolDate>]
    ) -> [PlannedOccurrence] {
        let innermost = Self.innermost(terms)
        let all = inTimeOrder(meetings.flatMap { occurrences(of: $0, in: innermost) })
        let held = numberedInDay(all.filter(\.isEnabled))
        let disabled = all.filter { !$0.isEnabled && !$0.sections.isEmpty }
        var taken: Set<[Int]> = []
        return inTimeOrder(
            (held + disabled).filter { occurrence in
                taken.insert([occurrence.date.days, occurrence.sections[0]]).inserted
            })
    }

    func inTimeOrder(_ occurrences: [PlannedOccurrence]) -> [PlannedOccurrence] {
        occurrences.sorted { ($0.date, $0.start) < ($1.date, $1.start) }
    }

    /// The same occurrences, in time order; one without sections has its place in the day for one,
    /// or the next number that is no section of the day's others.
    func numberedInDay(_ occurrences: [PlannedOccurrence]) -> [PlannedOccurrence] {
        var numbered: [PlannedOccurrence] = []
        let used = Dictionary(grouping: occurrences, by: \.date)
            .mapValues { Set($0.flatMap(\.sections)) }
        var place = 0
        for var occurrence in occurrences {
            place = numbered.last?.date == occurrence.date ? place + 1 : 1
            if occurrence.sections.isEmpty {
                while used[occurrence.date]?.contains(place) == true { place += 1 }
                occurrence.sections = [place]
            }
            numbered.append(occurrence)
        }
        return numbered
    }

    /// Every occurrence of a meeting, no two on one date. Weeks are counted in each term, from the
    /// Monday on or before its first day.
    private func occurrences(
        of meeting: SchoolRoster.Meeting, in terms: [ClosedRange<SchoolDate>]
    ) -> [PlannedOccurrence] {
        guard let (start, end) = times(of: meeting) else { return [] }
        let sections = sections(of: meeting)
        var planned: [PlannedOccurrence] = []
        var taken: Set<SchoolDate> = []
        for term in terms {
            let monday = term.lowerBound.adding(days: 1 - term.lowerBound.weekday.rawValue)
            for date in dates(of: meeting.day, in: term) {
                let week = (date.days - monday.days) / 7 + 1
                guard meeting.weeks?.contains(week) ?? true, let held = heldDate(of: date),
                    taken.insert(held).inserted
                else { continue }
                planned.append(
                    PlannedOccurrence(
                        date: held, sections: sections, start: start, end: end,
                        building: meeting.building, room: meeting.room,
                        teachers: meeting.teachers, isMoved: held != date,
                        isEnabled: meeting.enabled))
            }
        }
        return planned
    }

    /// When the meetings of a date are held: then, or on another date, or, nil, not at all.
    private func heldDate(of date: SchoolDate) -> SchoolDate? {
        exceptions[date, default: date]
    }

    private func dates(
        of day: SchoolRoster.Day, in term: ClosedRange<SchoolDate>
    ) -> [SchoolDate] {
        let first = term.lowerBound
        switch day {
        case .weekday(let weekday):
            let ahead = (weekday.rawValue - first.weekday.rawValue + 7) % 7
            return stride(from: first.days + ahead, through: term.upperBound.days, by: 7)
                .map { SchoolDate(days: $0) }
        case .rotation(let number):
            guard number >= 1, number <= rotationLength else { return [] }
            let days = schoolDays(of: term)
            return stride(from: number - 1, to: days.count, by: rotationLength).map { days[$0] }
        }
    }

    /// Monday to Friday, but for the dates that are cancelled; one that is moved is counted where
    /// it was.
    private func schoolDays(of term: ClosedRange<SchoolDate>) -> [SchoolDate] {
        (term.lowerBound.days...term.upperBound.days).map { SchoolDate(days: $0) }
            .filter { $0.weekday.rawValue <= 5 && heldDate(of: $0) != nil }
    }

    /// The terms that contain no other, each once, in time order.
    private static func innermost(
        _ terms: [ClosedRange<SchoolDate>]
    ) -> [ClosedRange<SchoolDate>] {
        let distinct = Set(terms)
        return distinct.filter { term in
            !distinct.contains { $0 != term && term.contains($0) }
        }.sorted { $0.lowerBound < $1.lowerBound }
    }
}
