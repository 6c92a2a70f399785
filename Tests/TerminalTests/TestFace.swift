import Attendance
import Foundation
import TestKit
import Testing
import Wire

@testable import Terminal

/// A door's full screen on a terminal of its own that nobody looks at.
final class TestFace {
    let school: TestSchool
    let face: DoorFace
    private let terminal: Int32
    private let program: Int32

    init(
        columns: Int = 120, rows: Int = 40,
        _ change: (inout DoorSetup) -> Void = { _ in }
    ) async throws {
        school = try await TestSchool()
        try await school.open()
        var setup = DoorSetup(
            desk: school.desk, classroom: try await school.classroom(), device: DeviceID(1),
            mode: .full, voice: Voice(zone: TestSchool.zone, displayName: .full), look: Look(),
            chimes: Chimes(.off, quiet: QuietTimes("")!), readers: ReaderRules(),
            isDemo: false, hint: "Hint", log: { _ in })
        change(&setup)
        terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        // tty_ioctl(4): TIOCSPTLCK opens the other end, TIOCGPTN numbers it.
        var (lock, number): (Int32, UInt32) = (0, 0)
        _ = ioctl(terminal, 0x4004_5431, &lock)
        _ = ioctl(terminal, 0x8004_5430, &number)
        program = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        var size = winsize(
            ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(program, UInt(TIOCSWINSZ), &size)
        let tty = try #require(TTY(colours: .ansi256, input: program, output: program))
        face = DoorFace(setup, tty)
        let terminal = terminal
        // Takes what is written, so that writing never waits.
        Thread.detachNewThread {
            var bytes = [UInt8](repeating: 0, count: 4_096)
            while read(terminal, &bytes, bytes.count) > 0 {}
            close(terminal)
        }
        face.view = try await school.desk.view(of: setup.door, at: school.clock.now)
    }

    deinit { close(program) }

    /// What stands there at a time of the day.
    func frame(_ time: String, second: Int64 = 0) -> Frame {
        school.clock.set(time, seconds: second)
        return face.picture(at: school.clock.now)!.frame
    }
}
