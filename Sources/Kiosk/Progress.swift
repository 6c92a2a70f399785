import Dispatch
import Foundation
import Glibc
import Synchronization

/// How far a long command is, with its rate and the time left: on a terminal alone, on stderr, and
/// only of what takes longer than a moment.
final class Progress: Sendable {
    private struct Step {
        var what: String
        var done = 0
        /// What `done` reaches; 0 where nobody knows.
        var of = 0
        var began: ContinuousClock.Instant
    }

    private static let firstAfter = 0.5
    private static let drawsEvery = 0.2
    private static let cells = 20

    private let unit: String
    private let step = Mutex<Step?>(nil)
    // Nil where nobody looks. A source may be cancelled from any thread.
    nonisolated(unsafe) private let timer: (any DispatchSourceTimer)?

    /// `unit` is what is counted, “rows”.
    init(unit: String) {
        self.unit = unit
        guard isatty(STDERR_FILENO) == 1 else {
            timer = nil
            return
        }
        let timer = DispatchSource.makeTimerSource(queue: .global())
        self.timer = timer
        timer.setEventHandler { [weak self] in self?.draw() }
        timer.schedule(deadline: .now() + Self.firstAfter, repeating: Self.drawsEvery)
        timer.resume()
    }

    /// A step is begun by its name and told of as it goes on.
    func tell(_ what: String, _ done: Int, of: Int) {
        guard timer != nil else { return }
        step.withLock { step in
            if step?.what != what { step = Step(what: what, began: .now) }
            step?.done = done
            step?.of = of
        }
    }

    /// Takes it off the line again.
    func end() {
        guard let timer else { return }
        timer.cancel()
        step.withLock { step in
            step = nil
            Self.show("\r\u{1B}[K")
        }
    }

    private func draw() {
        step.withLock { step in
            guard let step else { return }
            let seconds = max(0.001, (ContinuousClock.now - step.began) / .seconds(1))
            Self.show("\r" + Self.line(step, seconds: seconds, unit: unit) + "\u{1B}[K")
        }
    }

    private static func line(_ step: Step, seconds: Double, unit: String) -> String {
        guard step.of > 0 else { return "\(step.what)  \(Int(seconds)) s" }
        let done = min(step.done, step.of)
        let filled = cells * done / step.of
        let bar =
            String(repeating: "#", count: filled) + String(repeating: ".", count: cells - filled)
        let left = seconds / Double(max(1, done)) * Double(step.of - done)
        return "\(step.what) [\(bar)] \(100 * done / step.of) %  "
            + "\(Int(Double(done) / seconds)) \(unit)/s  \(Int(left.rounded(.up))) s left"
    }

    private static func show(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
