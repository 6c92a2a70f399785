import Attendance
import Desk

/// Keeps what rooms are told as the school changes, once a door of theirs has asked.
struct FeedJob: Sendable {
    private static let looksEvery: Duration = .seconds(1)
    /// So many pauses later the feeds are looked at though nobody wrote: a day may have begun.
    private static let mostPauses = 60

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
            var seen: Int64?
            var pauses = 0
            repeat {
                // Where nobody knows, a look finds out.
                let version = try? desk.ledger.version()
                pauses += 1
                if version != nil, version == seen, pauses < Self.mostPauses { continue }
                do {
                    try await keeper.keep()
                    (seen, pauses, failed) = (version, 0, false)
                } catch {
                    // Said once, not every second.
                    if !failed { log("Doors are not told what changes: \(Jobs.reason(error))") }
                    failed = true
                }
            } while await Jobs.slept(Self.looksEvery)
        }
    }
}
