import Foundation
import Glibc

/// One door or service to a data directory: held while it runs, named by whoever finds it held.
struct RunLock: ~Copyable {
    private let descriptor: Int32

    /// `what` is told to whoever finds it held. `deed` is what is done once to this very directory:
    /// another one is no cure where it is held.
    init(directory: URL, what: String, deed: String? = nil) throws {
        let path = directory.appendingPathComponent("kiosk.lock").path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor < 0 {
            throw Failure(
                .permission,
                "Cannot write \(path): \(String(cString: strerror(errno))). Check the disk, and "
                    + "that this account may write there.")
        }
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            var buffer = [UInt8](repeating: 0, count: 256)
            let count = max(0, read(descriptor, &buffer, buffer.count))
            let held = String(decoding: buffer.prefix(count), as: UTF8.self)
                .split(separator: "\n", maxSplits: 1)
            let holder = held.first ?? "?"
            let whose = held.count > 1 ? held[1].trimmingCharacters(in: .newlines) : "?"
            close(descriptor)
            throw Failure(
                .database,
                "A kiosk already runs on \(directory.path): \(whose), process \(holder). "
                    + Self.cure(holder, deed))
        }
        ftruncate(descriptor, 0)
        let text = Array("\(getpid())\n\(what)\n".utf8)
        _ = write(descriptor, text, text.count)
    }

    private static func cure(_ holder: Substring, _ deed: String?) -> String {
        guard let deed else {
            return "A directory has one door. Stop that one first (kill \(holder)), or give this "
                + "one a directory of its own."
        }
        return "Stop it first (kill \(holder), or its unit with systemctl stop), then \(deed)."
    }

    deinit { close(descriptor) }
}
