/// A parent's submitted absence: whole days, both ends counted.
package struct Excusal: Equatable, Sendable {
    package static let longestDays = 12

    package var start: SchoolDate
    package var end: SchoolDate

    /// Nil unless it lasts 1 to 12 days.
    package init?(start: SchoolDate, end: SchoolDate) {
        guard (1...Self.longestDays).contains(end.days - start.days + 1) else { return nil }
        self.start = start
        self.end = end
    }

    package func covers(_ date: SchoolDate) -> Bool { start <= date && date <= end }

    /// Days from its start until the first day of another that it would overlap; nil if it does
    /// not.
    package func freeDays(before others: some Sequence<Excusal>) -> Int? {
        let overlapping = others.filter { $0.start <= end && start <= $0.end }
        return overlapping.map { max(0, $0.start.days - start.days) }.min()
    }

    /// An excusal as it is asked for, if its days are free and not too many.
    package static func checked(
        from start: SchoolDate, to end: SchoolDate, beside others: some Sequence<Excusal>
    ) -> Result<Excusal, Refusal> {
        guard let excusal = Excusal(start: start, end: end) else { return .failure(.duration) }
        if let free = excusal.freeDays(before: others) { return .failure(.overlap(freeDays: free)) }
        return .success(excusal)
    }

    package enum Refusal: Error, Equatable, Sendable {
        /// Not 1 to 12 days.
        case duration
        /// Another begins after so many days.
        case overlap(freeDays: Int)
    }
}
