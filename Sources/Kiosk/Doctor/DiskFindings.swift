import Foundation
import Glibc

/// The directory that the school's data stands in, and the disk under it.
struct DiskFindings {
    let directory: URL

    private static let leastFreeBytes: UInt64 = 64 << 20
    private static let fewFreeBytes: UInt64 = 1 << 30
    /// A sync this slow keeps students waiting.
    private static let slowSyncMilliseconds = 100.0
    private static let syncs = 20

    var all: [Finding] { [permissions, space, sync] }

    private var permissions: Finding {
        let name = "permissions"
        var status = stat()
        guard stat(directory.path, &status) == 0 else {
            return .warn(
                name, "there is no \(directory.path) yet", "It is made by `kiosk import`.")
        }
        guard access(directory.path, R_OK | W_OK | X_OK) == 0 else {
            return .fail(
                name, "this account may not write \(directory.path)",
                "Run as the account that owns it, or change its owner.")
        }
        let others = status.st_mode & 0o077
        return others == 0
            ? .pass(name, "\(directory.path) is this account's only")
            : .warn(
                name, "others may open \(directory.path)", "chmod 700 \(directory.path)")
    }

    private var existing: String {
        var place = directory
        while access(place.path, F_OK) != 0, place.path != "/" {
            place = place.deletingLastPathComponent()
        }
        return place.path
    }

    private var space: Finding {
        let name = "free space"
        var disk = statvfs()
        guard statvfs(existing, &disk) == 0 else {
            return .fail(name, "the disk cannot be looked at", "Is it mounted?")
        }
        let free = UInt64(disk.f_bavail) * UInt64(disk.f_frsize)
        let found = "\(free >> 20) MB are free"
        if free < Self.leastFreeBytes {
            return .fail(name, found, "Make room, or use another disk.")
        }
        return free < Self.fewFreeBytes
            ? .warn(name, found, "Make room before the term begins.") : .pass(name, found)
    }

    /// What every check-in waits for: a write that is on the disk.
    private var sync: Finding {
        let name = "disk"
        let path = existing + "/.kiosk-doctor-\(getpid())"
        let file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            return .fail(
                name, "a file cannot be written: \(String(cString: strerror(errno)))",
                "Is the disk mounted read-only, or full?")
        }
        defer {
            close(file)
            unlink(path)
        }
        let page = [UInt8](repeating: 0x5A, count: 4_096)
        var times: [Double] = []
        for _ in 0..<Self.syncs {
            let began = ContinuousClock.now
            guard write(file, page, page.count) == page.count, fsync(file) == 0 else {
                return .fail(
                    name, "a write did not reach it: \(String(cString: strerror(errno)))",
                    "Replace the disk before it loses anything.")
            }
            times.append(began.duration(to: .now) / .milliseconds(1))
        }
        times.sort()
        func rounded(_ time: Double) -> String { String(format: "%.1f", time) }
        let found =
            "a write is durable after \(rounded(times[times.count / 2])) ms, at worst "
            + "\(rounded(times[times.count - 1])) ms"
        return times[times.count / 2] > Self.slowSyncMilliseconds
            ? .warn(name, found, "Use an SSD or a better card: students wait for it.")
            : .pass(name, found)
    }
}
