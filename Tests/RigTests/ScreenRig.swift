import Terminal
import TestKit
import Testing

/// Screens of hostile text at every size, in somebody else's model of a terminal: it never wraps,
/// never scrolls, and shows each frame as its cells are.
@Suite(
    .serialized,
    .enabled(if: Rig.screen.isWhole || Helper.has("pyte"), "python3-pyte is the model"))
struct ScreenRig {
    struct Findings: Decodable {
        var frames = 0
        var resizes = 0
        var cells = 0
        /// Cells that are not compared: the model has another width for the character there or
        /// just before.
        var doubtful = 0
        var characters: [String] = []
        var faults: [String] = []
    }

    @Test func noScreenOverflowsOrScrollsAndEachShowsItsCells() async throws {
        let (wanted, batch) = Rig.screen.isWhole ? (100_000, 1_000) : (300, 150)
        let all = try await inTwo(wanted / batch) { number in
            try Self.findings(seed: UInt64(number), screens: batch)
        }
        let screens = all.reduce(0) { $0 + $1.frames }
        let faults = all.flatMap(\.faults)
        let cells = all.reduce(0) { $0 + $1.cells }
        let doubtful = all.reduce(0) { $0 + $1.doubtful }
        Rig.screen.say(
            "\(faults.count) faults in \(screens) screens with "
                + "\(all.reduce(0) { $0 + $1.resizes }) resizes and \(cells) cells, of which "
                + "\(doubtful) were not compared: the model has another width there",
            goal: "0 in \(wanted)")
        let characters = Set(all.flatMap(\.characters)).sorted()
        print("rig screen: \(characters.count) such characters, as \(characters.prefix(12))")
        #expect(screens == wanted)
        #expect(faults.prefix(5) == [])
        #expect(doubtful * 20 < cells, "so few that the comparison holds")
    }

    @Test(
        "What a frame must not do is noticed",
        arguments: [
            "\u{1B}[1;40Hab", "\u{1B}[1;40H张", "\u{1B}[12;1H\n", "\u{1B}D", "\u{1B}M",
            "\u{1B}[13;1H",
            "\u{1B}[1;41H", "\u{1B}[2J", "\u{1B}[1;5Hx", "\u{1B}[12;1H\u{1B}E", "\u{1B}[S",
        ])
    func control(_ planted: String) throws {
        var records = Records()
        let screen = Screen(
            room: "5A", clock: "08:05", date: "", body: .waiting(WaitingPanel(title: "None")))
        let frame = draw(screen, size: Size(columns: 40, rows: 12), look: Look())
        let bytes = frame.escapes(after: nil, colours: .ansi256)
        records.add(frame, bytes)
        #expect(try records.findings().faults == [])
        records.add(frame, bytes + Array(planted.utf8))
        #expect(try records.findings().faults.count == 1)
    }

    @Test("Where terminals disagree on a width, nothing is left behind and nothing overflows")
    func disagreement() throws {
        var records = Records()
        var shown: Frame?
        // U+4DF0 is two columns wide here and one in the model; U+11E8 was none here and is one there.
        for text in ["ab", "\u{4DF0}b", "ab", "a\u{112B}\u{11E8}", "ab\u{112B}\u{11E8}\u{11B7}"] {
            var frame = Frame(size: Size(columns: 4, rows: 1))
            frame.put(Printable(text), x: 0, y: 0, style: .page)
            records.add(frame, frame.escapes(after: shown, colours: .ansi8))
            shown = frame
        }
        #expect(try records.findings().faults == [])
    }

    static func findings(seed: UInt64, screens: Int) throws -> Findings {
        var chance = ScreenChance(seed: seed)
        var records = Records()
        var count = 0
        while count < screens {
            let size = chance.size()
            let look = chance.look()
            var screen = chance.screen()
            var shown: Frame?
            for _ in 0..<min(chance.number(1...8), screens - count) {
                let frame = draw(screen, size: size, look: look)
                records.add(frame, frame.escapes(after: shown, colours: look.colours))
                shown = frame
                chance.change(&screen)
                count += 1
            }
            // The terminal may be another size before the door knows.
            if chance.number(0...3) == 0 {
                let frame = draw(screen, size: size, look: look)
                records.addLate(
                    frame.escapes(after: shown, colours: look.colours), chance.size())
            }
        }
        return try records.findings()
    }
}

/// What the model is fed: frames with their cells, each after a line of their sizes.
private struct Records {
    private var bytes: [UInt8] = []

    mutating func add(_ frame: Frame, _ escapes: [UInt8]) {
        let cells = Array(frame.cells.map(\.text).joined(separator: "\u{1F}").utf8)
        head("frame", frame.size, escapes.count, cells.count)
        bytes += escapes + cells
    }

    /// Drawn for another size than the terminal has by now.
    mutating func addLate(_ escapes: [UInt8], _ size: Size) {
        head("late", size, escapes.count, 0)
        bytes += escapes
    }

    private mutating func head(_ kind: String, _ size: Size, _ escapes: Int, _ cells: Int) {
        bytes += Array("\(kind) \(size.columns) \(size.rows) \(escapes) \(cells)\n".utf8)
    }

    func findings() throws -> ScreenRig.Findings { try Helper("screen.py").ask(bytes) }
}
