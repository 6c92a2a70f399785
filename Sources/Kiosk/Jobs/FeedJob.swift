import Attendance
import Desk
import HubSync

/// Keeps what rooms are told as the school changes, once a door of theirs has asked.
struct FeedJob: Sendable {
    private static let looksEvery: Duration = .seconds(1)
    /// Where no room has a feed, unless something is written here.
    private static let restsFor: Duration = .seconds(60)
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
        let writes = WakeUp()
        desk.ledger.whenChanged { writes.ring() }
        return Task {
            var keeper = FeedKeeper(desk)
            var failed = false
            var isFollowed = true
            var seen: Int64?
            var pauses = 0
            repeat {
                // Where nobody knows, a look finds out.
                let version = try? desk.ledger.version()
                pauses += 1
                let isSame = version != nil && version == seen && pauses < Self.mostPauses
                if isSame, isFollowed { continue }
                do {
                    isFollowed = try await keeper.keep()
                    (seen, pauses, failed) = (version, 0, false)
                } catch {
                    // Said once, not every second.
                    if !failed { log("Doors are not told what changes: \(Jobs.reason(error))") }
                    failed = true
                }
                // A room's first feed is written by this process, or by another beside it.
                if !isFollowed { await writes.sleep(Self.restsFor) }
            } while await Jobs.slept(Self.looksEvery)
        }
    }
}
