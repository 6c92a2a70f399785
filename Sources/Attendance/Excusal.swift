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
}
