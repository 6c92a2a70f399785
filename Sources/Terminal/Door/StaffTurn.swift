import Attendance
import Desk
import Wire

/// What staff at the keypad are asked for: it holds for the next line, and not for long. A line
/// that is no answer to it ends it and is taken as any other.
struct StaffTurn {
    static let stands: Duration = .seconds(20)

    /// What somebody answered.
    enum Reply: Equatable {
        case pin(PIN, UserID)
        case choice(StaffChoice, UserID)
        case close(StaffChoice, UserID)
        /// A number that was not offered.
        case noChoice([StaffChoice], UserID)
        case leave
    }

    private var asked: (DoorAnswer.Asks, until: ContinuousClock.Instant)?
    /// The card, which a reader may send twice.
    private var card = ""

    /// After the answer to a line, if that was a card.
    mutating func begin(
        _ asks: DoorAnswer.Asks, after line: String?, at now: ContinuousClock.Instant
    ) {
        asked = (asks, now + Self.stands)
        if let line { card = line }
    }

    /// Takes the turn with a line; nil where the line is no answer.
    mutating func end(
        with line: LineReader.Line, typed strokes: Keystrokes, at now: ContinuousClock.Instant
    ) -> Reply? {
        defer { asked = nil }
        guard let asked, now < asked.until, !strokes.isReader, case .text(let bytes) = line
        else { return nil }
        // As it was typed on a keypad, whatever Num Lock is.
        let text = Scan(parsing: bytes).normalised
        if text == card { return nil }
        if text == "0" { return .leave }
        switch asked.0 {
        case .pin(let user): return PIN(text).map { .pin($0, user) }
        case .choice(let user, let choices):
            // Nobody's number is so short.
            guard text.utf8.count <= 2, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = UInt8(text)
            else { return nil }
            return choices.indices.contains(Int(number) - 1)
                ? .choice(choices[Int(number) - 1].choice, user)
                : .noChoice(choices.map(\.choice), user)
        case .closing(let user, let choice): return text == "1" ? .close(choice, user) : nil
        }
    }
}
