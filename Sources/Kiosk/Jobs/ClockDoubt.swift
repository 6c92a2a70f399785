import Attendance
import Desk

/// Says when nobody knows what time it is, and settles what was left open once it is known.
/// Whoever asks for the time looks at the clock, and this does where nobody asks.
struct ClockDoubt: Sendable {
    private static let looksEvery: Duration = .seconds(60)

    let desk: Desk
    let clock: SystemClock
    /// What stood in doubt before was made by another run of the clock.
    let evidenceBefore: Int
    let log: @Sendable (String) -> Void

    init(_ school: School, log: @escaping @Sendable (String) -> Void) {
        desk = school.desk
        clock = school.clock
        evidenceBefore = school.evidenceBefore
        self.log = log
    }

    /// Until it is cancelled.
    func start() -> Task<Void, Never> {
        Task {
            async let looks: Void = look()
            for await change in clock.changes {
                do {
                    try await take(change)
                } catch {
                    log("What time it is could not be settled: \(Jobs.reason(error))")
                }
            }
            await looks
        }
    }

    private func look() async {
        while await Jobs.slept(Self.looksEvery) { _ = clock.now() }
    }

    private func take(_ change: SchoolClock.Change) async throws {
        switch change {
        case .doubted(let doubt):
            log(
                "The clock cannot be trusted: \(Self.words(doubt)) Check-ins are kept, nobody is "
                    + "late until the clock is known. Set it, or let NTP keep it.")
        case .known(let shift):
            let count = try await desk.timeDoubted(after: evidenceBefore, shift: shift)
            log("The clock is known again; \(count) check-ins were settled by it.")
        }
    }

    private static func words(_ doubt: SchoolClock.Doubt) -> String {
        switch doubt {
        case .past: "it is before what was kept already."
        case .future: "it is long after all that was kept."
        case .step: "it was set, and nobody keeps it."
        }
    }
}
