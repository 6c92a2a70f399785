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

/// The same line again within two seconds of its answer is the trigger bouncing.
struct Bounces {
    static let window: Duration = .seconds(2)
    /// Lines remembered at once; more than can be answered within the window.
    static let mostRemembered = 4_096

    private var pending: [String: Int] = [:]
    private var answered: [String: ContinuousClock.Instant] = [:]

    /// An empty one stands for a line too long to be known again.
    func isBounce(_ line: String, at now: ContinuousClock.Instant) -> Bool {
        if line.isEmpty { return false }
        if pending[line] != nil { return true }
        return answered[line].map { now - $0 < Self.window } ?? false
    }

    mutating func asked(_ line: String) {
        pending[line, default: 0] += 1
    }

    /// A line that could not be saved may be tried again at once.
    mutating func answered(_ line: String, saved: Bool, at now: ContinuousClock.Instant) {
        pending[line] = nil
        if answered.count >= Self.mostRemembered {
            answered = answered.filter { now - $0.value < Self.window }
        }
        answered[line] = saved ? now : nil
    }
}
