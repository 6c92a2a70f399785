import CTerminal
import Dispatch
import Foundation

/// The terminal at the door, and the only one that writes to it: raw while it lives, as it was
/// before when it goes, on every way out.
final class TTY {
    private let input: Int32
    private let output: Int32
    private let colours: Colours
    private var before = termios()
    private var isRaw = false

    /// Nil where either is not a terminal.
    init?(
        colours: Colours, input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO
    ) {
        guard isatty(output) == 1 else { return nil }
        self.input = input
        self.output = output
        self.colours = colours
    }

    /// Alternate screen, no cursor, no line wrap; keys come one by one and none of them is a
    /// signal.
    func enter() {
        setRaw()
        write(Array("\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[2J".utf8))
        if colours == .ansi8 { write(Colours.consolePalette) }
    }

    /// Sets raw mode (again, after the program was stopped and continued).
    func setRaw() {
        if isatty(input) == 0 { return }
        if !isRaw {
            tcgetattr(input, &before)
            isRaw = true
            terminal_restore_on_crash(input, output, &before)
        }
        var raw = before
        terminal_make_raw(&raw)
        tcsetattr(input, TCSANOW, &raw)
    }

    func leave() {
        if colours == .ansi8 { write(Colours.consolePaletteReset) }
        write(Array("\u{1B}[0m\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l".utf8))
        if isRaw {
            tcsetattr(input, TCSANOW, &before)
            terminal_is_restored()
            isRaw = false
        }
    }

    /// Nothing where the terminal does not say.
    var size: Size { Size(terminal: output) ?? Size(columns: 0, rows: 0) }

    func write(_ bytes: [UInt8]) {
        writeAll(bytes, to: output)
    }
}

/// Writes all of it; false where nobody reads any more.
@discardableResult
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        if count < 0 {
            switch errno {
            case EINTR: continue
            case EAGAIN:
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&ready, 1, -1)
                continue
            default: return false
            }
        }
        rest = rest.dropFirst(count)
    }
    return true
}
