import Attendance
import HubSync
import TestKit
import Testing
import Wire

/// What each answer of a hub does to what a door sends next.
@Suite struct UploadTests {
    static let epochs = [UniqueID(high: 1, low: 1), UniqueID(high: 1, low: 2)]
    static let hubEpoch = UniqueID(high: 2, low: 1)
    static let json = "application/json; charset=utf-8"
    static let minutes15: Int64 = 900_000

    static func answer(
        _ highWater: Int64, nonce: String = "n", results: [SyncAnswer.Result] = [],
        backoff: Int64? = nil, contentType: String? = json
    ) -> HubReply {
        let answer = SyncAnswer(
            hubEpoch: hubEpoch, nonce: nonce, highWater: highWater, results: results,
            hubTime: Moment(seconds: 1_773_014_400), backoffMilliseconds: backoff)
        let body = JSON.object([("code", 0), ("message", "success"), ("data", answer.data)])
        return .answered(
            status: 200, contentType: contentType, retryAfter: nil, body: body.bytes)
    }

    static func status(_ status: Int, retryAfter: String? = nil) -> HubReply {
        .answered(status: status, contentType: "text/html", retryAfter: retryAfter, body: [])
    }

    /// A door with 1,000 lines of which 100 are confirmed, that has greeted, and has sent 500.
    static func sending(
        journal: Upload.Journal = .init(newest: 1_000), dice: inout SeededDice
    ) -> Upload {
        var upload = Upload(epoch: epochs[0], acked: 100)
        for (lines, highWater) in [(0, 100), (500, nil)] as [(Int, Int64?)] {
            guard case .send(let batch) = upload.next(at: 0, journal: journal) else {
                Issue.record("it should send")
                return upload
            }
            #expect(batch.after == 100 && batch.most == lines && batch.mostBytes == 1 << 20)
            upload.send(batch, lines: min(lines, batch.most), nonce: "n")
            if let highWater {
                let received = upload.receive(
                    answer(highWater), at: 0, newEpoch: epochs[1], using: &dice)
                #expect(received.outcome == .greeted)
            }
        }
        return upload
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let reply: HubReply
        var outcome = Upload.Outcome.failed
        var acked: Int64 = 100
        var most = 500
        /// Milliseconds in which it sends again, at least and at the most.
        var pause: ClosedRange<Int64> = 0...1_000
        var isForked = false
        var refusal: Int?
    }

    static let rows = [
        Case(
            testDescription: "200: it advances", reply: answer(600), outcome: .advanced,
            acked: 600, pause: 0...0),
        Case(
            testDescription: "200 of a part: it advances by that", reply: answer(250),
            outcome: .advanced, acked: 250, pause: 0...0),
        Case(
            testDescription: "200 that wants to be left alone", reply: answer(600, backoff: 7_000),
            outcome: .advanced, acked: 600, pause: 7_000...7_000),
        Case(
            testDescription: "200 beyond what was sent: that was not confirmed now",
            reply: answer(900), outcome: .advanced, acked: 600, pause: 0...0),
        Case(
            testDescription: "200 with less than before: it rewinds", reply: answer(40),
            outcome: .rewound, acked: 40),
        Case(testDescription: "200 and no step further", reply: answer(100)),
        Case(
            testDescription: "200 beyond the journal: the file is an older one",
            reply: answer(1_001), outcome: .forked, acked: 0, isForked: true),
        Case(
            testDescription: "200 with a fork",
            reply: answer(600, results: [.init(seq: 101, disposition: .fork)]), outcome: .forked,
            acked: 0, isForked: true),
        Case(testDescription: "200 with another nonce", reply: answer(600, nonce: "m")),
        Case(
            testDescription: "200 of a captive portal",
            reply: answer(600, contentType: "text/html; charset=utf-8")),
        Case(testDescription: "200 of no type", reply: answer(600, contentType: nil)),
        Case(
            testDescription: "200 about lines that were not sent",
            reply: answer(600, results: [.init(seq: 601, disposition: .new)])),
        Case(
            testDescription: "200 and no JSON",
            reply: .answered(status: 200, contentType: json, retryAfter: nil, body: [0x7B])),
        Case(testDescription: "204", reply: status(204)),
        Case(testDescription: "302", reply: status(302)),
        Case(testDescription: "404", reply: status(404)),
        Case(testDescription: "409", reply: status(409)),
        Case(
            testDescription: "401", reply: status(401), outcome: .refused,
            pause: minutes15...minutes15, refusal: 401),
        Case(
            testDescription: "403", reply: status(403), outcome: .refused,
            pause: minutes15...minutes15, refusal: 403),
        Case(
            testDescription: "413: half of it, at once", reply: status(413), most: 250, pause: 0...0
        ),
        Case(testDescription: "no answer in time: half of it", reply: .timedOut, most: 250),
        Case(testDescription: "408: half of it", reply: status(408), most: 250),
        Case(testDescription: "429", reply: status(429)),
        Case(
            testDescription: "429 with a time", reply: status(429, retryAfter: "120"),
            pause: 120_000...121_000),
        Case(
            testDescription: "503 with a time beyond belief",
            reply: status(503, retryAfter: "99999999999999999999"), pause: 3_600_000...3_601_000),
        Case(
            testDescription: "503 with a date", reply: status(503, retryAfter: "Mon, 9 Mar 2026"),
            pause: 300_000...301_000),
        Case(testDescription: "503 with a blank", reply: status(503, retryAfter: " ")),
        Case(
            testDescription: "200 of the same type in other letters",
            reply: answer(600, contentType: "Application/JSON ;charset=UTF-8"),
            outcome: .advanced, acked: 600, pause: 0...0),
        Case(testDescription: "500", reply: status(500)),
        Case(testDescription: "no network", reply: .unreachable),
    ]

