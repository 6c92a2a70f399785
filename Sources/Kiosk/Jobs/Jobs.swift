import CKiosk
import Desk

/// What a door and a service do beside their work, by the clock.
struct Jobs: Sendable {
    private let tasks: [Task<Void, Never>]

    /// `log` is told what went wrong, and what the clock opened and closed.
    init(_ school: School, log: @escaping @Sendable (String) -> Void) {
        tasks = [
            Nightly(school, log: log)?.start(), Clockwork(school, log: log)?.start(),
            RosterJob(school, log: log)?.start(), ClockDoubt(school, log: log).start(),
            FeedJob(school, log: log).start(), Self.givingBackOfStart(),
        ].compactMap { $0 }
    }

    /// A start runs far more of the program than what follows it.
    private static func givingBackOfStart() -> Task<Void, Never> {
        Task { if await slept(.seconds(5)) { memory_give_back() } }
    }

    func cancel() {
        for task in tasks { task.cancel() }
    }

    /// In words for a log.
    static func reason(_ error: any Error) -> String {
        (error as? LedgerFault)?.message ?? (error as? Failure)?.message ?? "\(error)"
    }

    /// False where it was cancelled.
    static func slept(_ duration: Duration) async -> Bool {
        do {
            try await Task.sleep(for: duration)
            return true
        } catch {
            return false
        }
    }
}
