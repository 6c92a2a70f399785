import Attendance
import Foundation
import Synchronization
import Wire

/// What is heard of an answer: short tones that differ in more than pitch.
package enum Tone: String, CaseIterable, Sendable {
    /// One high tone: checked in.
    case done
    /// Two equal tones: taken, and something to notice: late, already in, a session chosen.
    case noted
    /// Two low tones: nothing was taken.
    case refused

    package init?(_ answer: DoorAnswer) {
        switch answer.outcome {
        case .accepted: self = answer.status == .present ? .done : .noted
        case .repeated, .session, .staff, .withdrawn: self = .noted
        case .refused, .failed: self = .refused
        case .schedule, .ignored: return nil
        }
    }

    /// The name of its file in `assets/sounds`.
    package var file: String { rawValue + ".wav" }
}

/// Times of the day at which nothing is heard.
package struct QuietTimes: Equatable, Sendable {
    private let spans: [(from: TimeOfDay, to: TimeOfDay)]

    /// Reads `22:00-06:30,12:00-13:00`; a span may pass midnight. Nil for anything else.
    package init?(_ text: String) {
        var spans: [(from: TimeOfDay, to: TimeOfDay)] = []
        for span in text.split(separator: ",") {
            let ends = span.filter { $0 != " " }.split(separator: "-").map { TimeOfDay($0) }
            guard ends.count == 2, let from = ends[0], let to = ends[1], from != to else {
                return nil
            }
            spans.append((from, to))
        }
        self.spans = spans
    }

    package func contains(_ time: TimeOfDay) -> Bool {
        spans.contains { span in
            span.from < span.to
                ? span.from <= time && time < span.to : time >= span.from || time < span.to
        }
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.spans.elementsEqual(right.spans) { $0 == $1 }
    }
}

/// Plays tones beside the door: it never waits for one, and plays none over another.
package final class Chimes: Sendable {
    /// How a tone is made heard.
    package enum Way: Sendable {
        /// Plays one of `assets/sounds` to its end, on a thread that may wait.
        case player(name: String, play: @Sendable (_ file: String) -> Void)
        /// The terminal's own.
        case bell
        case off
    }

    package let way: Way
    private let quiet: QuietTimes
    private let isPlaying = Atomic<Bool>(false)

    package init(_ way: Way, quiet: QuietTimes) {
        self.way = way
        self.quiet = quiet
    }

    /// Gives what is to be written to the terminal for it, which is nothing or a bell.
    func play(_ tone: Tone, at time: TimeOfDay) -> [UInt8] {
        if quiet.contains(time) { return [] }
        switch way {
        case .off: return []
        case .bell: return [0x07]
        case .player(_, let play):
            start { play(tone.file) }
            return []
        }
    }

    /// What is left of a tone is not worth waiting for: while one is heard, the next is not.
    private func start(_ play: @escaping @Sendable () -> Void) {
        guard isPlaying.exchange(true, ordering: .relaxed) == false else { return }
        // Starting a program takes longer than a student's hand.
        Thread.detachNewThread { [self] in
            play()
            isPlaying.store(false, ordering: .relaxed)
        }
    }
}
