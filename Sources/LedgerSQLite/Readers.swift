import GRDB
import Synchronization

/// Connections for reads that are short: as many as there are threads that read at once, each kept
/// for whoever reads next.
///
/// GRDB's pool has its readers asked before every read whether the schema is another one, which
/// costs a tenth of a lookup. SQLite prepares again by itself what a newer schema needs.
final class Readers: Sendable {
    private let path: String
    private let idle = Mutex<[DatabaseQueue]>([])

    init(_ path: String) {
        self.path = path
    }

    /// One snapshot, for as long as `body` takes.
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        let reader = try idle.withLock { $0.popLast() } ?? SQLiteLedger.reader(path)
        // One that is left within its snapshot reads no more.
        var isFree = false
        defer { if isFree { idle.withLock { $0.append(reader) } } }
        return try reader.unsafeRead { db in
            // Prepared once; GRDB's own would be compiled for every read.
            try db.cachedStatement(sql: "BEGIN").execute()
            let result = Result { try body(db) }
            // Nothing was written: either way this only lets go of the snapshot.
            try db.cachedStatement(sql: "COMMIT").execute()
            isFree = true
            return try result.get()
        }
    }

    /// To be called when nobody reads any more.
    func close() throws {
        for reader in idle.withLock({ $0 }) { try reader.close() }
    }
}
