import Foundation
import TestKit
import Testing

/// What the program makes of a screen's options, in a real terminal.
@Suite(
    .enabled(
        if: isInstalled("tmux") && isInstalled("zbarimg"), "tmux and zbar-tools show and read it"))
struct ScreenOptionTests {
    private func pane(
        _ arguments: [String], columns: Int = 120, rows: Int = 40,
        terminal: String = "tmux-256color"
    ) throws -> Pane {
        try Pane(
            [KioskProgram.path] + arguments, columns: columns, rows: rows,
            environment: KioskProgram.environment, terminal: terminal)
    }

    private func waitForQR(_ pane: Pane, _ code: String) throws -> CapturedScreen {
        try pane.wait(for: "the QR") { screen in
            // A picture of half a frame is no code yet.
            (try? Picture(screen, theme: .dark).decodedQR()) == [code]
        }
    }

    @Test func aProjectorNamesNobody() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let code = try #require(school.session.session.code?.text)
        let pane = try pane(school.door(screen: "full") + ["--style", "projector"])
        let idle = try waitForQR(pane, code)
        try pane.send(text: "2024")
        #expect(!(try pane.capture().text.contains("2024")))
        try pane.send(bytes: Array("123456\r".utf8))
        let answered = try pane.wait(for: "an answer") { $0.text != idle.text }
        #expect(!answered.text.contains("Ann") && !answered.text.contains("Receipt"))
        #expect(try Picture(answered, theme: .dark).decodedQR() == [code])
        #expect(try school.query("SELECT count(*) FROM record") == "1\n")
    }

    @Test func aTerminalWithoutColoursGetsNone() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let code = try #require(school.session.session.code?.text)
        let pane = try pane(school.door(screen: "full"), terminal: "vt220")
        let shown = try waitForQR(pane, code)
        let cells = shown.cells.joined()
        #expect(cells.allSatisfy { $0.foreground == .standard && $0.background == .standard })
        #expect(cells.contains { $0.reverse })
    }

    @Test func aDoorSaysFromHowFarItsCodeCanBeRead() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let options = ["--room-depth", "5m", "--screen-width", "2m"]
        let pane = try pane(school.door(screen: "full") + options)
        // 21 modules of 2 columns are 42 of 120, and so 0.7 m of 2 m.
        try pane.wait(for: "the reach") { $0.text.contains("can be read from 7 m") }
    }

    @Test func aQRIsDrawnForTheDepthOfARoom() throws {
        let pane = try pane(
            ["qr", "ABC123", "--room-depth", "5m", "--screen-width", "200cm"])
        try pane.wait(for: "the reach") { $0.text.contains("enough for 5 m.") }
        #expect(try Picture(try pane.capture(), theme: .light).decodedQR() == ["ABC123"])
    }

    static let refused: [(arguments: [String], status: Int32)] = [
        (["qr", "A", "--room-depth", "far"], 64),
        (["qr", "A", "--room-depth", "5m", "--scale", "2"], 64),
        (["qr", "A", "--room-depth", "5m"], 64),
        (["run", "--room", "A 1", "--style", "x"], 64),
        (["run", "--room", "A 1", "--room-depth", "0m"], 4),
    ]

    @Test(arguments: refused)
    func whatMakesNoSenseIsRefused(arguments: [String], status: Int32) throws {
        #expect(try KioskProgram.run(arguments).status == status)
    }
}
