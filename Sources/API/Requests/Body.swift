import Attendance
import Wire

/// The largest public id: whole numbers up to it are the same to every reader of JSON.
let largestID: Int64 = (1 << 53) - 1

/// A request's JSON object. A wrong type is 400, a value out of its range 422; members that are not
/// asked for are ignored.
struct Body: Sendable {
    static let longestRemark = 500

    private let members: [String: JSON]

    /// An absent body is an empty object where that is enough.
    init(_ bytes: [UInt8]) throws {
        if bytes.isEmpty {
            members = [:]
            return
        }
        let json: JSON
        do {
            json = try JSON(parsing: bytes)
        } catch {
            throw Problem.notJSON("\(error.reason), at byte \(error.offset)")
        }
        guard case .object(let members) = json else {
            throw Problem.wrongType("", "a JSON object")
        }
        self.members = Dictionary(members) { first, _ in first }
    }

    func has(_ name: String) -> Bool { members[name] != nil }

    func isNull(_ name: String) -> Bool { members[name] == .null }

    private func missing(_ name: String) -> Problem { .invalid("/" + name, "is missing") }

    func id<Entity>(_ name: String) throws -> ID<Entity> {
        switch members[name] {
        case .int(let number) where (1...largestID).contains(number): return ID(number)
        case .int: throw Problem.invalid("/" + name, "must be a whole number from 1 to 2^53 - 1")
        case .otherNumber(let number) where number.rounded() == number:
            throw Problem.invalid("/" + name, "is out of range")
        case nil: throw missing(name)
        default: throw Problem.wrongType("/" + name, "a whole number")
        }
    }

    /// Nil where the member is absent, or null.
    func textIf(_ name: String, most: Int) throws -> String? {
        switch members[name] {
        case nil, .null: return nil
        case .string(let text):
            if text.unicodeScalars.count > most {
                throw Problem.invalid("/" + name, "must be at most \(most) characters long")
            }
            return text
        default: throw Problem.wrongType("/" + name, "a text")
        }
    }

    func text(_ name: String, most: Int) throws -> String {
        if isNull(name) { throw Problem.wrongType("/" + name, "a text") }
        guard let text = try textIf(name, most: most) else { throw missing(name) }
        return text
    }

    /// A note of staff: whatever can be written, without control characters.
    func remark() throws -> String? {
        guard let text = try textIf("remark", most: Self.longestRemark) else { return nil }
        let isPrintable = text.unicodeScalars.allSatisfy {
            $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control
        }
        if !isPrintable { throw Problem.invalid("/remark", "must not hold control characters") }
        return text
    }

    func flag(_ name: String) throws -> Bool {
        switch members[name] {
        case nil: return false
        case .bool(let value): return value
        default: throw Problem.wrongType("/" + name, "true or false")
        }
    }

    func value<Value: RawRepresentable & CaseIterable>(
        _ name: String, as _: Value.Type = Value.self
    ) throws -> Value where Value.RawValue == String {
        let text = try text(name, most: 64)
        guard let value = Value(rawValue: text) else {
            let all = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem.invalid("/" + name, "must be one of: \(all)")
        }
        return value
    }
}
