/// A lesson on a date, as a calendar has it.
package struct DatedMeeting: Equatable, Sendable {
    package var course: CourseID
    package var key: EventKey
    /// Where the series planned it; where it is held, if nothing was moved.
    package var plannedDate: SchoolDate
    package var date: SchoolDate
    package var start: TimeOfDay
    package var end: TimeOfDay
    /// The place as the calendar has it; empty for none.
    package var location: String
    package var teachers: [UserID]
    /// Held on another date or at another time than planned.
    package var isMoved: Bool
    package var isCancelled: Bool

    package init(
        course: CourseID, key: EventKey, plannedDate: SchoolDate? = nil,
        date: SchoolDate, start: TimeOfDay, end: TimeOfDay, location: String = "",
        teachers: [UserID] = [], isMoved: Bool = false, isCancelled: Bool = false
    ) {
        self.course = course
        self.key = key
        self.plannedDate = plannedDate ?? date
        self.date = date
        self.start = start
        self.end = end
        self.location = location
        self.teachers = teachers
        self.isMoved = isMoved
        self.isCancelled = isCancelled
    }
}

/// What an event of a calendar is known by: the same in every import.
package struct EventKey: Hashable, Comparable, Sendable {
    /// Never that of a section.
    package let number: Int

    /// As it was kept.
    package init(number: Int) {
        self.number = number
    }

    /// FNV-1a of the event's name. Of a series one key is that of many lessons, a date apart.
    package init(of name: String, isOfSeries: Bool) {
        let hash = name.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        number = Int(hash >> 4) << 1 | 1 << 61 | (isOfSeries ? 1 : 0)
    }

    package var isOfSeries: Bool { number & 1 == 1 }

    /// Of another event of the same name.
    package var next: EventKey { EventKey(number: number + 2) }

    package static func < (left: EventKey, right: EventKey) -> Bool {
        left.number < right.number
    }
}
