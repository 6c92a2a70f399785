import Attendance
import Desk
import Foundation
import HubSync
import LedgerSQL
import Synchronization
import Wire

/// What goes on between a door that runs and its hub.
struct HubTie {
    private let client: HubClient
    private let tasks: [Task<Void, Never>]

    /// Nil where the school has not joined a hub.
    init?(_ school: School, log: @escaping @Sendable (String) -> Void) async throws {
        guard let link = try await school.ownLink(log) else { return nil }
        let client = HubClient(link.address)
        self.client = client
        let setup = DoorSyncSetup(
            desk: school.desk, link: link, ask: { await client.ask($0) },
            bootTime: SystemBoot.time, log: log)
        let sync = DoorSync(setup)
        var tasks = [Task { await sync.run() }]
        if let room = link.room {
            let feed = DoorFeed(setup, room: room, keeping: Self.keeping(school.desk))
            tasks.append(Task { await feed.run() })
        }
        self.tasks = tasks
    }

    /// Items that name what is still to come wait for the page after, in memory alone: what is kept
    /// of how far the feed has come stays before them.
    private static func keeping(_ desk: Desk) -> FeedKeeping {
        let waiting = Mutex<[FeedItem]>([])
        return FeedKeeping(
            take: { page in
                let before = waiting.withLock { kept in
                    defer { kept = [] }
                    return kept
                }
                let taken = try await desk.take(page, waiting: before)
                waiting.withLock { $0 = taken.waiting }
                return taken.words
            },
            swap: { head, items in
                waiting.withLock { $0 = [] }
                return try await desk.swap(head, items).words
            })
    }

    /// Once nothing of it is under way.
    func end() async {
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
        await client.end()
    }
}

extension School {
    /// The tie to the hub, under an epoch of its own where the file is a copy of the one that it
    /// was made with: two that go on from the same lines must not pass for one.
    fileprivate func ownLink(_ log: (String) -> Void) async throws -> HubLink? {
        guard var link = try await ledger.read({ try $0.hubLink() }) else { return nil }
        let file = fileIdentity
        if link.file == file || file.isEmpty { return link }
        if link.file != nil {
            log("This file is a copy: what it holds goes to the hub under a name of its own.")
        }
        link.file = file
        link.epoch = desk.newID(at: desk.now())
        link.acked = 0
        try await ledger.write { [link] in try $0.keep(link) }
        return link
    }

    /// The classroom that a door was started for, or that it joined its hub for.
    func classroom(ofDoor room: String?) async throws -> Classroom {
        if let room { return try await classroom(named: room) }
        let own = try await ledger.read { ledger in
            try ledger.hubLink()?.room.flatMap { try ledger.classroom(called: $0) }
        }
        guard let own else { throw Self.whichDoor }
        return own
    }

    static let whichDoor = Failure(
        .usage,
        "Say of which classroom it is the door: --room \"5A C317\", or room: 5A C317 in "
            + "kiosk.yaml. One that joined a hub, by kiosk enrol, knows its own.")
}

extension TakenFeed {
    /// What could not be taken, for a log.
    fileprivate var words: [String] {
        refused.map { "\($0.kind.rawValue) \($0.key): \($0.fault)" }
    }
}
