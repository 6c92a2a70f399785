import Attendance
import Desk

/// The parameters of a request's query, each read once and by a name the endpoint knows.
struct Query: Sendable {
    private let values: [String: String]

    /// Throws `Problem` 422 for a name that is unknown or stands twice, and for what is no text.
    init(_ query: String?, known: Set<String>) throws {
        var values: [String: String] = [:]
        for pair in (query ?? "").split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = percentDecoded(halves[0]),
                let value = percentDecoded(halves.count > 1 ? halves[1] : "")
            else { throw Problem(422, 42_201, "The query holds what is no text in UTF-8.") }
            guard known.contains(name) else {
                let named = known.isEmpty ? "none" : known.sorted().joined(separator: ", ")
                throw Problem.invalid(
                    "?" + name.prefix(64), "is no parameter here; there are: \(named)")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw Problem.invalid("?" + name, "stands twice")
            }
        }
        self.values = values
    }

    /// Takes what is known and can be read; of a name that stands twice the last.
    init(lenient query: String?, known: Set<String>) {
        var values: [String: String] = [:]
        for pair in (query ?? "").split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = percentDecoded(halves[0]),
                let value = percentDecoded(halves.count > 1 ? halves[1] : "")
            else { continue }
            if known.contains(name) { values[name] = value }
        }
        self.values = values
    }

    subscript(_ name: String) -> String? { values[name] }

    func id<Entity>(_ name: String) throws -> ID<Entity>? {
        guard let text = values[name] else { return nil }
        guard let number = Int64(text), (1...largestID).contains(number) else {
            throw Problem.invalid("?" + name, "must be a whole number from 1 to 2^53 - 1")
        }
        return ID(number)
    }

    func date(_ name: String) throws -> SchoolDate? {
        guard let text = values[name] else { return nil }
        guard let date = SchoolDate(text) else {
            throw Problem.invalid("?" + name, "must be a date that exists, as YYYY-MM-DD")
        }
        return date
    }

    func value<Value: RawRepresentable & CaseIterable>(
        _ name: String, as _: Value.Type = Value.self
    ) throws -> Value? where Value.RawValue == String {
        guard let text = values[name] else { return nil }
        guard let value = Value(rawValue: text) else {
            let all = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem.invalid("?" + name, "must be one of: \(all)")
        }
        return value
    }

    /// `date`, or `start_date` and `end_date`, both counted.
    func dates() throws -> (from: SchoolDate?, to: SchoolDate?) {
        let day = try date("date")
        let first = try date("start_date")
        let last = try date("end_date")
        guard let day else {
            if let first, let last, last < first {
                throw Problem.invalid("?end_date", "must not be before start_date")
            }
            return (first, last)
        }
        if first != nil || last != nil {
            throw Problem.invalid("?date", "cannot stand beside start_date or end_date")
        }
        return (day, day)
    }

    static let largestPage = 1_000_000

    func page() throws -> PageRequest {
        func number(_ name: String, usual: Int, most: Int) throws -> Int {
            guard let text = values[name] else { return usual }
            guard let number = Int(text), (1...most).contains(number) else {
                throw Problem.invalid("?" + name, "must be a whole number from 1 to \(most)")
            }
            return number
        }
        return PageRequest(
            number: try number("page", usual: 1, most: Self.largestPage),
            perPage: try number("per_page", usual: PageRequest.usualPerPage, most: Int(largestID)))
    }
}

/// Nil where an escape is broken or the bytes are not UTF-8. `+` is a space.
func percentDecoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        switch byte {
        case UInt8(ascii: "+"): bytes.append(0x20)
        case UInt8(ascii: "%"):
            let digits = rest.prefix(2)
            guard digits.count == 2, digits.allSatisfy({ Character(.init($0)).isHexDigit }),
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        default: bytes.append(byte)
        }
    }
    return String(validating: bytes, as: UTF8.self)
}
