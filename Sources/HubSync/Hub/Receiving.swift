import Attendance
import Desk
import Wire

extension Desk {
    /// Takes what a door of this hub sent up: all in the transaction that it is called in, so that
    /// the answer may be given once that is durable.
    ///
    /// The same lines again are duplicates, and lines after a gap are left: the answer says from
    /// where they are wanted. What cannot be taken is kept aside. What was decided at the door
    /// stays decided; all evidence of whoever is touched is settled anew.
    package func receive(
        _ batch: ArrivedBatch, from door: Attempt.Door, in ledger: any LedgerWriting
    ) throws -> SyncAnswer {
        let moment = now()
        let head = batch.head
        var journal = try ledger.doorJournal(of: door.device, head.epoch, at: moment)
        // What went by age at the door was here once, before this hub was restored.
        if head.after > journal.highWater, head.after + 1 == head.oldest {
            journal.highWater = head.after
        }
        var results: [SyncAnswer.Result] = []
        if head.after <= journal.highWater {
            let known = Int(min(journal.highWater - head.after, Int64(batch.lines.count)))
            results = try judge(batch, known: known, journal, ledger)
            let isForked = results.last?.disposition == .fork
            if !isForked, known < batch.lines.count {
                results += try take(
                    batch.lines.dropFirst(known), of: journal, head, door, ledger)
                journal.highWater = head.after + Int64(batch.lines.count)
            }
        }
        journal.newest = max(head.newest, journal.highWater)
        try ledger.keep(journal, at: moment)
        return SyncAnswer(
            hubEpoch: try ledger.hubEpoch(), nonce: head.nonce, highWater: journal.highWater,
            results: results, hubTime: now())
    }

    /// The first lines, which this journal has here already: the same, or another's; what follows
    /// another's is not looked at.
    private func judge(
        _ batch: ArrivedBatch, known: Int, _ journal: DoorJournal, _ ledger: any LedgerWriting
    ) throws -> [SyncAnswer.Result] {
        if known == 0 { return [] }
        let first = batch.head.after + 1
        let hashes = try ledger.received(first...(first + Int64(known) - 1), of: journal)
        var results: [SyncAnswer.Result] = []
        for (place, line) in batch.lines.prefix(known).enumerated() {
            let seq = first + Int64(place)
            // Where the hash went by age, the number alone must tell.
            let isSame = hashes[seq].map { $0 == line.hash } ?? true
            results.append(.init(seq: seq, disposition: isSame ? .duplicate : .fork))
            if !isSame { break }
        }
        return results
    }

    /// Lines that are new here.
    private func take(
        _ lines: ArraySlice<ArrivedBatch.Line>, of journal: DoorJournal, _ head: SyncRequest,
        _ door: Attempt.Door, _ ledger: any LedgerWriting
    ) throws -> [SyncAnswer.Result] {
        var reading = Arrivals(door: door, journal: journal, fixes: head.fixes)
        var seq = head.after + Int64(lines.startIndex)
        var hashes: [(seq: Int64, hash: [UInt8])] = []
        for line in lines {
            seq += 1
            hashes.append((seq, line.hash))
            reading.read(line, seq: seq)
        }
        try ledger.note(hashes, of: journal)
        try reading.resolve(ledger, at: self)
        try settle(&reading, ledger)
        try ledger.quarantine(reading.quarantined, of: journal, at: now())
        let reasons = Dictionary(
            reading.quarantined.map { ($0.seq, $0.reason) }, uniquingKeysWith: { first, _ in first }
        )
        return hashes.map { one in
            .init(
                seq: one.seq, disposition: reasons[one.seq] == nil ? .new : .quarantined,
                reason: reasons[one.seq].map { String($0.prefix(SyncAnswer.longestReason)) })
        }
    }
}
