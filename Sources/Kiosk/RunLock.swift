import Foundation
import Glibc

/// One door or service to a data directory: held while it runs, named by whoever finds it held.
struct RunLock: ~Copyable {
    private let descriptor: Int32

    init(directory: URL) throws {
        let path = directory.appendingPathComponent("kiosk.lock").path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor < 0 {
            throw Failure(
                .permission, "Cannot write \(path): \(String(cString: strerror(errno))).")
        }
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            var buffer = [UInt8](repeating: 0, count: 32)
            let count = max(0, read(descriptor, &buffer, buffer.count))
            let holder = String(decoding: buffer.prefix(count), as: UTF8.self)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            close(descriptor)
            throw Failure(
                .database,
                "A kiosk already runs on \(directory.path) (process \(holder)). Stop it first: "
                    + "kill \(holder)")
        }
        ftruncate(descriptor, 0)
        let text = Array("\(getpid())\n".utf8)
        _ = write(descriptor, text, text.count)
    }

    deinit { close(descriptor) }
}
