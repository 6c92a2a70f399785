import Attendance
import Desk
import Foundation

/// A row under the cursor, as an engine reads it. Columns count from 0; a column that holds NULL,
/// or something else than is asked for, reads as 0 or empty.
package protocol RowCells: AnyObject {
    func isNull(_ column: Int) -> Bool
    func integer(_ column: Int) -> Int64
    func text(_ column: Int) -> String
    func bytes(_ column: Int) -> Data
    /// As it stands, null included.
    func value(_ column: Int) -> SQLValue
    /// The names of all columns.
    var names: [String] { get }
}

/// What a column may be taken as.
package protocol SQLReadable {
    init?(_ row: any RowCells, _ column: Int)
}

extension Int64: SQLReadable {
    package init?(_ row: any RowCells, _ column: Int) { self = row.integer(column) }
}

extension Int: SQLReadable {
    package init?(_ row: any RowCells, _ column: Int) { self.init(exactly: row.integer(column)) }
}

extension Bool: SQLReadable {
    package init?(_ row: any RowCells, _ column: Int) { self = row.integer(column) != 0 }
}

extension String: SQLReadable {
    package init?(_ row: any RowCells, _ column: Int) { self = row.text(column) }
}

extension Data: SQLReadable {
    package init?(_ row: any RowCells, _ column: Int) { self = row.bytes(column) }
}

/// A row's columns, taken from left to right as its SELECT lists them.
package struct Columns {
    private let row: any RowCells
    private var position = 0

    package init(row: any RowCells) {
        self.row = row
    }

    package var names: [String] { row.names }

    /// A fault where the column holds a null that no constraint of the schema lets it hold: the
    /// file is damaged.
    package mutating func take<Value: SQLReadable>(_: Value.Type = Value.self) throws -> Value {
        guard let value: Value = takeIf() else { throw unreadable("null") }
        return value
    }

    package mutating func takeIf<Value: SQLReadable>(_: Value.Type = Value.self) -> Value? {
        defer { position += 1 }
        return row.isNull(position) ? nil : Value(row, position)
    }

    /// As it stands, null included.
    package mutating func takeAsItStands() -> SQLValue {
        defer { position += 1 }
        return row.value(position)
    }

    /// What the column holds in a form of ours; a fault where it holds none, as no constraint of
    /// the schema lets happen.
    package mutating func take<Raw: SQLReadable, Value>(_ make: (Raw) -> Value?) throws -> Value {
        let raw: Raw = try take()
        guard let value = make(raw) else { throw unreadable("\(raw)") }
        return value
    }

    package mutating func takeIf<Raw: SQLReadable, Value>(
        _ make: (Raw) -> Value?
    ) throws -> Value? {
        guard let raw: Raw = takeIf() else { return nil }
        guard let value = make(raw) else { throw unreadable("\(raw)") }
        return value
    }

    /// A row that leaves out what it must have.
    package static var incomplete: LedgerFault { .damaged("a row is incomplete") }

    private func unreadable(_ raw: String) -> LedgerFault {
        let name = row.names[position - 1]
        return .damaged("column \(name) holds \(raw.utf8.count) bytes that it cannot")
    }

    package mutating func takeID<Entity>() throws -> ID<Entity> { ID(try take(Int64.self)) }
    package mutating func takeIDIf<Entity>() -> ID<Entity>? { takeIf(Int64.self).map(ID.init) }
    package mutating func takeMoment() throws -> Moment { try take(Moment.init(kept:)) }
    package mutating func takeMomentIf() throws -> Moment? { try takeIf(Moment.init(kept:)) }
    package mutating func takeDate() throws -> SchoolDate {
        try take { (text: String) in SchoolDate(text) }
    }
    package mutating func takeTime() throws -> TimeOfDay { try take { TimeOfDay(minutes: $0) } }
    package mutating func takeUniqueID() throws -> UniqueID { try take(UniqueID.init(bytes:)) }
}

extension LedgerFault {
    /// What is kept cannot be read as what it is.
    package static func damaged(_ said: String) -> LedgerFault {
        LedgerFault(
            .broken,
            "The database is damaged (\(said)). Restore it from a backup: kiosk restore latest")
    }
}
