import Attendance
import TestKit
import Wire

/// A hub as the journal's way up needs one: which lines it has under which epoch.
struct ModelHub {
    struct Journal {
        /// Lines before were gone by age when the epoch began here, or since.
        var lines: [Int64: Int] = [:]
        var highWater: Int64 = 0
    }

    private(set) var journals: [UniqueID: Journal] = [:]
    private(set) var held: Set<Int> = []
    private var epoch = UniqueID(high: 9, low: 1)
    /// Says that it has what it has not.
    var lies = false

    func highWater(_ epoch: UniqueID) -> Int64 { journals[epoch]?.highWater ?? 0 }

    mutating func take(_ head: SyncRequest, _ lines: [Int], random: inout SeededDice) -> SyncAnswer
    {
        var journal = journals[head.epoch] ?? Journal()
        var results: [SyncAnswer.Result] = []
        let isGap = head.after > journal.highWater
        if isGap, head.after + 1 == head.oldest { journal.highWater = head.after }
        if head.after <= journal.highWater {
            for (place, line) in lines.enumerated() {
                let seq = head.after + 1 + Int64(place)
                if let known = journal.lines[seq] {
                    results.append(
                        .init(seq: seq, disposition: known == line ? .duplicate : .fork))
                    if known != line { break }
                } else {
                    if lies, Int.random(in: 0..<9, using: &random) == 0 {
                        results.append(.init(seq: seq, disposition: .new))
                        continue
                    }
                    journal.lines[seq] = line
                    held.insert(line)
                    results.append(.init(seq: seq, disposition: .new))
                }
                journal.highWater = max(journal.highWater, seq)
            }
        }
        if lies { journal.highWater = max(journal.highWater, head.after + Int64(lines.count)) }
        journals[head.epoch] = journal
        return SyncAnswer(
            hubEpoch: epoch, nonce: head.nonce, highWater: journal.highWater, results: results,
            hubTime: Moment(seconds: 1_773_014_400))
    }

    /// It goes on from a copy that lacks the last lines of every journal.
    mutating func restore(losing count: Int64) {
        epoch = UniqueID(high: 9, low: epoch.low + 1)
        for (key, journal) in journals {
            var less = journal
            less.highWater = max(0, journal.highWater - count)
            less.lines = journal.lines.filter { $0.key <= less.highWater }
            journals[key] = less
        }
        held = Set(journals.values.flatMap { $0.lines.values })
    }
}
