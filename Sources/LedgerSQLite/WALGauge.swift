import GRDB
import GRDBSQLite
import Synchronization

/// How many pages the WAL held after the last commit of the connection it watches.
///
/// The size of the file does not tell: a WAL that was written back is filled again from its front.
final class WALGauge: Sendable {
    private let count = Atomic<Int>(0)

    var pages: Int { count.load(ordering: .relaxed) }

    /// Called on the connection's own queue. The gauge must outlive the connection.
    func watch(_ db: Database) {
        let gauge = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_wal_hook(
            db.sqliteConnection,
            { gauge, _, _, pages in
                guard let gauge else { return SQLITE_OK }
                Unmanaged<WALGauge>.fromOpaque(gauge).takeUnretainedValue()
                    .count.store(Int(pages), ordering: .relaxed)
                return SQLITE_OK
            }, gauge)
    }
}
