import QR
import TestKit
import Testing

@testable import Terminal

/// Terminals that have no colours, and how they are known.
@Suite struct MonoTests {
    @Test("Nothing but bold and reverse is asked of it")
    func codes() throws {
        let screen = try #require(Samples.screen("session-ok"))
        let look = Look(colours: .mono)
        let frame = draw(screen, size: Size(columns: 120, rows: 40), look: look)
        let codes = Set(frame.cells.flatMap { $0.style.codes(.mono) })
        #expect(codes == [0, 1, 7])
    }

    @Test("A light module is a blank in reverse, a dark one a blank", arguments: [true, false])
    func modules(halfBlocks: Bool) throws {
        let code = try QRCode("ABC123")
        let cells = QRCells(code, form: halfBlocks ? .half : .block)
        var frame = Frame(size: cells.size)
        cells.draw(in: &frame, x: 0, y: 0, colours: .mono)
        let (across, perRow) = halfBlocks ? (1, 2) : (2, 1)
        for y in 0..<code.sizeWithQuietZone {
            for x in 0..<code.sizeWithQuietZone {
                let cell = frame[x * across, y / perRow]
                let isUpper = halfBlocks && y.isMultiple(of: 2)
                // The ink of a dark terminal is light, and reverse swaps ink and paper.
                let isLight = (cell.text == "▀" && isUpper) != cell.style.reverse
                #expect(
                    isLight != code[x - QRCode.quietZone, y - QRCode.quietZone]
                        || (halfBlocks && y == code.sizeWithQuietZone), "\(x) \(y)")
            }
        }
    }

    private static let folders = ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo"]

    @Test(
        "Terminfo is read as tput reads it",
        .enabled(if: isInstalled("tput"), "tput is not installed"),
        arguments: [
            "vt100", "vt220", "linux", "xterm", "xterm-256color", "tmux-256color", "dumb",
            "screen", "no-such-terminal",
        ])
    func terminfo(term: String) throws {
        let answer = try run(try #require(installed("tput")), ["-T", term, "colors"])
        let said = Int(answer.text.split(separator: "\n").first ?? "")
        let known = answer.status == 0 ? said.map { max(0, $0) } : nil
        #expect(Terminfo.colours(of: term, in: Self.folders) == known)
    }

    @Test("A name that is a path, and bytes that are no terminfo, are nothing")
    func noTerminfo() {
        #expect(Terminfo.colours(of: "../lib/terminfo/l/linux", in: Self.folders) == nil)
        #expect(Terminfo.colours(of: "", in: Self.folders) == nil)
        #expect(Terminfo.colours(in: []) == nil)
        #expect(Terminfo.colours(in: Array("\u{1A}\u{1}abcdefghijklmnop".utf8)) == nil)
        // A header that promises fourteen numbers, and ends.
        #expect(Terminfo.colours(in: [0x1A, 1, 0, 0, 0, 0, 14, 0, 0, 0, 0, 0]) == nil)
    }
}
