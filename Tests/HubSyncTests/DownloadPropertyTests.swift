import Attendance
import HubSync
import TestKit
import Testing
import Wire

/// What a door holds of a scope is at any time what the hub had at one revision, and in the end
/// what it has.
@Suite struct DownloadPropertyTests {
    typealias Held = [String: Int64]

    /// A scope at the hub, and a door's copy of it.
    struct Pair {
        var epoch = UniqueID(high: 2, low: 1)
        /// What changed at each revision, from 1.
        var log: [(key: String, value: Int64?)] = []
        /// Revisions up to this one are too old to be told.
        var forgotten = 0
        var download = Download(scope: "room", epoch: nil, after: 0)
        var held: Held = [:]
        var now: Int64 = 0
        var complaints: [String] = []
        /// A door that takes what has come of a snapshot that broke off.
        var isHasty = false

        func state(_ revision: Int) -> Held {
            log.prefix(revision).reduce(into: [:]) { $0[$1.key] = $1.value }
        }

        mutating func suffer(using dice: inout SeededDice) {
            switch Int.random(in: 0..<10, using: &dice) {
            case 0...3:
                let value = Int64.random(in: 0...9, using: &dice)
                let key = "k\(Int.random(in: 0...5, using: &dice))"
                log.append((key, value == 0 ? nil : value))
            case 4: forgotten = Int.random(in: forgotten...log.count, using: &dice)
            case 5 where Int.random(in: 0..<3, using: &dice) == 0:
                epoch = UniqueID(high: 2, low: epoch.low + 1)
                log.removeLast(min(log.count, 3))
                forgotten = min(forgotten, log.count)
            default: exchange(isGood: Bool.random(using: &dice), using: &dice)
            }
        }

        mutating func exchange(isGood: Bool, using dice: inout SeededDice) {
            if case .wait(let until) = download.next(at: now) { now = until }
            let step = download.next(at: now)
            download.send()
            switch step {
            case .wait, .rest: complaints.append("it does not ask after its pause")
            case .feed(let query): ask(query, isGood, using: &dice)
            case .snapshot: load(isGood, using: &dice)
            }
        }

        private mutating func ask(
            _ query: Download.Query, _ isGood: Bool, using dice: inout SeededDice
        ) {
            let reply =
                isGood
                ? reply(to: query, using: &dice) : Self.spoilt(after: query.after, using: &dice)
            switch download.receive(reply, at: now, using: &dice) {
            case .page(let page):
                for item in page.items { held[item.key] = item.body.flatMap(Self.number) }
                if held != state(Int(download.after)) { complaints.append("no state") }
            case .nothing, .snapshotNeeded, .refused, .failed: break
            }
        }

        private func reply(to query: Download.Query, using dice: inout SeededDice) -> HubReply {
            if query.epoch != epoch || query.after > log.count { return DownloadTests.status(409) }
            if query.after < forgotten { return DownloadTests.status(410) }
            if query.after == log.count { return DownloadTests.status(204) }
            let first = Int(query.after)
            let next = min(
                log.count, first + min(query.limit, Int.random(in: 1...4, using: &dice)))
            let items = (first..<next).map { item($0) }
            let page = FeedPage(items: items, next: Int64(next), head: Int64(log.count))
            return .answered(
                status: 200, contentType: "application/json", retryAfter: nil,
                body: JSON.object([("code", 0), ("data", page.data)]).bytes)
        }

        private func item(_ place: Int) -> FeedItem {
            FeedItem(
                revision: Int64(place + 1), kind: .user, key: log[place].key,
                body: log[place].value.map { ["n": .int($0)] })
        }

        private static func number(_ body: JSON) -> Int64? {
            guard case .object(let members) = body, case .int(let number)? = members.first?.1
            else { return nil }
            return number
        }

        static func spoilt(after: Int64, using dice: inout SeededDice) -> HubReply {
            [
                // Somebody kept it from before.
                after < 2
                    ? .timedOut : DownloadTests.page([after - 1], next: after - 1, head: after),
                .timedOut, .unreachable, DownloadTests.status(503), DownloadTests.status(401),
                .answered(status: 200, contentType: "text/html", retryAfter: nil, body: []),
                DownloadTests.page([999_999], next: 999_998, head: 999_999),
            ].randomElement(using: &dice)!
        }

        private mutating func load(_ isGood: Bool, using dice: inout SeededDice) {
            let whole = state(log.count).sorted { $0.key < $1.key }
            let lines = whole.map {
                FeedItem(
                    revision: Int64(log.count), kind: .user, key: $0.key,
                    body: ["n": .int($0.value)]
                ).json.bytes
            }
            let head = DownloadTests.head(of: lines, epoch, Int64(log.count))
            var beside: Held = [:]
            var load = SnapshotLoad(head)
            let count = isGood ? lines.count : Int.random(in: 0...lines.count, using: &dice)
            for line in lines.prefix(count) {
                // What cannot be read is not whole either.
                guard let item = try? load.take(line) else { break }
                beside[item.key] = item.body.flatMap(Self.number)
            }
            if load.isWhole || isHasty {
                held = beside
                download.swapped(head)
            } else {
                download.discarded(at: now, using: &dice)
            }
        }
    }

    static func complaints(_ life: Int, isHasty: Bool = false) -> [String] {
        var dice = SeededDice(seed: UInt64(life) + 1)
        var pair = Pair()
        pair.isHasty = isHasty
        for _ in 0..<Int.random(in: 10...150, using: &dice) { pair.suffer(using: &dice) }
        for _ in 0..<200 {
            if pair.download.epoch == pair.epoch, Int(pair.download.after) == pair.log.count {
                break
            }
            pair.exchange(isGood: true, using: &dice)
        }
        if pair.held != pair.state(pair.log.count) { pair.complaints.append("not the same") }
        return pair.complaints
    }

    @Test func theDoorHasWhatTheHubHas() {
        for life in 0..<400 { #expect(Self.complaints(life) == [], "life \(life)") }
    }

    /// The control.
    @Test func aSnapshotTakenInPartIsCaught() {
        #expect((0..<400).contains { !Self.complaints($0, isHasty: true).isEmpty })
    }
}
