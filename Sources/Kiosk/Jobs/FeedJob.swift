import Attendance
import Desk

/// Keeps what rooms are told as the school changes, once a door of theirs has asked.
struct FeedJob: Sendable {
    private static let looksEvery: Duration = .seconds(1)

    let desk: Desk
    let log: @Sendable (String) -> Void

    init(_ school: School, log: @escaping @Sendable (String) -> Void) {
        desk = school.desk
        self.log = log
    }

    /// Until it is cancelled.
    func start() -> Task<Void, Never> {
        Task {
            var keeper = FeedKeeper(desk)
            var failed = false
            repeat {
                do {
                    try await keeper.keep()
                    failed = false
                } catch {
                    // Said once, not every second.
                    if !failed { log("Doors are not told what changes: \(Jobs.reason(error))") }
                    failed = true
                }
            } while await Jobs.slept(Self.looksEvery)
        }
    }
}
