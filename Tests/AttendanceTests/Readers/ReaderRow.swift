import Attendance

/// A row of the table of what readers send: each of its lines, and what it says.
struct ReaderRow: Sendable, CustomStringConvertible {
    enum Expected: Sendable {
        /// The candidates in their order, each with its repair.
        case codes([(String, ReaderRule?)])
        case nothing
        case rejected(Scan.Rejection)
        case link(String, ReaderRule?)
        /// Not of one line: the reason why it is not tested here.
        case elsewhere(String)
    }

    let number: Int
    let lines: [[UInt8]]
    let rules: ReaderRules
    let expected: Expected

    var description: String { "row \(number)" }

    static let ten = ReaderRules(codeLengths: [10])

    static func row(
        _ number: Int, _ lines: String..., rules: ReaderRules = ten, says expected: Expected
    ) -> ReaderRow {
        bytes(number, lines.map { Array($0.utf8) }, rules: rules, says: expected)
    }

    static func bytes(
        _ number: Int, _ lines: [[UInt8]], rules: ReaderRules = ten, says expected: Expected
    ) -> ReaderRow {
        ReaderRow(number: number, lines: lines, rules: rules, expected: expected)
    }

    /// The code of the examples after one repair or none.
    static func code(_ repair: ReaderRule? = nil) -> Expected { .codes([("2024123456", repair)]) }

    /// The usual rules and one more.
    static func ten(and rule: ReaderRule) -> ReaderRules {
        var rules = ten
        rules.on.insert(rule)
        return rules
    }

    static func ten(without rule: ReaderRule) -> ReaderRules {
        var rules = ten
        rules.on.remove(rule)
        return rules
    }
}