    @Test("A row of the table", arguments: rows)
    func row(_ row: Case) {
        for seed in 0..<20 {
            var dice = SeededDice(seed: UInt64(seed))
            var upload = Self.sending(dice: &dice)
            #expect(upload.next(at: 0, journal: .init(newest: 1_000)) == .rest)
            let received = upload.receive(
                row.reply, at: 0, newEpoch: Self.epochs[1], using: &dice)
            #expect(received.outcome == row.outcome)
            #expect(upload.acked == row.acked && upload.most == row.most)
            #expect(upload.epoch == Self.epochs[row.isForked ? 1 : 0])
            #expect(upload.refusal == row.refusal)
            let journal = Upload.Journal(newest: 1_000)
            switch upload.next(at: 0, journal: journal) {
            case .wait(let until): #expect(row.pause.contains(until))
            case .send: #expect(row.pause.contains(0))
            case .rest: Issue.record("nothing is in flight")
            }
            guard case .send(let batch) = upload.next(at: row.pause.upperBound, journal: journal)
            else {
                Issue.record("it should send again")
                continue
            }
            #expect(batch.after == row.acked && batch.most == (row.refusal == nil ? row.most : 0))
        }
    }

    /// A queue keeps its order only where nobody comes much later than they were told to.
    @Test func aTimeThatIsAskedForIsKeptAfterAnyNumberOfFailures() {
        for seed in 0..<20 {
            var dice = SeededDice(seed: UInt64(seed))
            var upload = Self.sending(dice: &dice)
            var now: Int64 = 0
            for _ in 0..<12 {
                _ = upload.receive(
                    Self.status(503, retryAfter: "20"), at: now, newEpoch: Self.epochs[1],
                    using: &dice)
                guard case .wait(let until) = upload.next(at: now, journal: .init(newest: 1_000))
                else {
                    Issue.record("it should wait")
                    return
                }
                #expect((20_000...26_000).contains(until - now))
                now = until
                guard case .send(let batch) = upload.next(at: now, journal: .init(newest: 1_000))
                else {
                    Issue.record("it should send again")
                    return
                }
                upload.send(batch, lines: batch.most, nonce: "n\(now)")
            }
        }
    }

    @Test func whatTheHubSaysIsHandedOn() {
        var dice = SeededDice(seed: 1)
        var upload = Self.sending(dice: &dice)
        let aside = SyncAnswer.Result(seq: 300, disposition: .quarantined, reason: "why")
        let received = upload.receive(
            Self.answer(600, results: [.init(seq: 101, disposition: .duplicate), aside]), at: 5,
            newEpoch: Self.epochs[1], using: &dice)
        #expect(received.outcome == .advanced && received.quarantined == [aside])
        #expect(received.hubTime == Moment(seconds: 1_773_014_400))
        #expect(received.hubEpoch == Self.hubEpoch)
    }

