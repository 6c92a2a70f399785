/// Whether an occurrence is held, and how it came to be.
package enum OccurrenceStatus: String, CaseIterable, Sendable {
    case scheduled, cancelled, moved
}

package enum OccurrenceSource: String, CaseIterable, Sendable {
    case generated, imported, manual
}

/// The class that someone with a full code has at a moment, out of the day's occurrences of theirs.
///
/// It counts from `arrivalSeconds` before its start to its end; of several, the one that began
/// last.
package func classOfTheHour(
    _ slots: [RoomDay.Slot], at moment: Moment
) -> OccurrenceID? {
    let arrivalSeconds: Int64 = 20 * 60
    let held = slots.filter {
        !$0.isCancelled && moment.isAtOrAfter($0.start.adding(seconds: -arrivalSeconds))
            && !moment.isAtOrAfter($0.end)
    }
    let begun = held.filter { moment.isAtOrAfter($0.start) }
    return (begun.max { $0.start < $1.start } ?? held.min { $0.start < $1.start })?.occurrence
}
