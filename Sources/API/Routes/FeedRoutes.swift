import Attendance
import Desk
import HubSync
import Wire

/// `/api/v1/sync/feed` and `/snapshot`: what a room must hold, for the door that stands in it.
enum FeedRoutes {
    /// The longest that an answer waits for something new.
    static let mostSeconds = 25
    /// How much of a feed is told at a time: less than the most that a door reads.
    private static let mostBytes = 3 << 20

    static let all: [Endpoint] = [
        Endpoint(
            method: .get, path: HubPath.feed, action: .sync,
            query: ["scope", "after", "epoch", "limit", "wait"], work: .waiting(feed)),
        Endpoint(
            method: .get, path: HubPath.snapshot, action: .sync, query: ["scope"],
            isLong: true, work: .waiting(snapshot)),
    ]

    /// How long the answer to a target may take to begin, where others take `usual`.
    static func time(for target: String, usual: Duration) -> Duration {
        let path = target.prefix { $0 != "?" }
        return path == HubPath.feed ? usual + .seconds(mostSeconds) : usual
    }

    private static func feed(
        _ call: Call, _ ledger: any LedgerReading
    ) throws -> Waiting {
        let after = try call.whole("after", in: 0...largestID)
        let limit = try call.whole(
            "limit", in: 1...Int64(FeedPage.mostItems), usual: Int64(FeedPage.mostItems))
        let seconds = try call.whole("wait", in: 0...Int64(mostSeconds), usual: 0)
        let epoch = try call.uniqueID("epoch", try call.required("epoch"))
        let room = try call.room(ledger)
        let bounds = FeedLimit(items: Int(limit), bytes: mostBytes)
        guard let part = try ledger.feed(of: room, after: after, bounds) else {
            return .workOut(room)
        }
        if part.epoch != epoch || after > part.head { throw Problem.otherFeed }
        if after < part.keptAfter { throw Problem.feedForgotten }
        if part.head > after { return .reply(.success(part.data)) }
        let nothing = Reply(status: 204, contentType: "", body: [])
        if seconds == 0 { return .reply(nothing) }
        return .until(room: room, changesFrom: after, seconds: seconds, otherwise: nothing)
    }

    /// From one snapshot of the database, by way of a file: it may be large, and after a restore
    /// every door asks.
    private static func snapshot(
        _ call: Call, _ ledger: any LedgerReading
    ) throws -> Waiting {
        let room = try call.room(ledger)
        let file = try UnnamedFile(in: call.service.handouts.directory) { path in
            let writer = try LineWriter(path)
            try ledger.forEachSnapshotLine(of: room) { try writer.write($0) }
            try writer.close()
        }
        if file.size == 0 { return .workOut(room) }
        var reply = Reply(contentType: "application/x-ndjson; charset=utf-8", body: [])
        reply.file = file
        return .reply(reply)
    }
}

extension Call {
    fileprivate func required(_ name: String) throws -> String {
        guard let text = query[name] else { throw Problem.invalid("?" + name, "is missing") }
        return text
    }

    fileprivate func whole(
        _ name: String, in range: ClosedRange<Int64>, usual: Int64? = nil
    ) throws -> Int64 {
        if let usual, query[name] == nil { return usual }
        guard let number = Int64(try required(name)), range.contains(number) else {
            throw Problem.invalid(
                "?" + name,
                "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    fileprivate func uniqueID(_ name: String, _ text: some StringProtocol) throws -> UniqueID {
        guard text.utf8.count <= 36, let id = UniqueID(text) else {
            throw Problem.invalid("?" + name, "must be a UUID")
        }
        return id
    }

    private static let roomScope = "room:"

    /// The room that the scope names, if it is the caller's own.
    fileprivate func room(_ ledger: any LedgerReading) throws -> ClassroomID {
        let scope = try required("scope")
        guard scope.hasPrefix(Self.roomScope) else {
            throw Problem.invalid("?scope", "must be `room:` and a UUID")
        }
        let uid = try uniqueID("scope", scope.dropFirst(Self.roomScope.count))
        let found = try ledger.classroom(called: uid)?.id
        let isOwn = found != nil && found == room
        try require(.sync, found == nil ? .missing : isOwn ? .own : .anothers)
        guard let found else { throw Problem.notFound }
        return found
    }
}

extension Problem {
    fileprivate static let otherFeed = Problem(
        409, 40_905, "That revision is none of this feed: fetch a snapshot.")
    fileprivate static let feedForgotten = Problem(
        410, 41_001, "What went since then is forgotten: fetch a snapshot.")
}
