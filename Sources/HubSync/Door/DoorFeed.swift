import Attendance
import Desk
import Wire

/// Where what the hub says is kept: each in one transaction, with how far it goes. Both give what
/// could not be taken, in words.
package struct FeedKeeping: Sendable {
    package var take: @Sendable (FeedPage) async throws -> [String]
    package var swap: @Sendable (SnapshotHead, [FeedItem]) async throws -> [String]

    package init(
        take: @escaping @Sendable (FeedPage) async throws -> [String],
        swap: @escaping @Sendable (SnapshotHead, [FeedItem]) async throws -> [String]
    ) {
        self.take = take
        self.swap = swap
    }
}

/// Follows what the hub says of the door's room, beside the door.
package struct DoorFeed: Sendable {
    /// The largest snapshot that is believed: ten times the rosters of a room of a large school.
    static let mostSnapshotBytes = 64 << 20

    private let setup: DoorSyncSetup
    private let keeping: FeedKeeping
    private let scope: String

    /// `room` is what the hub calls it.
    package init(_ setup: DoorSyncSetup, room: UniqueID, keeping: FeedKeeping) {
        self.setup = setup
        self.keeping = keeping
        scope = "room:\(room)"
    }

    /// Until the task is cancelled. A fault of the ledger is logged, and what was asked is asked
    /// again.
    package func run() async {
        var download = Download(
            scope: scope, epoch: setup.link.hubEpoch, after: setup.link.roster)
        var wasRefused = false
        while !Task.isCancelled {
            do {
                try await step(&download)
            } catch is CancellationError {
                return
            } catch {
                setup.log("What the hub says could not be kept, again in a minute: \(error)")
                await sleep(milliseconds: 60_000)
                await goOn(&download)
            }
            let isRefused = download.refusal != nil
            if isRefused, !wasRefused {
                setup.log("The hub tells this door nothing any more; the roster stays as it is.")
            }
            wasRefused = isRefused
        }
    }

    /// From what is kept: what was heard beyond that is asked for again.
    private func goOn(_ download: inout Download) async {
        do {
            let kept = try await setup.desk.ledger.read { try $0.hubLink() }
            guard let kept else { return }
            download = Download(scope: scope, epoch: kept.hubEpoch, after: kept.roster)
        } catch {
            // The next step meets the same fault, and says it.
        }
    }

    private func step(_ download: inout Download) async throws {
        switch download.next(at: setup.bootTime().milliseconds) {
        case .rest: await sleep(milliseconds: 1_000)
        case .wait(let until):
            await sleep(milliseconds: until - setup.bootTime().milliseconds)
        case .feed(let query): try await ask(query, &download)
        case .snapshot: try await askForSnapshot(&download)
        }
    }

    private func ask(_ query: Download.Query, _ download: inout Download) async throws {
        download.send()
        let reply = await setup.ask(
            HubRequest(
                path: HubPath.feed,
                query: [
                    ("scope", query.scope), ("after", "\(query.after)"),
                    ("epoch", "\(query.epoch)"), ("limit", "\(query.limit)"),
                    ("wait", "\(query.waitSeconds)"),
                ], token: setup.link.token, mostBytes: FeedPage.mostBytes,
                seconds: query.waitSeconds + 15))
        var random = SystemRandomNumberGenerator()
        let outcome = download.receive(
            reply, at: setup.bootTime().milliseconds, using: &random)
        if case .page(let page) = outcome { say(try await keeping.take(page)) }
    }

    private func askForSnapshot(_ download: inout Download) async throws {
        download.send()
        let reply = await setup.ask(
            HubRequest(
                path: HubPath.snapshot, query: [("scope", scope)], token: setup.link.token,
                mostBytes: Self.mostSnapshotBytes, seconds: 120))
        var random = SystemRandomNumberGenerator()
        guard case .answered(200, _, _, let body) = reply else {
            let now = setup.bootTime().milliseconds
            _ = download.receive(reply, at: now, using: &random)
            return
        }
        guard let (head, items) = Self.snapshot(body) else {
            download.discarded(at: setup.bootTime().milliseconds, using: &random)
            return
        }
        say(try await keeping.swap(head, items))
        download.swapped(head)
    }

    /// Nil unless it is whole: a captive portal's page is none.
    static func snapshot(_ body: [UInt8]) -> (SnapshotHead, [FeedItem])? {
        var lines = body.split(separator: UInt8(ascii: "\n"))[...]
        do {
            guard let first = lines.popFirst() else { return nil }
            var load = SnapshotLoad(try SnapshotHead(parsing: Array(first)))
            var items: [FeedItem] = []
            for line in lines {
                if let item = try load.take(Array(line)) { items.append(item) }
            }
            return load.isWhole ? (load.head, items) : nil
        } catch {
            return nil
        }
    }

    private func say(_ refused: [String]) {
        if let first = refused.first {
            setup.log("\(refused.count) things that the hub says cannot be taken, such as \(first)")
        }
    }

    private func sleep(milliseconds: Int64) async {
        do { try await Task.sleep(for: .milliseconds(max(1, milliseconds))) } catch {
            // Cancelled: the loop ends.
        }
    }
}
