import Attendance
import Foundation
import Glibc

/// Asks for a scan and says how it came: how many bytes, how fast, and what ended it. What it said
/// is not shown.
enum ReaderFinding {
    private static let secondsToWait = 30

    static func ask() -> Finding {
        let name = "reader"
        guard isatty(STDIN_FILENO) == 1 else {
            return .skip(name, "run this in the door's terminal to try the reader")
        }
        var before = termios()
        tcgetattr(STDIN_FILENO, &before)
        var raw = before
        cfmakeraw(&raw)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw)
        defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before) }
        FileHandle.standardError.write(
            Data("Scan a card now (\(secondsToWait) s)...\r\n".utf8))
        return judge(read(), name)
    }

    private struct Keys {
        var bytes: [UInt8] = []
        var gaps: [Double] = []
    }

    /// Until a line has ended, or nothing more comes.
    private static func read() -> Keys {
        var keys = Keys()
        var last: ContinuousClock.Instant?
        var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        while poll(&waiting, 1, Int32(keys.bytes.isEmpty ? secondsToWait * 1_000 : 500)) > 0 {
            var buffer = [UInt8](repeating: 0, count: 256)
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            if count <= 0 { break }
            let now = ContinuousClock.now
            if let last { keys.gaps.append(last.duration(to: now) / .milliseconds(1)) }
            last = now
            keys.bytes += buffer.prefix(count)
            if keys.bytes.last == 0x0D || keys.bytes.last == 0x0A { break }
        }
        return keys
    }

    private static func judge(_ keys: Keys, _ name: String) -> Finding {
        guard let end = keys.bytes.last else {
            return .fail(name, "nothing came", "Is it plugged in, and set to USB keyboard?")
        }
        let slowest = keys.gaps.max() ?? 0
        let isReader = slowest < Keystrokes.quickest / .milliseconds(1) && keys.bytes.count >= 4
        let found =
            "\(keys.bytes.count) bytes, "
            + (isReader ? "as fast as a reader" : "as slow as a hand")
            + ", its longest gap \(String(format: "%.0f", slowest)) ms"
        guard end == 0x0D || end == 0x0A || end == 0x09 else {
            return .warn(
                name, found + ", and no Enter after it", "Set the reader's suffix to CR (Enter).")
        }
        guard case .token = Scan(parsing: keys.bytes).content else {
            return .warn(
                name, found + ", and no code that could be read",
                "Try another card; see the reader's settings in the README.")
        }
        return .pass(name, found)
    }
}
