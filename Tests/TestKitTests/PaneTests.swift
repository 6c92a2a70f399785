import TestKit
import Testing

@Suite(.serialized, .enabled(if: isInstalled("tmux"), "tmux is not installed"))
struct PaneTests {
    @Test("A pane shows what is typed, takes another size and says how the program ended")
    func typing() throws {
        let pane = try Pane(
            ["sh", "-c", "echo $TERM $A; read x; stty size; read y; exit 7"], columns: 30, rows: 6,
            environment: ["A": "张"], terminal: "screen-256color")
        try pane.wait(for: "the environment") { $0.text.contains("screen-256color 张") }
        try pane.send(text: "Enter -l;")
        try pane.send(bytes: [0x21])
        try pane.wait(for: "what was typed") { $0.text.contains("Enter -l;!") }
        try pane.resize(columns: 40, rows: 8)
        try pane.send(keys: "Enter")
        let screen = try pane.wait(for: "the size") { $0.text.contains("8 40") }
        #expect(screen.columns == 40 && screen.rows == 8)
        #expect(try pane.exitStatus() == nil)
        try pane.send(keys: "Enter")
        try pane.wait(for: "the end") { _ in (try? pane.exitStatus()) == 7 }
        pane.end()
        #expect(throws: RunFailure.self) { try pane.capture() }

        let killed = try Pane(["sh", "-c", "kill -9 $$"], columns: 20, rows: 3)
        try killed.wait(for: "the signal") { _ in (try? killed.exitStatus()) == 128 + 9 }
    }

    @Test("Waiting in vain says what stood there")
    func vain() throws {
        let pane = try Pane(["sh", "-c", "echo here; sleep 60"], columns: 20, rows: 3)
        try pane.wait { $0.text.contains("here") }
        let failure = #expect(throws: RunFailure.self) {
            try pane.wait(for: "a miracle", deadlineSeconds: 0.1) { _ in false }
        }
        #expect(failure?.description.contains("here") == true)
        #expect(failure?.description.contains("a miracle") == true)
    }

    @Test("Colours are read cell by cell, and carry over from line to line")
    func colours() {
        let text = "\u{1B}[1;31;48;5;231m张a\u{1B}[0m\n\u{1B}[7;38;2;1;2;3mb\nc\u{1B}[27;39m"
        let screen = CapturedScreen(text, columns: 4, rows: 3)
        #expect(screen.text == "张a\nb\nc")
        #expect(screen.cells[0].map(\.text) == ["张", "", "a", " "])
        #expect(screen.cells[0][1].background == .indexed(231))
        #expect(screen.cells[0][2].foreground == .indexed(1) && screen.cells[0][2].bold)
        #expect(screen.cells[0][3].background == .standard && !screen.cells[0][3].bold)
        #expect(screen.cells[2][0].foreground == .rgb(1, 2, 3) && screen.cells[2][0].reverse)
    }
}
