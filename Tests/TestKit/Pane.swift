import Foundation

/// A program in a real terminal: a pane of a tmux server of its own, ended with this object.
package final class Pane {
    private let tmux: String
    private let folder: URL
    private let environment: [String: String]

    /// The folder of the socket is private to this pane and goes with it. `environment` is added
    /// to a bare one; `terminal` is the TERM the program finds.
    package init(
        _ command: [String], columns: Int, rows: Int, environment: [String: String] = [:],
        terminal: String = "tmux-256color"
    ) throws {
        guard let tmux = installed("tmux") else { throw RunFailure(description: "no tmux") }
        self.tmux = tmux
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("pane-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let own = ProcessInfo.processInfo.environment
        self.environment = [
            "PATH": own["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path, "LANG": "C.UTF-8",
        ].merging(environment) { $1 }
        // NB: a "window-size manual" here ends the server of tmux 3.3a; resize-window sets it.
        let options = [
            "default-terminal \(terminal)", "status off", "remain-on-exit on",
            "escape-time 0",
        ]
        let settings = options.flatMap {
            ["set-option", "-g"] + $0.split(separator: " ").map(String.init) + [";"]
        }
        try ask(
            ["start-server", ";"] + settings
                + ["new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "--"]
                + command)
    }

    deinit { end() }

    /// Ends the program and the server. Nothing more can be asked of the pane.
    package func end() {
        _ = try? ask(["kill-server"])
        try? FileManager.default.removeItem(at: folder)
    }

    @discardableResult
    private func ask(_ arguments: [String]) throws -> String {
        let socket = folder.appendingPathComponent("socket").path
        let answer = try run(
            tmux, ["-u", "-S", socket, "-f", "/dev/null"] + arguments, environment: environment)
        guard answer.status == 0 else {
            throw RunFailure(description: "tmux \(arguments): \(answer.errorText)")
        }
        return answer.text
    }

    /// Types text as it is.
    package func send(text: String) throws {
        // NB: tmux takes a semicolon at the end of an argument for the end of the command.
        let escaped = text.hasSuffix(";") ? text.dropLast() + "\\;" : text
        try ask(["send-keys", "-l", "--", escaped])
    }

    /// Presses keys by tmux's names for them: `Enter`, `C-c`, `Up`.
    package func send(keys: String...) throws { try ask(["send-keys"] + keys) }

    /// Sends bytes exactly.
    package func send(bytes: [UInt8]) throws {
        try ask(["send-keys", "-H"] + bytes.map { String($0, radix: 16) })
    }

    /// Gives the terminal another size; the program gets SIGWINCH.
    package func resize(columns: Int, rows: Int) throws {
        try ask(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    }

    /// What stands on the terminal now.
    package func capture() throws -> CapturedScreen {
        let size = try ask(["display-message", "-p", "#{pane_width} #{pane_height}"])
            .split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard size.count == 2 else { throw RunFailure(description: "no size of the pane") }
        let text = try ask(["capture-pane", "-e", "-p", "-N"])
        return CapturedScreen(text, columns: size[0], rows: size[1])
    }

    /// The status the program ended with, or 128 and the signal that ended it; nil while it runs.
    package func exitStatus() throws -> Int32? {
        let answer = try ask([
            "display-message", "-p", "#{pane_dead},#{pane_dead_status},#{pane_dead_signal}",
        ])
        let parts = answer.dropLast().split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "1" else { return nil }
        if let status = Int32(parts[1]) { return status }
        if let signal = Int32(parts[2]) { return 128 + signal }
        // NB: tmux at times misses that its child is gone; it looks again when another one goes.
        try ask(["run-shell", "true"])
        return nil
    }

    /// Waits until the program has ended and gives its status; after the deadline throws with the
    /// last screen in the message.
    package func waitForEnd(deadlineSeconds: Double = 30) throws -> Int32 {
        var status: Int32?
        try wait(for: "the program's end", deadlineSeconds: deadlineSeconds) { _ in
            // A server that does not answer yet is asked again.
            status = (try? exitStatus()) ?? nil
            return status != nil
        }
        return status ?? -1
    }

    /// Waits until what stands on the terminal is as wanted, and gives it back; after the deadline
    /// throws with the last screen in the message.
    @discardableResult
    package func wait(
        for what: String = "the screen", deadlineSeconds: Double = 30,
        until isWanted: (CapturedScreen) -> Bool
    ) throws -> CapturedScreen {
        let deadline = ContinuousClock.now + .seconds(deadlineSeconds)
        var last = try capture()
        while !isWanted(last) {
            guard ContinuousClock.now < deadline else {
                throw RunFailure(description: "waited in vain for \(what):\n\(last.text)")
            }
            usleep(30_000)
            last = try capture()
        }
        return last
    }
}
