/// How long to leave a hub alone that cannot answer: longer after each failure, and by chance, so
/// that a hundred doors do not come back at once.
struct BackOff: Equatable, Sendable {
    static let firstMilliseconds: Int64 = 1_000
    static let mostMilliseconds: Int64 = 300_000
    /// The longest Retry-After that is believed.
    static let mostAskedMilliseconds: Int64 = 3_600_000

    private(set) var failures = 0

    /// The longest pause after so many failures; full jitter takes any up to it.
    private var ceiling: Int64 {
        min(Self.mostMilliseconds, Self.firstMilliseconds << Int64(min(failures, 20) - 1))
    }

    /// After one failure more. Where the hub asked for a time, it is taken at its word: the chance
    /// adds a second and a quarter of that at the most.
    mutating func pause(
        asked milliseconds: Int64 = 0, using random: inout some RandomNumberGenerator
    ) -> Int64 {
        failures += 1
        let asked = min(max(0, milliseconds), Self.mostAskedMilliseconds)
        let most = asked == 0 ? ceiling : min(ceiling, Self.firstMilliseconds + asked / 4)
        return asked + Int64.random(in: 0...most, using: &random)
    }

    mutating func succeed() { failures = 0 }
}
