import Attendance
import Desk
import GRDB
import LedgerSQL

extension SQLiteLedger {
    /// Looks at every page, every reference, the chain of the audit and whatever it seals, and at
    /// what an opening found missing.
    package func verify(progress: (String, Int, Int) -> Void) throws -> Verification {
        var found = try LedgerFault.mapping {
            try pool.read {
                try look(at: $0, SQLTransaction(SQLiteStatements($0), zone: zone), progress)
            }
        }
        if let lost = witness.lost() { found.faults.append(lost) }
        return found
    }

    /// As `verify(progress:)`, of a file that is no school's own: a backup.
    package static func verify(
        file path: String, progress: (String, Int, Int) -> Void = { _, _, _ in }
    ) throws -> Verification {
        try LedgerFault.mapping(file: path) {
            try reader(path).read { db in
                guard try db.tableExists("grdb_migrations"), try db.tableExists("audit") else {
                    throw LedgerFault.notOurs(path)
                }
                if try migrations.hasBeenSuperseded(db) {
                    throw LedgerFault(
                        .newer, "\(path) was written by a newer version of kiosk. Install that.")
                }
                guard try migrations.completedMigrations(db).contains("7 audit chain") else {
                    return try Verification(faults: SQLTransaction(db).brokenPages(progress))
                }
                return try look(at: db, SQLTransaction(db), progress)
            }
        }
    }
}

/// Tables, indexes and triggers that do not read as the steps make them: a rule that was spoilt
/// holds no longer, or forbids what is right. Held against a new database of the same steps.
private func strangers(in db: Database) throws -> [String] {
    func texts(_ db: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        let texts = rows.map { (String.fromDatabaseValue($0[0]) ?? "", $0[1] as String) }
        return Dictionary(texts) { one, _ in one }.filter { !$0.key.contains(" sqlite_") }
    }
    guard let last = try migrations.completedMigrations(db).last else { return [] }
    var steps = Configuration()
    steps.prepareDatabase { TableSeals.prepare($0) }
    let model = try DatabaseQueue(configuration: steps)
    try migrations.migrate(model, upTo: last)
    let (meant, found) = (try model.read(texts), try texts(db))
    return meant.keys.sorted().filter { found[$0] != meant[$0] }.map {
        "The \($0) is not as kiosk made it."
    }
}

private let mostFaults = 20

private func look(
    at db: Database, _ transaction: SQLTransaction, _ progress: (String, Int, Int) -> Void
) throws -> Verification {
    var found = Verification(faults: try transaction.brokenPages(progress))
    // What SQLite itself cannot read has no chain, and no rows to tell of.
    let isReadable = found.faults.isEmpty
    found.faults += try strangers(in: db)
    if isReadable {
        try transaction.verifyAudit(&found, progress)
        progress("looking at every row", 0, 0)
        // Of a record the audit says more.
        let told = found.faults
        found.faults += try TableSeals.broken(db, most: mostFaults).filter { row in
            !told.contains { $0.hasPrefix(row.dropLast()) }
        }
    }
    return found
}

extension SQLTransaction {
    fileprivate func brokenPages(_ progress: (String, Int, Int) -> Void) throws -> [String] {
        progress("looking at every page", 0, 0)
        var faults = try all("PRAGMA integrity_check(\(mostFaults))", []) { columns in
            try columns.take(String.self)
        }.filter { $0 != "ok" }
        progress("looking at every reference", 0, 0)
        faults += try all("SELECT \"table\", rowid FROM pragma_foreign_key_check LIMIT 20", []) {
            "A row of \(try $0.take(String.self)) refers to what is not there."
        }
        return faults
    }
}
