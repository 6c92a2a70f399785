import Attendance
import HubSync
import TestKit
import Testing

/// A door whose hub is another than before, and that has nothing new to say.
@Suite struct AnotherHubTests {
    private static let hubs = [UniqueID(high: 3, low: 1), UniqueID(high: 3, low: 2)]
    private static let epoch = UniqueID(high: 1, low: 1)

    private static func journal(of hub: Int) -> Upload.Journal {
        Upload.Journal(newest: 100, hub: hubs[hub])
    }

    /// Sends what is due, which is so many lines, and takes an answer to it.
    private static func exchange(
        _ upload: inout Upload, _ journal: Upload.Journal, at now: Int64, lines: Int,
        highWater: Int64, _ dice: inout SeededDice
    ) throws -> Upload.Outcome {
        guard case .send(let batch) = upload.next(at: now, journal: journal) else {
            throw NothingSent()
        }
        #expect(min(batch.most, Int(journal.newest - batch.after)) == lines)
        upload.send(batch, lines: lines, nonce: "n")
        let answer = UploadTests.answer(highWater)
        return upload.receive(answer, at: now, newEpoch: epoch, using: &dice).outcome
    }

    private struct NothingSent: Error {}

    @Test func itIsGreetedAtOnceAndGetsWhatItLacks() throws {
        var dice = SeededDice(seed: 1)
        var upload = Upload(epoch: Self.epoch, acked: 100)
        let (old, new) = (Self.journal(of: 0), Self.journal(of: 1))
        let greeted = try Self.exchange(&upload, old, at: 0, lines: 0, highWater: 100, &dice)
        #expect(greeted == .greeted)
        #expect(upload.next(at: 1, journal: old) == .wait(until: UploadTests.minutes15))

        let rewound = try Self.exchange(&upload, new, at: 1, lines: 0, highWater: 40, &dice)
        #expect(rewound == .rewound)
        let sent = try Self.exchange(&upload, new, at: 2_000, lines: 60, highWater: 100, &dice)
        #expect(sent == .advanced)
        #expect(
            upload.next(at: 2_001, journal: new)
                == .wait(until: 2_000 + UploadTests.minutes15))
    }

    @Test func aHubThatDoesNotAnswerIsGreetedUntilItDoes() throws {
        var dice = SeededDice(seed: 1)
        var upload = Upload(epoch: Self.epoch, acked: 100)
        let (old, new) = (Self.journal(of: 0), Self.journal(of: 1))
        _ = try Self.exchange(&upload, old, at: 0, lines: 0, highWater: 100, &dice)
        guard case .send(let batch) = upload.next(at: 1, journal: new) else {
            throw NothingSent()
        }
        upload.send(batch, lines: 0, nonce: "n")
        _ = upload.receive(.unreachable, at: 1, newEpoch: Self.epoch, using: &dice)
        let again = try Self.exchange(&upload, new, at: 5_000, lines: 0, highWater: 100, &dice)
        #expect(again == .greeted)
    }
}
