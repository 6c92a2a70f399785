import Attendance

/// The short notations of `meetings.csv`.
package enum TimetableGrammar {
    /// The highest week of a term that can be named.
    package static let maximumWeek = 60
    /// The highest section of a day that can be named.
    package static let maximumSection = 30

    /// Reads weeks: `3`, `1-9,12-14`, and `1-15/2` for every second one from the first.
    /// Nil for anything else.
    package static func weeks(_ text: String) -> Set<Int>? {
        numbers(text, maximum: maximumWeek, allowsStep: true)
    }

    /// Reads sections: `1-2` or `1,2`; in rising order, each once. Nil for anything else.
    package static func sections(_ text: String) -> [Int]? {
        numbers(text, maximum: maximumSection, allowsStep: false)?.sorted()
    }

    /// The words for a day: `1` to `7` from Monday, `MON` to `SUN`, or `D1` to `D20` for a day of
    /// the rotation.
    static let days: [(String, SchoolRoster.Day)] =
        Weekday.allCases.flatMap {
            [(String($0.rawValue), .weekday($0)), (String($0.name.prefix(3)), .weekday($0))]
        } + rotationDays.map { ("D\($0)", .rotation($0)) }

    private static let rotationDays = 1...SchoolRoster.Day.maximumRotation

    /// Reads a rotation day: `D1` to `D20`, in either letter case. Nil for anything else.
    package static func rotationDay(_ text: String) -> Int? {
        let written = text.uppercased()
        return rotationDays.first { written == "D\($0)" }
    }

    private static func numbers(_ text: String, maximum: Int, allowsStep: Bool) -> Set<Int>? {
        var found: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let range = part.split(separator: "-", omittingEmptySubsequences: false)
            guard range.count <= 2, let first = number(range[0], maximum) else { return nil }
            guard range.count == 2 else {
                found.insert(first)
                continue
            }
            let end = range[1].split(separator: "/", omittingEmptySubsequences: false)
            guard end.count <= (allowsStep ? 2 : 1), let last = number(end[0], maximum),
                last >= first, let step = end.count == 2 ? number(end[1], maximum) : 1
            else { return nil }
            found.formUnion(stride(from: first, through: last, by: step))
        }
        return found
    }

    /// A number from 1 to `maximum` in plain digits, blanks around it allowed.
    private static func number(_ text: Substring, _ maximum: Int) -> Int? {
        let digits = text.drop { $0 == " " }.prefix { $0 != " " }
        let rest = text.drop { $0 == " " }.dropFirst(digits.count)
        guard (1...3).contains(digits.utf8.count), rest.allSatisfy({ $0 == " " }),
            digits.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int(digits),
            (1...maximum).contains(value)
        else { return nil }
        return value
    }
}
