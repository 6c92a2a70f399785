/// A time on the school's clock: whole minutes since local midnight, 0 to 1440 (24:00 ends a day).
package struct TimeOfDay: Hashable, Comparable, Sendable {
    package let minutes: Int

    package static let endOfDay = TimeOfDay(minutes: 1_440)!

    package init?(minutes: Int) {
        guard (0...1_440).contains(minutes) else { return nil }
        self.minutes = minutes
    }

    /// Reads `8:00`, `08:00` or `08:00:00`; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || (parts.count == 3 && parts[2] == "00"),
            (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
            parts[0].utf8.allSatisfy({ (48...57).contains($0) }),
            parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60
        else { return nil }
        self.init(minutes: hour * 60 + minute)
    }

    package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool {
        left.minutes < right.minutes
    }
}

extension TimeOfDay: CustomStringConvertible {
    /// `HH:MM`.
    package var description: String {
        padded(minutes / 60, 2) + ":" + padded(minutes % 60, 2)
    }
}
