import Attendance
import CKiosk
import Foundation
import Glibc
import Terminal

/// Clock, terminal and sound.
struct MachineFindings {
    let settings: Settings
    let look: Look

    var all: [Finding] { [clock, zone, terminal, font] + (reach.map { [$0] } ?? []) + [sound] }

    private var clock: Finding {
        let name = "clock"
        let now = School.now()
        let found = "\(settings.zone.date(of: now)) \(settings.zone.time(of: now))"
        if now < SchoolClock.earliest {
            return .fail(name, found, "Set the clock: nobody could be late or on time.")
        }
        return system_clock_is_synchronised() == 1
            ? .pass(name, found + ", synchronised")
            : .warn(
                name, found + ", not synchronised",
                "Install systemd-timesyncd or chrony, or fit a clock with a battery.")
    }

    private var zone: Finding {
        let value = settings.values.first { $0.setting.name == "time_zone" }
        let found = settings.text("time_zone")
        guard value?.origin == .builtIn else { return .pass("time zone", found) }
        return .warn(
            "time zone", found + ", the machine's own",
            "Say the school's in kiosk.yaml: time_zone: \(found)")
    }

    private var terminal: Finding {
        let name = "terminal"
        guard isatty(STDOUT_FILENO) == 1 else {
            return .skip(name, "run this in the door's terminal to look at it")
        }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else {
            return .warn(name, "its size is not known", "Use another terminal.")
        }
        let (columns, rows) = (Int(size.ws_col), Int(size.ws_row))
        let found = "\(columns) x \(rows), TERM=\(Self.term)"
        // The smallest QR with its quiet zone.
        let (wide, high) = look.halfBlocks ? (29, 15) : (58, 29)
        return columns >= wide && rows >= high
            ? .pass(name, found)
            : .warn(
                name, found + ": no QR fits",
                "Make it \(wide) x \(high) or larger; until then the code stands in letters.")
    }

    private static var term: String {
        ProcessInfo.processInfo.environment["TERM"] ?? "not set"
    }

    private var font: Finding {
        let name = "font"
        guard isatty(STDOUT_FILENO) == 1 else { return .skip(name, "no terminal to ask") }
        if look.halfBlocks { return .pass(name, "half blocks are drawn") }
        return .warn(
            name, "no half blocks: the QR takes four times the room",
            Self.term == "linux" ? "setfont Uni2-VGA28x16" : "Set a UTF-8 locale: LANG=C.UTF-8")
    }

    /// Nil where the room's depth has not been said.
    private var reach: Finding? {
        if look.room == nil { return nil }
        let name = "reach"
        guard let size = Size(terminal: STDOUT_FILENO),
            let report = ReachReport(style: settings.style, size: size, look: look)
        else { return .skip(name, "no terminal to draw in") }
        return report.cure.map { .warn(name, report.found, $0) } ?? .pass(name, report.found)
    }

    private var sound: Finding {
        let name = "sound"
        switch settings.chimes().way {
        case .off: return .pass(name, "off, as configured")
        case .player(let player, _):
            return .pass(name, "\(player); whether it is heard, only ears can tell")
        case .bell:
            return .warn(
                name, "the terminal's bell, which many machines do not have",
                "apt-get install alsa-utils")
        }
    }
}
