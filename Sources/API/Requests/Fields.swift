import Attendance
import Wire

/// The members of one JSON object as the attendance API reads them: what is wrong is gathered, a
/// sentence for each field. A null is as good as nothing.
struct Fields {
    private let members: [(String, JSON)]
    private(set) var errors: [(pointer: String, detail: String)] = []

    static let blank = "can't be blank"
    static let notListed = "is not included in the list"

    init(_ members: [(String, JSON)]) {
        self.members = members
    }

    /// Nil where the body is empty; throws `Problem` where it is no JSON.
    static func json(_ bytes: [UInt8]) throws -> JSON? {
        if bytes.isEmpty { return nil }
        do {
            return try JSON(parsing: bytes)
        } catch {
            throw Problem.wrongStructure
        }
    }

    /// The body's object; throws `Problem` unless it is one.
    init(body bytes: [UInt8], wrapper: String? = nil) throws {
        var json = try Self.json(bytes)
        if let wrapper {
            guard case .object(let members) = json else { throw Problem.wrongStructure }
            json = members.last { $0.0 == wrapper }?.1
        }
        guard case .object(let members) = json else { throw Problem.wrongStructure }
        self.init(members)
    }

    private func value(_ name: String) -> JSON? {
        guard let value = members.last(where: { $0.0 == name })?.1 else { return nil }
        if case .null = value { return nil }
        return value
    }

    private mutating func refuse(_ name: String, _ detail: String) {
        errors.append((name, detail))
    }

    mutating func whole(_ name: String) -> Int? {
        switch value(name) {
        case nil: refuse(name, Self.blank)
        case .int(let number)?: return Int(number)
        default: refuse(name, "is not a number")
        }
        return nil
    }

    /// Nil, and an error, unless it is a whole number.
    mutating func id(_ name: String) -> Int64? { whole(name).map(Int64.init) }

    mutating func date(_ name: String) -> SchoolDate? {
        if value(name) == nil { refuse(name, Self.blank) }
        return dateIf(name)
    }

    mutating func dateIf(_ name: String) -> SchoolDate? {
        switch value(name) {
        case nil: return nil
        case .string(let text)? where text.isEmpty:
            refuse(name, Self.blank)
        case .string(let text)?:
            if let date = SchoolDate(text) { return date }
            refuse(name, "is not a valid date")
        default: refuse(name, "is not a valid date")
        }
        return nil
    }

    /// One of the fifteen, by its number.
    mutating func number(_ name: String) -> AttendanceNumber? {
        switch value(name) {
        case nil: refuse(name, Self.blank)
        case .int(let raw)?:
            let number = AttendanceNumber(rawValue: Int(raw))
            if let number, number != .inferred { return number }
            refuse(name, Self.notListed)
        default: refuse(name, Self.notListed)
        }
        return nil
    }

    mutating func text(_ name: String, most: Int) -> String? {
        switch value(name) {
        case nil: return nil
        case .string(let text)?:
            let isPrintable = text.unicodeScalars.allSatisfy {
                $0 == "\n" || $0 == "\t" || $0 == "\r"
                    || $0.properties.generalCategory != .control
            }
            if !isPrintable {
                refuse(name, "must not hold control characters")
            } else if text.unicodeScalars.count > most {
                refuse(name, "is too long (maximum is \(most) characters)")
            } else {
                return text
            }
        default: refuse(name, "must be a string")
        }
        return nil
    }

    /// Throws all that is wrong at once.
    func check() throws {
        if !errors.isEmpty { throw Problem.fields(errors) }
    }
}
