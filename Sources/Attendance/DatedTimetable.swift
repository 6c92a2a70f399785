/// A calendar's lessons as occurrences.
extension Timetable {
    /// The end of the section that is under way at a time, or begins then; nil where none is.
    package func end(ofSectionAt time: TimeOfDay) -> TimeOfDay? {
        bell.values.filter { $0.start <= time && time < $0.end }.map(\.end).max()
    }

    /// The occurrences of one course in time order, no two with the same date and first section.
    ///
    /// Lessons at the same time are one, with the teachers of both. A section is one lesson's:
    /// where another holds it already, and where the bell table has none, they are numbered within
    /// their day. One that is cancelled gives way to one that is held in its section. `room` splits
    /// a location.
    package func plan(
        _ meetings: [DatedMeeting], room: (String) -> (building: String, room: String)
    ) -> [PlannedOccurrence] {
        let lessons = Self.merged(meetings)
        var used: [SchoolDate: Set<Int>] = [:]
        let held = lessons.filter { !$0.isCancelled }.map { lesson in
            let free = sections(from: lesson.start, to: lesson.end)
                .filter { used[lesson.date]?.contains($0) != true }
            used[lesson.date, default: []].formUnion(free)
            return occurrence(lesson, sections: free, room: room)
        }
        let cancelled = lessons.filter(\.isCancelled).compactMap { lesson in
            let touched = sections(from: lesson.start, to: lesson.end)
            if let first = touched.first {
                guard used[lesson.date, default: []].insert(first).inserted else {
                    return nil as PlannedOccurrence?
                }
            }
            return occurrence(lesson, sections: touched, room: room)
        }
        return withDistinctOrigins(numberedInDay(inTimeOrder(held + cancelled)))
    }

    private func occurrence(
        _ lesson: DatedMeeting, sections: [Int],
        room: (String) -> (building: String, room: String)
    ) -> PlannedOccurrence {
        let place = room(lesson.location)
        var occurrence = PlannedOccurrence(
            date: lesson.date, sections: sections, start: lesson.start, end: lesson.end,
            building: place.building, room: place.room,
            isMoved: lesson.isMoved && !lesson.isCancelled)
        occurrence.isCancelled = lesson.isCancelled
        occurrence.staff = Set(lesson.teachers)
        occurrence.origin = PlannedOccurrence.Origin(
            date: lesson.plannedDate, key: lesson.key)
        return occurrence
    }

    private struct Hour: Hashable {
        let date: SchoolDate
        let start, end: TimeOfDay
    }

    /// In an order that does not depend on that of the files.
    private static func merged(_ meetings: [DatedMeeting]) -> [DatedMeeting] {
        let sorted = meetings.sorted {
            ($0.date, $0.start, $0.end, $0.isCancelled ? 1 : 0, $0.key)
                < ($1.date, $1.start, $1.end, $1.isCancelled ? 1 : 0, $1.key)
        }
        var merged: [DatedMeeting] = []
        var places: [Hour: Int] = [:]
        for meeting in sorted {
            let hour = Hour(date: meeting.date, start: meeting.start, end: meeting.end)
            guard let place = places[hour] else {
                places[hour] = merged.count
                merged.append(meeting)
                continue
            }
            if meeting.isCancelled, !merged[place].isCancelled { continue }
            merged[place].teachers += meeting.teachers
            if merged[place].location.isEmpty { merged[place].location = meeting.location }
        }
        return merged
    }

    /// Events of one name on one date are told apart by their order.
    private func withDistinctOrigins(_ occurrences: [PlannedOccurrence]) -> [PlannedOccurrence] {
        var taken: Set<PlannedOccurrence.Origin> = []
        return occurrences.map { occurrence in
            var distinct = occurrence
            while let origin = distinct.origin, !taken.insert(origin).inserted {
                distinct.origin?.key = origin.key.next
            }
            return distinct
        }
    }
}
