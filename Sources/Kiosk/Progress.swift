import Foundation
import Glibc

/// How far a long command is, with its rate and the time left: on a terminal alone, on stderr.
struct Progress {
    private static let drawsEvery: Duration = .milliseconds(200)

    private let what: String
    private let total: Int
    private let isShown = isatty(STDERR_FILENO) == 1
    private let began = ContinuousClock.now
    private var drawn: ContinuousClock.Instant?

    /// `total` is what `done` reaches.
    init(_ what: String, total: Int) {
        self.what = what
        self.total = max(1, total)
    }

    mutating func update(_ done: Int, rows: Int) {
        let now = ContinuousClock.now
        guard isShown, drawn.map({ now - $0 >= Self.drawsEvery }) ?? true else { return }
        drawn = now
        let seconds = max(0.001, (now - began) / .seconds(1))
        let left = seconds / Double(max(1, done)) * Double(total - done)
        let filled = min(20, 20 * done / total)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
        show(
            "\r\(what) [\(bar)] \(100 * done / total) %  \(Int(Double(rows) / seconds)) rows/s  "
                + "\(Int(left.rounded(.up))) s left \u{1B}[K")
    }

    /// Takes it off the line again.
    func end() {
        if isShown, drawn != nil { show("\r\u{1B}[K") }
    }

    private func show(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
