import GRDB
import GRDBSQLite
import Synchronization

/// How many pages the WAL held after the last commit of the connection it watches.
///
/// The size of the file does not tell: a WAL that was written back is filled again from its front.
final class WALGauge: Sendable {
    private let count = Atomic<Int>(0)
    private let hasWritten = Atomic<Bool>(false)
    private let bells = Mutex<[@Sendable () -> Void]>([])

    var pages: Int { count.load(ordering: .relaxed) }

    /// Called on the connection's own queue. The gauge must outlive the connection.
    func watch(_ db: Database) {
        let gauge = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_wal_hook(
            db.sqliteConnection,
            { gauge, _, _, pages in
                guard let gauge else { return SQLITE_OK }
                let watching = Unmanaged<WALGauge>.fromOpaque(gauge).takeUnretainedValue()
                watching.count.store(Int(pages), ordering: .relaxed)
                watching.hasWritten.store(true, ordering: .relaxed)
                return SQLITE_OK
            }, gauge)
    }

    /// `ring` is called after every commit that was written, once its callers are answered.
    func whenCommitted(_ ring: @escaping @Sendable () -> Void) {
        bells.withLock { $0.append(ring) }
    }

    /// Tells whoever asked to be told, if anything was written since it was last told.
    func ring() {
        if !hasWritten.exchange(false, ordering: .relaxed) { return }
        for bell in bells.withLock({ $0 }) { bell() }
    }
}
