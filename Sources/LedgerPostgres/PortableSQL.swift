import LedgerSQL
import Synchronization

/// Statements as they are written in `LedgerSQL`, in the words of PostgreSQL: `?` and `?1` become
/// `$1`, the table `user` is quoted, for it is a word of the language there, `group_concat` is
/// `string_agg`, and `CROSS`, by which SQLite keeps the order of a join, is left out. What is null
/// stands there as NULL: a parameter that is only asked whether it is has no type.
enum PortableSQL {
    private static let words = ["user": "\"user\"", "group_concat": "string_agg", "CROSS": ""]

    private struct Key: Hashable {
        var sql: String
        var nulls: [Bool]
        var list: String?
    }

    private static let known = Mutex<[Key: String]>([:])
    /// Statements are few and written by us.
    private static let mostKnown = 2_000

    /// The same text every time, worked out once. `list` stands in the place of `IN (:ids)`.
    static func translated(
        _ sql: String, _ arguments: SQLArguments, list: String? = nil
    ) -> String {
        let key = Key(sql: sql, nulls: arguments.values.map { $0 == .null }, list: list)
        if let known = known.withLock({ $0[key] }) { return known }
        let asked = list.map { sql.replacing("IN (:ids)", with: $0) } ?? sql
        let translated = translate(asked, nulls: key.nulls)
        known.withLock { if $0.count < mostKnown { $0[key] = translated } }
        return translated
    }

    static func translate(_ sql: String, nulls: [Bool] = []) -> String {
        var out = ""
        out.reserveCapacity(sql.utf8.count + 16)
        var rest = sql[...]
        var parameters = 0
        while let first = rest.first {
            switch first {
            case "'", "\"":
                let end =
                    rest.dropFirst().firstIndex(of: first) ?? rest.index(before: rest.endIndex)
                out += rest[...end]
                rest = rest[rest.index(after: end)...]
            case "?":
                rest = rest.dropFirst()
                let digits = rest.prefix(while: \.isNumber)
                parameters = Int(digits) ?? parameters + 1
                rest = rest.dropFirst(digits.count)
                let isNull = nulls.indices.contains(parameters - 1) && nulls[parameters - 1]
                out += isNull ? "NULL" : "$\(parameters)"
            case _ where first.isLetter || first == "_":
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                out += words[String(word)] ?? String(word)
                rest = rest.dropFirst(word.count)
            default:
                out.append(first)
                rest = rest.dropFirst()
            }
        }
        return out
    }
}
