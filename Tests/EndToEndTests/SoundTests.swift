import Foundation
import TestKit
import Testing

/// The real program, and something in the place of a loudspeaker.
@Suite(.enabled(if: isInstalled("tmux"), "tmux is the door's terminal")) struct SoundTests {
    @Test func anAnswerIsPlayedByTheProgramThatIsOnThePath() async throws {
        let school = try await DoorSchool(codes: ["2024123456"])
        let folder = try TemporaryDirectory()
        // Stands for a loudspeaker.
        let player = folder.url.appendingPathComponent("aplay")
        try "#!/bin/sh\necho \"$@\" >> \(folder.path)/asked\n".write(
            to: player, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: player.path)
        let path = folder.path + ":" + (KioskProgram.environment["PATH"] ?? "")
        let pane = try Pane(
            [KioskProgram.path] + school.door(screen: "full"), columns: 100, rows: 30,
            environment: KioskProgram.environment.merging(["PATH": path]) { $1 })
        try pane.wait(for: "the session") { $0.text.contains("present") }
        try pane.send(text: "3456")
        try pane.send(keys: "Enter")
        var asked = ""
        let deadline = ContinuousClock.now + .seconds(60)
        while asked.isEmpty, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(5))
            // Not there before the first call.
            asked = (try? String(contentsOfFile: folder.path + "/asked", encoding: .utf8)) ?? ""
        }
        #expect(asked.hasPrefix("-q /") && asked.hasSuffix("/assets/sounds/done.wav\n"))
    }
}
