import Attendance
import Testing

@testable import Wire

/// What a door and a hub say to each other around the journal.
@Suite struct SyncShapesTests {
    static func enveloped(_ data: JSON) -> [UInt8] {
        JSON.object([("code", 0), ("message", "success"), ("data", data)]).bytes
    }

    @Test func headsAreReadAsTheyWereWritten() throws {
        for seed in 0..<200 {
            var random = RandomJournal(seed: seed)
            let fixes = random.ids(0...ClockFixes.most).map { boot in
                ClockFix(
                    at: BootTime(boot: boot, milliseconds: random.whole(SyncFields.moments)),
                    hubTime: random.moment(), within: random.whole(0...30_000))
            }
            let head = SyncRequest(
                epoch: random.id(), nonce: random.text(most: 64), after: random.whole(),
                oldest: random.whole(), newest: random.whole(), fixes: ClockFixes(fixes))
            #expect(try SyncRequest(parsing: head.bytes) == head)
            #expect(head.bytes.count < 16_384)
            let snapshot = SnapshotHead(
                epoch: random.id(), revision: random.whole(), count: random.whole(0...10_000_000),
                hash: String(repeating: "0a", count: 32))
            #expect(try SnapshotHead(parsing: snapshot.bytes) == snapshot)
        }
    }

    @Test func answersAreReadAsTheyWereWritten() throws {
        for seed in 0..<200 {
            var random = RandomJournal(seed: seed)
            let first = random.whole(1...1_000)
            let results = (first...first + random.whole(0...499)).map { seq in
                SyncAnswer.Result(
                    seq: seq, disposition: random.pick(SyncAnswer.Disposition.allCases),
                    reason: random.maybe(random.text(most: 40)))
            }
            let answer = SyncAnswer(
                hubEpoch: random.id(), nonce: random.text(most: 64), highWater: random.whole(),
                results: random.maybe(results) ?? [], hubTime: random.moment(),
                backoffMilliseconds: random.maybe(random.whole(0...86_400_000)))
            #expect(try SyncAnswer(parsing: Self.enveloped(answer.data)) == answer)
        }
    }

    @Test func pagesAreReadAsTheyWereWritten() throws {
        for seed in 0..<200 {
            var random = RandomJournal(seed: seed)
            let items = (1...random.whole(1...40)).map { number in
                FeedItem(
                    revision: number * 3, kind: random.pick(FeedItem.Kind.allCases),
                    key: random.text(most: 100),
                    body: random.maybe(["name": .string(random.text(most: 30))]))
            }
            let next = items.last!.revision
            let page = FeedPage(items: items, next: next, head: next + random.whole(0...9))
            #expect(try FeedPage(parsing: Self.enveloped(page.data)) == page)
            #expect(try FeedItem.read(items[0].json.bytes) == items[0])
        }
    }

    @Test func fedEvidenceAndSessionsAreReadAsTheyWereWritten() throws {
        for seed in 0..<400 {
            var random = RandomJournal(seed: seed)
            let evidence = FedEvidence(
                id: random.id(), moment: random.moment(), device: random.id(),
                seq: random.whole(), revision: random.whole(1...SyncFields.largest),
                hasHubTime: .random(using: &random.dice), evidence: random.evidence())
            #expect(try FedEvidence(evidence.body) == evidence)
            let events = random.ids(0...9).map { id in
                SessionEvent(
                    id: id, moment: random.moment(), kind: random.event(),
                    saw: Set(random.ids(0...3)), hasHubTime: .random(using: &random.dice))
            }
            let session = FedSession(occurrence: random.id(), events: events)
            #expect(try FedSession(session.body) == session)
        }
    }

    @Test func kindsThatAreNotKnownAreLeftOut() throws {
        let data: JSON = [
            "items": [
                ["revision": 3, "kind": "planet", "key": "x", "body": [:]],
                ["revision": 4, "kind": "room", "key": "y", "body": nil],
            ],
            "next": 4, "head": 4,
        ]
        let page = try FeedPage(parsing: Self.enveloped(data))
        #expect(page.items.map(\.key) == ["y"] && page.items[0].body == nil && page.next == 4)
    }

    @Test(
        "A page that goes back, or further than it says, is none",
        arguments: [([4, 3], 4, 4), ([3, 3], 4, 4), ([5], 4, 4), ([0], 4, 4), ([3], 5, 4)])
    func revisions(_ revisions: [Int], _ next: Int, _ head: Int) {
        let items = revisions.map { revision -> JSON in
            ["revision": JSON(revision), "kind": "room", "key": "x", "body": nil]
        }
        let data: JSON = ["items": .array(items), "next": JSON(next), "head": JSON(head)]
        #expect(throws: SyncFault.self) { try FeedPage(parsing: Self.enveloped(data)) }
    }

    @Test(
        "A head with another hash is none",
        arguments: [
            "", "00", String(repeating: "0A", count: 32), String(repeating: "0", count: 65),
        ])
    func hashes(_ hash: String) {
        var random = RandomJournal(seed: 1)
        let head = SnapshotHead(epoch: random.id(), revision: 1, count: 1, hash: hash)
        #expect(throws: SyncFault.self) { try SnapshotHead(parsing: head.bytes) }
    }

    @Test func resultsThatStandTwiceAreNoAnswer() {
        var random = RandomJournal(seed: 1)
        let answer = SyncAnswer(
            hubEpoch: random.id(), nonce: "n", highWater: 2,
            results: [.init(seq: 2, disposition: .new), .init(seq: 2, disposition: .fork)],
            hubTime: random.moment())
        #expect(throws: SyncFault.self) { try SyncAnswer(parsing: Self.enveloped(answer.data)) }
    }
}
