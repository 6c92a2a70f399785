/// What an ID card carries: text, leading zeros kept, compared without regard to case.
package struct UserCode: Hashable, Sendable {
    package static let longest = 64
    /// The shortest typed tail that is looked up.
    package static let shortestTail = 4

    /// As the school writes it.
    package let text: String
    /// As it is compared: A to Z for a to z.
    package let key: String

    /// Nil unless 1 to 64 printable ASCII characters without a space.
    package init?(_ text: String) {
        guard (1...Self.longest).contains(text.utf8.count) else { return nil }
        var isKey = true
        // One is read for each row of a roster.
        for byte in text.utf8 {
            guard (33...126).contains(byte) else { return nil }
            if (97...122).contains(byte) { isKey = false }
        }
        self.text = text
        key = isKey ? text : text.uppercased()
    }

    /// As above.
    package init?(_ text: some StringProtocol) { self.init(String(text)) }

    package var length: Int { key.utf8.count }

    /// The last four characters as the school writes them, or all where there are fewer.
    package var last4: String { String(text.suffix(Self.shortestTail)) }

    /// The key of the index that tails are looked up in.
    package var tailKey: String { String(key.suffix(Self.shortestTail)) }

    /// The last `count` characters of the key, or all where there are fewer.
    package func tail(_ count: Int) -> String { String(key.suffix(count)) }

    package func isTail(of whole: UserCode) -> Bool {
        length < whole.length && whole.tail(length) == key
    }

    package static func == (left: UserCode, right: UserCode) -> Bool { left.key == right.key }
    package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

/// The smallest number of last characters, at least four, that tells all of these codes apart.
///
/// Codes that differ in case only count as one; for none or one it is four.
package func digitsNeeded(toTellApart codes: some Collection<UserCode>) -> Int {
    let distinct = Set(codes)
    let longest = distinct.map(\.length).max() ?? UserCode.shortestTail
    var count = UserCode.shortestTail
    while count < longest, Set(distinct.map { $0.tail(count) }).count < distinct.count {
        count += 1
    }
    return count
}

/// What the office is told when a session opens: who must type more than four characters.
package struct TieForecast: Equatable, Sendable {
    /// Students whose last four characters another student on the roster shares.
    package let tied: Int
    package let expected: Int
    /// What the tied ones are asked for at most; four where nobody is tied.
    package let digits: Int

    package init(roster codes: some Collection<UserCode>) {
        let groups = Dictionary(grouping: Set(codes), by: \.tailKey).values.filter { $0.count > 1 }
        tied = groups.reduce(0) { $0 + $1.count }
        expected = codes.count
        digits = groups.map { digitsNeeded(toTellApart: $0) }.max() ?? UserCode.shortestTail
    }

    /// "2 of 118 need 6 digits"; nil where four are enough for everyone.
    package var sentence: String? {
        tied == 0 ? nil : "\(tied) of \(expected) need up to \(digits) digits"
    }
}
