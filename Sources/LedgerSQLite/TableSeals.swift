import Foundation
import GRDB
import GRDBSQLite
import LedgerSQL
import Synchronization

/// What a school is, and what is recorded: of these tables every row says what it was when the
/// program last wrote it. Its `seal` is that of `RowSeal`, of all other columns. No statement
/// mentions it: what the one connection that writes changes is noted, and sealed before its commit;
/// so that whatever another program changes, or a failing disk, is told although every page of it
/// reads well, until the program writes that row the next time: it seals what it finds there.
///
/// What is not among them: the audit, which is a chain; what is worked out anew from it; what is
/// only on its way, to a hub or from it; enrolments, all of which an index holds once more. A row
/// that is gone is told only where the audit names it.
final class TableSeals: Sendable {
    private static let tables: [StaticString] = [
        "adjustment", "alias", "attempt", "bell", "checkin_interval", "checkin_session",
        "classroom", "course", "course_term", "device", "evidence", "excusal", "homeroom",
        "known_as", "legal_hold", "meeting", "occurrence", "occurrence_teacher", "parent_link",
        "pin", "record", "secret", "session_event", "term", "token", "user", "walk_in",
        "year_group",
    ]

    private let sealed: [SealedTable]
    /// Of each whose rows SQLite tells of by their number, which are most; else empty.
    private let names: [StaticString]
    /// Of each, the keys of the rows that were changed, one after the other; of rows with numbers
    /// the first and the last of those on end.
    private let changed: Mutex<[[SQLValue]]>

    /// Of the connection that writes, which must not outlive this.
    init(_ db: Database) throws {
        sealed = try Self.sealed(in: db)
        names = sealed.map { $0.hasRowID ? $0.label : "" }
        changed = Mutex(sealed.map { _ in [] })
        let own = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_update_hook(
            db.sqliteConnection,
            { seals, _, _, name, row in
                guard let name, let seals else { return }
                Unmanaged<TableSeals>.fromOpaque(seals).takeUnretainedValue().note(name, row)
            }, own)
        sqlite3_create_function_v2(
            db.sqliteConnection, "kiosk_changed", -1, SQLITE_UTF8, own,
            { context, count, values in
                guard let values, let seals = sqlite3_user_data(context) else { return }
                Unmanaged<TableSeals>.fromOpaque(seals).takeUnretainedValue()
                    .note(UnsafeBufferPointer(start: values, count: Int(count)))
            }, nil, nil, nil)
        for (place, table) in sealed.enumerated() where !table.hasRowID {
            let key = table.key.map { "NEW.\($0)" }.joined(separator: ", ")
            let noting = "ON main.\(table.name) BEGIN SELECT kiosk_changed(\(place), \(key)); END"
            let columns = table.columns.joined(separator: ", ")
            try db.execute(sql: "CREATE TEMP TRIGGER new_\(table.name) AFTER INSERT \(noting)")
            try db.execute(
                sql: "CREATE TEMP TRIGGER \(table.name) AFTER UPDATE OF \(columns) \(noting)")
        }
    }

    /// A row of a table that numbers its rows. Where a table has triggers, SQLite keeps the pages
    /// of each statement to take it back alone: that doubles the time of an import.
    private func note(_ name: UnsafePointer<CChar>, _ row: Int64) {
        let place = names.firstIndex { label in
            let own = UnsafeRawPointer(label.utf8Start).assumingMemoryBound(to: CChar.self)
            return strcmp(own, name) == 0
        }
        guard let place else { return }
        changed.withLock { changed in
            let last = changed[place].last
            if last == .integer(row) { return }
            if last == .integer(row &- 1) {
                changed[place][changed[place].count - 1] = .integer(row)
            } else {
                changed[place] += [.integer(row), .integer(row)]
            }
        }
    }

    /// Of the others: the place of a table, then its key.
    private func note(_ values: UnsafeBufferPointer<OpaquePointer?>) {
        let place = Int(sqlite3_value_int64(values[0]))
        changed.withLock { changed in
            for value in values.dropFirst() { changed[place].append(SQLValue(value)) }
        }
    }

    /// Seals what was changed since.
    func seal(_ statements: SQLiteStatements) throws {
        for (table, keys) in zip(sealed, forget()) {
            let size = table.hasRowID ? 2 : table.key.count
            for start in stride(from: 0, to: keys.count, by: size) {
                let key = SQLArguments(Array(keys[start..<start + size]))
                _ = try statements.run(table.sealing, key) { _ in true }
            }
        }
        // To seal a row is to change it.
        forget()
    }

    /// Of what was taken back nothing is to be sealed.
    @discardableResult
    func forget() -> [[SQLValue]] {
        changed.withLock { changed in
            defer { changed = sealed.map { _ in [] } }
            return changed
        }
    }

    /// For every connection.
    static func prepare(_ db: Database) {
        sqlite3_create_function_v2(
            db.sqliteConnection, "kiosk_seal", -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nil,
            { context, count, values in
                let values = UnsafeBufferPointer(start: values, count: Int(count))
                sqlite3_result_int64(context, RowSeal.seal(values.map { SQLValue($0) }))
            }, nil, nil, nil)
    }

    /// Seals every row as it is, of every table or of these: for the end of a step that changes
    /// them, or rows of them.
    static func sealAll(_ db: Database, of names: Set<String>? = nil) throws {
        for table in try sealed(in: db) where names?.contains(table.name) ?? true {
            try db.execute(sql: "UPDATE \(table.name) SET seal = \(table.seal)")
        }
    }

    /// Rows that are not as the program wrote them, in sentences; at most so many of each table.
    static func broken(_ db: Database, most: Int) throws -> [String] {
        try sealed(in: db).flatMap { table in
            try String.fetchAll(
                db,
                sql: """
                    SELECT \(table.said) FROM \(table.name) WHERE seal IS NOT \(table.seal)
                    LIMIT \(most)
                    """
            ).map { "\(table.words) \($0) was changed past the program." }
        }
    }

    /// In a file of an older version none, also where some columns of a row had a seal.
    private static func sealed(in db: Database) throws -> [SealedTable] {
        guard try db.columns(in: "user").contains(where: { $0.name == "seal" }) else { return [] }
        return try tables.compactMap { try SealedTable($0, db) }
    }
}

extension SQLValue {
    /// As SQLite gives it to a function.
    fileprivate init(_ value: OpaquePointer?) {
        switch sqlite3_value_type(value) {
        case SQLITE_INTEGER: self = .integer(sqlite3_value_int64(value))
        case SQLITE_TEXT:
            self = .text(sqlite3_value_text(value).map { String(cString: $0) } ?? "")
        case SQLITE_BLOB:
            let count = Int(sqlite3_value_bytes(value))
            self = .bytes(sqlite3_value_blob(value).map { Data(bytes: $0, count: count) } ?? Data())
        default: self = .null
        }
    }
}
