import Attendance
import Crypto
import Desk
import Foundation
import GRDBSQLite
import LedgerSQLite

extension Inner {
    static func hashing() -> Part {
        let text = TokenText.make()
        let bytes = Array(text.utf8)
        return Part(
            "token's digest", ours: { keep(TokenDigest(of: text)) }, least: "SHA-256",
            by: { keep(SHA256.hash(data: bytes)) })
    }

    /// Whose a token is, in a school of one; without a folder only by its name.
    static func lookingUp(in folder: URL?) throws -> Part {
        let (name, least) = ("token looked up", "its row by a prepared SELECT")
        guard let folder else { return Part(name, ours: {}, least: least, by: {}) }
        let zone = SchoolZone(name: "Asia/Shanghai")!
        let ledger = try SQLiteLedger(directory: folder, creating: true, zone: zone)
        let moment = Moment(seconds: 1_773_014_400)
        let desk = Desk(ledger: ledger, zone: zone, graceMinutes: 10, now: { moment })
        let digest = TokenDigest(of: TokenText.make())!
        let kept = DispatchSemaphore(value: 0)
        ledger.write(
            .inOrder,
            {
                try $0.createToken(
                    digest, .integration(name: "Inner", []), .program, expires: nil, at: moment,
                    by: Actor(origin: "local:0"))
            }, then: { _ in kept.signal() })
        kept.wait()
        let row = try PreparedRow(folder.appendingPathComponent(SQLiteLedger.fileName).path)
        return Part(
            name, ours: { keep(try ledger.readNow { try desk.token(digest, in: $0) }) },
            least: least, by: { row.find(digest.bytes) })
    }
}

/// A token's row, found by SQLite itself in a snapshot of its own.
private final class PreparedRow: @unchecked Sendable {
    private let statement: OpaquePointer

    init(_ path: String) throws {
        var database: OpaquePointer?
        var statement: OpaquePointer?
        let sql = "SELECT id, kind, user_id, revoked_at FROM token WHERE digest = ?"
        guard sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK,
            sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK, let statement
        else { throw CocoaError(.fileReadCorruptFile) }
        self.statement = statement
    }

    func find(_ digest: [UInt8]) {
        digest.withUnsafeBytes { bytes in
            _ = sqlite3_bind_blob(statement, 1, bytes.baseAddress, Int32(bytes.count), nil)
            precondition(sqlite3_step(statement) == SQLITE_ROW, "the token is there")
            keep(sqlite3_column_int64(statement, 0))
            sqlite3_reset(statement)
        }
    }
}
