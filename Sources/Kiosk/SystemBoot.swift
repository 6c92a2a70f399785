import Attendance
import Foundation
import Glibc

/// The machine's own time: which of its starts this is, and how long ago that was. Nobody sets it.
enum SystemBoot {
    private static let boot: UniqueID = {
        let path = "/proc/sys/kernel/random/boot_id"
        // Where the system has no such name, no two starts may look like one.
        let text = try? String(contentsOfFile: path, encoding: .utf8)
        return text.flatMap { UniqueID($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
            ?? UniqueID(
                high: .random(in: .min ... .max), low: .random(in: .min ... .max))
    }()

    @Sendable static func time() -> BootTime {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return BootTime(
            boot: boot,
            milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Tells a copy of a file from the file: which machine, which place on its disk. Empty where
    /// that cannot be known.
    static func identity(ofFile path: String) -> String {
        var status = stat()
        guard stat(path, &status) == 0 else { return "" }
        // A machine without a name has its file's place alone to tell by.
        let machine = try? String(contentsOfFile: "/etc/machine-id", encoding: .utf8)
        return [
            machine?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "",
            "\(status.st_dev)", "\(status.st_ino)",
        ].joined(separator: ":")
    }
}