    @Test func itHalvesToOneAndGrowsByFifty() {
        var dice = SeededDice(seed: 1)
        var upload = Self.sending(dice: &dice)
        var sizes: [Int] = []
        var now: Int64 = 0
        var count = 500
        for number in 0..<14 {
            let reply = number < 9 ? Self.status(413) : Self.answer(upload.acked + Int64(count))
            _ = upload.receive(reply, at: now, newEpoch: Self.epochs[1], using: &dice)
            sizes.append(upload.most)
            now += 400_000
            let step = upload.next(at: now, journal: .init(newest: 10_000))
            guard case .send(let batch) = step else {
                Issue.record("it should send, not \(step)")
                return
            }
            count = batch.most
            upload.send(batch, lines: count, nonce: "n")
        }
        #expect(sizes == [250, 125, 62, 31, 15, 7, 3, 1, 1, 51, 101, 151, 201, 251])
    }

    @Test func longLinesAreHalvedByWhatWent() {
        var dice = SeededDice(seed: 1)
        var upload = Upload(epoch: Self.epochs[0], acked: 0)
        let journal = Upload.Journal(newest: 900)
        for (lines, reply) in [(0, Self.answer(0)), (64, Self.status(413))] {
            guard case .send(let batch) = upload.next(at: 0, journal: journal) else { return }
            upload.send(batch, lines: lines, nonce: "n")
            _ = upload.receive(reply, at: 0, newEpoch: Self.epochs[1], using: &dice)
        }
        #expect(upload.most == 32)
    }

    @Test func pausesGrowToFiveMinutesAndFillWhatTheyMay() {
        var longest: [Int64] = Array(repeating: 0, count: 12)
        for seed in 0..<300 {
            var dice = SeededDice(seed: UInt64(seed))
            var upload = Upload(epoch: Self.epochs[0], acked: 0)
            var now: Int64 = 0
            for number in longest.indices {
                guard case .send(let batch) = upload.next(at: now, journal: .init(newest: 0))
                else { break }
                upload.send(batch, lines: 0, nonce: "n")
                _ = upload.receive(
                    .unreachable, at: now, newEpoch: Self.epochs[1], using: &dice)
                var pause: Int64 = 0
                if case .wait(let until) = upload.next(at: now, journal: .init(newest: 0)) {
                    pause = until - now
                }
                longest[number] = max(longest[number], pause)
                now += pause
            }
        }
        for (number, pause) in longest.enumerated() {
            let most = min(300_000, 1_000 << Int64(number))
            #expect(pause <= most && pause > most * 9 / 10, "failure \(number + 1)")
        }
    }

    @Test func anIdleDoorGreetsEachQuarterOfAnHour() {
        var dice = SeededDice(seed: 1)
        var upload = Self.sending(journal: .init(newest: 600), dice: &dice)
        _ = upload.receive(Self.answer(600), at: 10, newEpoch: Self.epochs[1], using: &dice)
        let journal = Upload.Journal(oldest: 601, newest: 600)
        #expect(upload.next(at: 10, journal: journal) == .wait(until: 10 + Self.minutes15))
        guard case .send(let batch) = upload.next(at: 10 + Self.minutes15, journal: journal) else {
            Issue.record("it should greet")
            return
        }
        #expect(batch.most == 0 && batch.after == 600)
    }

    @Test func aHubThatTakesAgainIsSentTo() {
        var dice = SeededDice(seed: 1)
        var upload = Self.sending(dice: &dice)
        _ = upload.receive(Self.status(403), at: 0, newEpoch: Self.epochs[1], using: &dice)
        let journal = Upload.Journal(newest: 1_000)
        guard case .send(let batch) = upload.next(at: Self.minutes15, journal: journal) else {
            Issue.record("it should greet")
            return
        }
        upload.send(batch, lines: 0, nonce: "m")
        _ = upload.receive(
            Self.answer(100, nonce: "m"), at: Self.minutes15, newEpoch: Self.epochs[1],
            using: &dice)
        #expect(upload.refusal == nil)
        guard case .send(let more) = upload.next(at: Self.minutes15, journal: journal) else {
            Issue.record("it should send")
            return
        }
        #expect(more.after == 100 && more.most == 500)
    }

    @Test func whatWentByAgeIsNotWaitedFor() {
        var dice = SeededDice(seed: 1)
        let upload = Self.sending(dice: &dice)
        var rewound = upload
        _ = rewound.receive(Self.answer(20), at: 0, newEpoch: Self.epochs[1], using: &dice)
        let step = rewound.next(at: 2_000, journal: .init(oldest: 91, newest: 1_000))
        guard case .send(let batch) = step else {
            Issue.record("it should send")
            return
        }
        #expect(batch.after == 90 && batch.journal.oldest == 91)
    }
}
