import Foundation
import Glibc

/// A file that something else writes by its path: there whole or not at all, and for this account
/// only.
struct WholeFile {
    let path: String
    /// Where it is written to.
    let partial: String

    init(_ path: String) throws {
        self.path = path
        partial = path + ".partial"
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(partial) }
        close(descriptor)
    }

    /// What stands beside it is on the same disk.
    var directory: String {
        URL(fileURLWithPath: path).deletingLastPathComponent().path
    }

    /// Runs what writes; then the file has its name, or nothing is left of it.
    func write<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            let value = try body()
            try keep()
            return value
        } catch {
            unlink(partial)
            throw error
        }
    }

    private func keep() throws {
        let descriptor = open(partial, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(partial) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0, rename(partial, path) == 0 else {
            throw Self.failure(path)
        }
    }

    private static func failure(_ path: String) -> Failure {
        Failure(.permission, "Cannot write \(path): \(String(cString: strerror(errno))).")
    }
}

/// Files that this process may have open at once.
enum OpenFiles {
    /// Allows as many more as it may ask for; fewer where the system says so.
    static func allow(_ more: Int) {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, limit.rlim_cur + rlim_t(more))
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
