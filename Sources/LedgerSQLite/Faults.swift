import Desk
import Foundation
import GRDB
import LedgerSQL

extension LedgerFault {
    /// What a failed `open` means.
    static func opening(_ path: String, _ code: Int32) -> LedgerFault {
        let reason = String(cString: strerror(code))
        switch code {
        case ENOENT:
            return LedgerFault(.missing, "There is no \(path).")
        case EACCES, EPERM, EROFS:
            return LedgerFault(
                .readOnly,
                "Cannot write \(path): \(reason). Give this account the right to write there, "
                    + "or name another directory with --data.")
        case ENOSPC, EDQUOT:
            return LedgerFault(.full, "The disk with \(path) is full. Free some space.")
        default:
            return LedgerFault(
                .failed, "Cannot open \(path): \(reason). Check the disk that it is on.")
        }
    }

    /// What it means that a directory could not be made.
    static func making(_ path: String, _ error: any Error) -> LedgerFault {
        switch (error as? CocoaError)?.code {
        case .fileWriteOutOfSpace: opening(path, ENOSPC)
        case .fileWriteVolumeReadOnly: opening(path, EROFS)
        case .fileWriteNoPermission: opening(path, EACCES)
        default:
            LedgerFault(
                .readOnly,
                "Cannot make the directory \(path). Check its disk and what it stands in, or name "
                    + "another with --data.")
        }
    }

    /// What an error of SQLite means to a person.
    init(_ error: DatabaseError) {
        let said = error.message ?? "no more is known"
        switch error.resultCode {
        case .SQLITE_FULL:
            self.init(.full, "The disk is full; nothing was saved. Free some space.")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.locked, "The database is in use by another program. Try again.")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(
                .readOnly,
                "The database cannot be written (\(said)). Give this account the right to write "
                    + "to the data directory.")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self = .damaged(said)
        case .SQLITE_IOERR:
            self.init(.failed, "The disk does not read or write (\(said)). Check the disk.")
        case .SQLITE_CANTOPEN:
            self.init(
                .missing,
                "The database cannot be opened (\(said)). Check that it is there, that its disk is "
                    + "well, and that this account may write to its directory.")
        default:
            self.init(.failed, "The database failed: \(said) (\(error.resultCode.rawValue)).")
        }
    }

    /// A file that somebody named is of another kind.
    static func notOurs(_ path: String) -> LedgerFault {
        LedgerFault(
            .notOurs,
            "\(path) is not a database of kiosk, nor a backup of one. Name a file that `kiosk "
                + "backup` made.")
    }

    /// As `mapping(_:)`, of a file that somebody named: the school itself may well be whole.
    static func mapping<Value>(file path: String, _ body: () throws -> Value) throws -> Value {
        if access(path, R_OK) != 0 { throw reading(path, errno) }
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { throw notOurs(path) }
        return try mapping {
            do {
                return try body()
            } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
                throw notOurs(path)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
                throw LedgerFault(
                    .broken,
                    "\(path) is damaged (\(error.message ?? "no more is known")). Use another "
                        + "backup.")
            }
        }
    }

    private static func reading(_ path: String, _ code: Int32) -> LedgerFault {
        switch code {
        case ENOENT, ENOTDIR:
            LedgerFault(
                .missing, "There is no file \(path). Check the path for a spelling mistake.")
        case EACCES, EPERM:
            LedgerFault(
                .readOnly,
                "\(path) cannot be read: \(String(cString: strerror(code))). Give this account the "
                    + "right to read it.")
        default: opening(path, code)
        }
    }

    /// Runs `body`; an error of SQLite, and a value that is none, leave it as a `LedgerFault`.
    static func mapping<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw LedgerFault(error)
        } catch is RowDecodingError {
            throw damaged("a value in it is none")
        }
    }
}
