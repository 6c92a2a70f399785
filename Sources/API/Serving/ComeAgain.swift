/// When those for whom there is no place are to come again: one after the other, each when its turn
/// will be at the pace of now.
struct ComeAgain {
    /// However many are away, nobody is sent away for longer.
    static let longest: Duration = .seconds(60)

    /// How long one keeps the others waiting.
    private var pace: Duration = .milliseconds(50)
    private var lastEnd: ContinuousClock.Instant?
    private var lastPlace: ContinuousClock.Instant?

    /// One is done. The time until the next is the pace, as long as somebody `isWaiting`.
    mutating func end(at now: ContinuousClock.Instant, isWaiting: Bool) {
        if let lastEnd { pace += (now - lastEnd - pace) / 8 }
        lastEnd = isWaiting ? now : nil
    }

    /// After how long somebody is to come who has so many before them, and all who were sent away
    /// before.
    mutating func place(at now: ContinuousClock.Instant, behind count: Int) -> Duration {
        let soonest = max(now + pace * count, (lastPlace ?? now) + pace)
        let place = min(soonest, now + Self.longest)
        lastPlace = place
        return place - now
    }
}
