import Desk
import GRDB
import GRDBSQLite
import Glibc

extension SQLiteLedger {
    private static let operationsBetweenTellings: Int32 = 1_000_000

    /// Writes the database as it is at one moment into a file. `progress` is told how many KB are
    /// there, and of about how many.
    func copy(to path: String, progress: (Int, Int) -> Void) throws {
        try LedgerFault.mapping {
            try lister.unsafeReentrantRead { db in
                let size = try Int64.fetchOne(
                    db,
                    sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
                let told = {
                    var status = stat()
                    if stat(path, &status) == 0 {
                        progress(Int(status.st_size >> 10), Int((size ?? 0) >> 10))
                    }
                }
                try withoutActuallyEscaping(told) { told in
                    let context = Unmanaged.passRetained(Telling(told))
                    defer {
                        sqlite3_progress_handler(db.sqliteConnection, 0, nil, nil)
                        context.release()
                    }
                    sqlite3_progress_handler(
                        db.sqliteConnection, Self.operationsBetweenTellings,
                        { context in
                            if let context {
                                Unmanaged<Telling>.fromOpaque(context).takeUnretainedValue().tell()
                            }
                            return 0
                        }, context.toOpaque())
                    try db.execute(sql: "VACUUM INTO ?", arguments: [path])
                }
            }
        }
    }

    /// What SQLite calls back while it works.
    private final class Telling {
        let tell: () -> Void
        init(_ tell: @escaping () -> Void) { self.tell = tell }
    }
}
