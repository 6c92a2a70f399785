/// When the bytes of a line came: what tells a reader from a hand, where anything does.
///
/// A reader's keys come one by one, faster than any hand's. Many bytes at once are a paste, a line
/// from elsewhere or a kiosk that was busy, and tell nothing: who typed them is not known.
package struct Keystrokes: Equatable, Sendable {
    /// No hand types two keys within it.
    package static let quickest: Duration = .milliseconds(20)
    /// Nothing that is plugged in sends two keys within it: what does came from a program.
    package static let together: Duration = .microseconds(500)
    /// Gaps that must have been a reader's: fewer may be chance.
    package static let fewestGaps = 3
    /// After as long nothing more comes of what a reader sent without an end.
    package static let silence: Duration = .milliseconds(100)
    /// After as long what was longer than any line is over.
    package static let longSilence: Duration = .milliseconds(200)

    private var count = 0
    /// Bytes since the last gap that a hand may have made.
    private var burst = 0
    /// Gaps within the burst that a reader made.
    private var gaps = 0
    private var last: ContinuousClock.Instant?

    package init() {}

    /// One byte came.
    package mutating func came(at now: ContinuousClock.Instant) {
        if let last {
            let gap = now - last
            if gap >= Self.quickest {
                burst = 0
                gaps = 0
            } else if gap >= Self.together {
                gaps += 1
            }
        }
        count += 1
        burst += 1
        last = now
    }

    /// No gap was a hand's.
    package var isBurst: Bool { burst == count }

    /// Every key came as a reader sends them.
    package var isReader: Bool { isBurst && gaps >= Self.fewestGaps }

    /// How many bytes a hand typed before one burst; nil where there was no hand, or no burst.
    package var typedBeforeBurst: Int? {
        burst < count && burst > Self.fewestGaps ? count - burst : nil
    }

    /// Nothing has come for so long.
    package func isSilent(for duration: Duration, at now: ContinuousClock.Instant) -> Bool {
        last.map { now - $0 >= duration } ?? false
    }

    /// When the silence after the last byte is a reader's end, then a long one's.
    package func nextSilence(after now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard let last else { return nil }
        return [Self.silence, Self.longSilence].map { last + $0 }.first { $0 > now }
    }
}
