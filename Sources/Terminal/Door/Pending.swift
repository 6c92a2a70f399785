import Attendance
import Wire

/// Answers given in the order of the lines, whichever is known first.
struct Pending {
    private var answers: [DoorAnswer?] = []
    private var firstNumber = 0

    var isEmpty: Bool { answers.isEmpty }
    var count: Int { answers.count }

    /// Takes a place for a line and gives its number.
    mutating func add(_ answer: DoorAnswer? = nil) -> Int {
        answers.append(answer)
        return firstNumber + answers.count - 1
    }

    mutating func answer(_ number: Int, _ answer: DoorAnswer) {
        answers[number - firstNumber] = answer
    }

    /// Those from the front that are known.
    mutating func takeReady() -> [DoorAnswer] {
        let ready = answers.prefix { $0 != nil }.compactMap { $0 }
        answers.removeFirst(ready.count)
        firstNumber += ready.count
        return ready
    }
}

/// A line that came while the same line still waited for its answer.
struct Repetition {
    let number: Int
    let scan: Scan
    let moment: Moment
}

/// The same line again within two seconds of its answer is the trigger bouncing. An empty one
/// stands for a line too long to be known again, and never bounces.
struct Bounces {
    static let window: Duration = .seconds(2)
    /// Lines remembered at once; more than can be answered within the window.
    static let mostRemembered = 4_096

    private var waiting: [String: [Repetition]] = [:]
    private var answered: [String: ContinuousClock.Instant] = [:]

    func isBounce(_ line: String, at now: ContinuousClock.Instant) -> Bool {
        !line.isEmpty && answered[line].map { now - $0 < Self.window } ?? false
    }

    /// Whether the same line waits for its answer.
    func isAsked(_ line: String) -> Bool { !line.isEmpty && waiting[line] != nil }

    mutating func asked(_ line: String) {
        if !line.isEmpty { waiting[line] = [] }
    }

    /// Keeps a repetition until the line is answered.
    mutating func hold(_ repetition: Repetition) {
        waiting[repetition.scan.normalised, default: []].append(repetition)
    }

    /// A line that could not be saved may be tried again at once. Gives what was held for it.
    mutating func answered(
        _ line: String, saved: Bool, at now: ContinuousClock.Instant
    ) -> [Repetition] {
        if answered.count >= Self.mostRemembered {
            answered = answered.filter { now - $0.value < Self.window }
        }
        answered[line] = saved ? now : nil
        return waiting.removeValue(forKey: line) ?? []
    }
}
