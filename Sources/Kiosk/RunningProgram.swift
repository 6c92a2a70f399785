import CKiosk
import Foundation
import Synchronization
import Wire

/// Another program that this one has started, until it has ended.
///
/// NB: Foundation's `Process` reads past the list of open descriptors where they are more than some
/// 1,300, and a service of many connections could end by it.
final class RunningProgram: Sendable {
    private let id: pid_t
    private let hasEnded = Mutex(false)

    /// This one once more, also where a newer program has taken its place since.
    static let own = "/proc/self/exe"

    /// What it prints goes into one file, what it says of errors into another; both are made anew.
    /// Throws where it cannot be started.
    init(
        _ path: String, _ arguments: [String], into output: String = "/dev/null",
        errorsInto errors: String = "/dev/null"
    ) throws {
        let streams = try [
            Self.opened("/dev/null", O_RDONLY), Self.opened(output, O_WRONLY | O_CREAT | O_TRUNC),
            Self.opened(errors, O_WRONLY | O_CREAT | O_TRUNC),
        ]
        let words = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        id = withExtendedLifetime(streams) {
            program_start(path, words, nil, streams.map(\.fileDescriptor))
        }
        guard id > 0 else {
            throw Failure(
                .failure, "\(path) cannot be started: \(String(cString: strerror(errno))).")
        }
    }

    /// For this program alone: others may not read what is in a roster.
    private static func opened(_ path: String, _ flags: Int32) throws -> FileHandle {
        let descriptor = open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(.permission, "Cannot open \(path): \(String(cString: strerror(errno))).")
        }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Its exit code once it has ended, or 128 and the signal that ended it; -1 where the system
    /// did not keep it. To be asked once.
    func ended() async -> Int32 {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: self.awaitEnd()) }
        }
    }

    /// The same, for a thread that may wait.
    func awaitEnd() -> Int32 {
        // It stays to be seen until nobody can send it a signal any more.
        var found = siginfo_t()
        while waitid(P_PID, id_t(id), &found, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        let status: Int32? = hasEnded.withLock { ended in
            ended = true
            var status: Int32 = 0
            return waitpid(id, &status, 0) == id ? status : nil
        }
        guard let status else { return -1 }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// Asks it to end, where it has not.
    func end() {
        hasEnded.withLock { ended in
            if !ended { kill(id, SIGTERM) }
        }
    }
}
