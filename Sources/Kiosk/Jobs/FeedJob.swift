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

    /// Until it is cancelled. Where no room has a feed it rests until something is written here,
    /// as its first feed will be.
    func start() -> Task<Void, Never> {
        let (writes, written) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        desk.ledger.whenChanged { written.yield() }
        written.yield()
        return Task {
            var keeper = FeedKeeper(desk)
            for await _ in writes {
                await follow(&keeper)
                if await !Jobs.slept(Self.looksEvery) { return }
            }
        }
    }

    /// Looks each second, until no room has a feed or it is cancelled.
    private func follow(_ keeper: inout FeedKeeper) async {
        var failed = false
        var seen: Int64?
        var pauses = 0
        repeat {
            // Where nobody knows, a look finds out.
            let version = try? desk.ledger.version()
            pauses += 1
            if version != nil, version == seen, pauses < Self.mostPauses { continue }
            do {
                if try await !keeper.keep() { return }
                (seen, pauses, failed) = (version, 0, false)
            } catch {
                // Said once, not every second.
                if !failed { log("Doors are not told what changes: \(Jobs.reason(error))") }
                failed = true
            }
        } while await Jobs.slept(Self.looksEvery)
    }
}
