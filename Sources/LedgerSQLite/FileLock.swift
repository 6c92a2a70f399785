import Desk
import Glibc
import Synchronization

/// A lock that processes share, on a file of its own; it goes with the process that holds it.
final class FileLock: Sendable {
    /// How long a writer waits for another process before it gives up.
    static let patienceMilliseconds = 5_000

    private let descriptor: Int32
    private let path: String

    init(path: String) throws {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw LedgerFault.opening(path, errno) }
    }

    deinit { close(descriptor) }

    /// Takes the lock or says within `patienceMilliseconds` that another process keeps it.
    func lock() throws {
        var waited = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let reason = errno
            if reason == EINTR { continue }
            guard reason == EWOULDBLOCK, waited < Self.patienceMilliseconds else {
                throw LedgerFault(
                    .locked,
                    "The database is being written by another process that does not finish "
                        + "(\(path)). Wait for it or stop it, then try again.")
            }
            usleep(1_000)
            waited += 1
        }
    }

    func unlock() {
        flock(descriptor, LOCK_UN)
    }
}
