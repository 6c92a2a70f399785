import TestKit

/// One parser under fuzz: what it is given, and what must hold of what it makes of it.
struct FuzzTarget: Sendable {
    let name: String
    /// Of the 10,000,000 inputs.
    let share: Int
    /// C libraries that are not made for two threads at a time.
    var runsAlone = false
    /// A new input, of a grammar or a spoilt one.
    let make: @Sendable (inout SeededDice) -> [UInt8]
    /// Parses; what does not hold, in words, or nil.
    let complaint: @Sendable ([UInt8]) -> String?

    /// The nine, and together 10,000,000.
    static let all = [
        lines, json, journal, dates, tokens, csv, settings, calendars, archives,
    ]

    static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

/// What is wrong first, in words; a property that holds says nothing.
struct Property {
    private(set) var complaint: String?

    mutating func require(_ holds: Bool, _ words: @autoclosure () -> String) {
        if complaint == nil, !holds { complaint = words() }
    }
}
