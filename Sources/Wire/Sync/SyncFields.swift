import Attendance

/// The members of an object from a door or a hub, each held against what it may be. Members that
/// are not asked for are passed over; a null is as good as none.
struct SyncFields {
    private let members: [String: JSON]
    private let place: String

    init(_ json: JSON, at place: String = "") throws(SyncFault) {
        guard case .object(let members) = json else {
            throw .field(place.isEmpty ? "/" : place, needs: "must be a JSON object")
        }
        self.place = place
        self.members = Dictionary(members) { first, _ in first }
    }

    /// One JSON text of at most so many bytes.
    init(parsing bytes: [UInt8], mostBytes: Int) throws(SyncFault) {
        if bytes.count > mostBytes { throw .tooLong(mostBytes: mostBytes) }
        let json: JSON
        do {
            json = try JSON(parsing: bytes)
        } catch {
            throw .notJSON(error)
        }
        try self.init(json)
    }

    func fault(_ name: String, _ needs: String) -> SyncFault {
        .field("\(place)/\(name)", needs: needs)
    }

    private func value(_ name: String) -> JSON? {
        if case .null? = members[name] { return nil }
        return members[name]
    }

    func has(_ name: String) -> Bool { value(name) != nil }

    func required<Value>(_ name: String, _ value: Value?) throws(SyncFault) -> Value {
        guard let value else { throw fault(name, "is missing") }
        return value
    }

    // Texts

    /// Without control characters but for a line's end and a tab.
    func textIf(_ name: String, most: Int) throws(SyncFault) -> String? {
        guard let value = value(name) else { return nil }
        guard case .string(let text) = value else { throw fault(name, "must be a text") }
        let scalars = text.unicodeScalars
        if scalars.count > most { throw fault(name, "must be at most \(most) characters long") }
        let isPrintable = scalars.allSatisfy {
            (" "..."~").contains($0) || $0 == "\n" || $0 == "\t"
                || $0.properties.generalCategory != .control
        }
        if !isPrintable { throw fault(name, "must not hold control characters") }
        return text
    }

    func text(_ name: String, most: Int) throws(SyncFault) -> String {
        try required(name, try textIf(name, most: most))
    }

    private static let longestWord = 64

    func valueIf<Value: RawRepresentable<String>>(
        _ name: String, as _: Value.Type = Value.self
    ) throws(SyncFault) -> Value? {
        guard let text = try textIf(name, most: Self.longestWord) else { return nil }
        guard let value = Value(rawValue: text) else { throw fault(name, "is not known here") }
        return value
    }

    func value<Value: RawRepresentable<String>>(
        _ name: String, as _: Value.Type = Value.self
    ) throws(SyncFault) -> Value {
        try required(name, try valueIf(name))
    }

    /// `too_long`: small letters, digits and `_`.
    func word(_ name: String) throws(SyncFault) -> String {
        let text = try text(name, most: Self.longestWord)
        let isWord = text.utf8.allSatisfy {
            (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_")
        }
        if text.isEmpty || !isWord { throw fault(name, "must be small letters, digits and _") }
        return text
    }

    func flag(_ name: String) throws(SyncFault) -> Bool {
        switch value(name) {
        case nil: return false
        case .bool(let flag)?: return flag
        default: throw fault(name, "must be true or false")
        }
    }

    // Numbers

    /// The largest whole number that every reader of JSON has as the same.
    static let largest = Int64(1) << 53 - 1
    /// Milliseconds from 1970 to the end of the year 9999: no sum of two of them overflows.
    static let moments: ClosedRange<Int64> = 0...253_402_300_799_999

    func wholeIf(
        _ name: String, in range: ClosedRange<Int64> = 0...largest
    ) throws(SyncFault) -> Int64? {
        guard let value = value(name) else { return nil }
        guard case .int(let whole) = value, range.contains(whole) else {
            throw fault(
                name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return whole
    }

    func whole(
        _ name: String, in range: ClosedRange<Int64> = 0...largest
    ) throws(SyncFault) -> Int64 {
        try required(name, try wholeIf(name, in: range))
    }

    func momentIf(_ name: String) throws(SyncFault) -> Moment? {
        try wholeIf(name, in: Self.moments).map(Moment.init(milliseconds:))
    }

    func moment(_ name: String) throws(SyncFault) -> Moment {
        try required(name, try momentIf(name))
    }

    func number(_ name: String) throws(SyncFault) -> AttendanceNumber? {
        guard let whole = try wholeIf(name, in: 0...99) else { return nil }
        guard let number = AttendanceNumber(rawValue: Int(whole)) else {
            throw fault(name, "is none of the numbers of attendance")
        }
        return number
    }

    // Ids and more

    func idIf(_ name: String) throws(SyncFault) -> UniqueID? {
        guard let value = value(name) else { return nil }
        return try id(value, name)
    }

    func id(_ name: String) throws(SyncFault) -> UniqueID {
        try required(name, try idIf(name))
    }

    /// At most so many, no one of them twice; none where the member is missing.
    func ids(_ name: String, most: Int) throws(SyncFault) -> [UniqueID] {
        var ids: [UniqueID] = []
        for value in try arrayIf(name, most: most) ?? [] {
            let id = try id(value, name)
            ids.append(id)
        }
        if Set(ids).count < ids.count { throw fault(name, "names one twice") }
        return ids
    }

    private func id(_ value: JSON, _ name: String) throws(SyncFault) -> UniqueID {
        if case .string(let text) = value, text.utf8.count <= 36, let id = UniqueID(text) {
            return id
        }
        throw fault(name, "must be a UUID")
    }

    func arrayIf(_ name: String, most: Int) throws(SyncFault) -> [JSON]? {
        guard let value = value(name) else { return nil }
        guard case .array(let values) = value else { throw fault(name, "must be a list") }
        if values.count > most { throw fault(name, "must be at most \(most) long") }
        return values
    }

    func fields(_ name: String) throws(SyncFault) -> SyncFields {
        try SyncFields(try required(name, value(name)), at: "\(place)/\(name)")
    }

    /// The objects of a list, each with its place in it.
    func list(_ name: String, most: Int) throws(SyncFault) -> [SyncFields] {
        var list: [SyncFields] = []
        for (number, json) in try required(name, try arrayIf(name, most: most)).enumerated() {
            list.append(try SyncFields(json, at: "\(place)/\(name)/\(number)"))
        }
        return list
    }

    /// As it came, an object; nil for null.
    func objectIf(_ name: String) throws(SyncFault) -> JSON? {
        guard let value = value(name) else { return nil }
        _ = try SyncFields(value, at: "\(place)/\(name)")
        return value
    }
}

extension JSON {
    init(_ id: UniqueID) { self = .string(id.description) }
    init(_ moment: Moment) { self = .int(moment.milliseconds) }
    init(_ ids: [UniqueID]) { self = .array(ids.map { JSON($0) }) }
}
