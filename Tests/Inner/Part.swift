/// A part of the program that is measured by itself, and the least that any way of doing the same
/// must do.
struct Part: Sendable {
    let name: String
    /// What the least is, in words.
    let least: String
    private let works: [Way: @Sendable (Int) throws -> Void]

    enum Way: String, Sendable {
        case ours, least
    }

    init(
        _ name: String, ours: @escaping @Sendable () throws -> Void, least: String,
        by work: @escaping @Sendable () throws -> Void
    ) {
        self.name = name
        self.least = least
        works = [.ours: Self.repeating(ours), .least: Self.repeating(work)]
    }

    private static func repeating(
        _ work: @escaping @Sendable () throws -> Void
    ) -> @Sendable (Int) throws -> Void {
        { for _ in 0..<$0 { try work() } }
    }

    /// Does it so many times.
    func run(_ way: Way, times: Int) throws {
        try works[way]?(times)
    }
}

/// Takes a result, so that what made it is not left out.
@inline(never)
@_optimize(none)
func keep<Value>(_ value: Value) {}
