import GRDB

/// A table and its columns, as SQLite has them.
struct SealedTable {
    let label: StaticString
    /// All but the seal.
    let columns: [String]
    let hasRowID: Bool
    let key: [String]
    /// Of a row, and of those that were noted together.
    let seal: String
    let sealing: String

    /// Nil where it has no seal, or is not there.
    init?(_ label: StaticString, _ db: Database) throws {
        self.label = label
        let name = "\(label)"
        guard try db.tableExists(name) else { return nil }
        let found = try db.columns(in: name).map(\.name)
        guard found.contains("seal") else { return nil }
        columns = found.filter { $0 != "seal" }
        let primary = try db.primaryKey(name)
        hasRowID = primary.rowIDColumn != nil
        key = primary.columns
        let own = key.enumerated().map { "\($1) = ?\($0 + 1)" }.joined(separator: " AND ")
        let those = hasRowID ? "\(key[0]) BETWEEN ?1 AND ?2" : own
        seal = "kiosk_seal(\(columns.joined(separator: ", ")))"
        sealing = "UPDATE \(name) SET seal = \(seal) WHERE \(those)"
    }

    var name: String { "\(label)" }

    /// What a row is called.
    var said: String {
        key.map { "iif(typeof(\($0)) = 'blob', hex(\($0)), \($0))" }
            .joined(separator: " || ' ' || ")
    }

    var words: String { name.prefix(1).uppercased() + name.dropFirst().replacing("_", with: " ") }
}
