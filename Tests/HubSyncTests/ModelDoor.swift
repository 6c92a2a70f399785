import Attendance
import HubSync
import TestKit
import Wire

/// A door that writes lines, and sends them over a network that fails in every way.
struct ModelDoor {
    var upload = Upload(epoch: UniqueID(high: 1, low: 1), acked: 0)
    var lines: [Int] = []
    var oldest: Int64 = 1
    var now: Int64 = 0
    private var made = 0
    private var epochs: UInt64 = 1
    private(set) var complaints: [String] = []
    private(set) var outcomes: [Upload.Outcome] = []
    private var backup: (lines: [Int], oldest: Int64, acked: Int64, epoch: UniqueID)?

    private var journal: Upload.Journal {
        Upload.Journal(oldest: oldest, newest: Int64(lines.count))
    }

    mutating func write(_ count: Int) {
        for _ in 0..<count {
            made += 1
            lines.append(made)
        }
    }

    /// One thing after another that befalls a door and its hub.
    mutating func suffer(_ hub: inout ModelHub, using dice: inout SeededDice) {
        switch Int.random(in: 0..<24, using: &dice) {
        case 0...7: write(Int.random(in: 1...90, using: &dice))
        case 8: hub.restore(losing: Int64.random(in: 1...60, using: &dice))
        // What the hub has confirmed may go by age.
        case 9: oldest = max(oldest, Int64.random(in: 0...upload.acked, using: &dice) + 1)
        case 10: backup = (lines, oldest, upload.acked, upload.epoch)
        case 11: putBack()
        case 12: upload = Upload(epoch: upload.epoch, acked: upload.acked)
        default: exchange(&hub, isGood: Bool.random(using: &dice), using: &dice)
        }
    }

    /// The file as it was when it was copied; what came after is lost at the door.
    private mutating func putBack() {
        guard let backup else { return }
        (lines, oldest) = (backup.lines, backup.oldest)
        upload = Upload(epoch: backup.epoch, acked: backup.acked)
    }

    /// Sends what is next, after the pause before it.
    mutating func exchange(_ hub: inout ModelHub, isGood: Bool, using dice: inout SeededDice) {
        var step = upload.next(at: now, journal: journal)
        // A pause, and then the rest of an idle quarter of an hour.
        for _ in 0..<2 {
            guard case .wait(let until) = step else { break }
            now = until
            step = upload.next(at: now, journal: journal)
        }
        guard case .send(let batch) = step else {
            complaints.append("it does not send after its pause")
            return
        }
        if batch.after + 1 < oldest { complaints.append("it sends what has gone by age") }
        let end = min(Int64(lines.count), batch.after + Int64(batch.most))
        let sent = batch.most == 0 ? [] : Array(lines[Int(batch.after)..<Int(end)])
        made += 1
        upload.send(batch, lines: sent.count, nonce: "n\(made)")
        let head = SyncRequest(
            epoch: upload.epoch, nonce: "n\(made)", after: batch.after,
            oldest: batch.journal.oldest, newest: batch.journal.newest, fixes: ClockFixes())
        now += 10
        epochs += 1
        let before = (epoch: upload.epoch, acked: upload.acked)
        let (reply, said) = reply(&hub, head, sent, isGood: isGood, using: &dice)
        let received = upload.receive(
            reply, at: now, newEpoch: UniqueID(high: 1, low: epochs), using: &dice)
        outcomes.append(received.outcome)
        if upload.epoch == before.epoch, upload.acked > before.acked,
            upload.acked > min(said ?? 0, end)
        {
            complaints.append("acked \(upload.acked), confirmed \(said ?? 0)")
        }
        if said == nil, received.outcome != .failed, received.outcome != .refused {
            complaints.append("\(received.outcome) without a word of the hub")
        }
    }

    /// What comes back, and what of it the hub has said.
    private func reply(
        _ hub: inout ModelHub, _ head: SyncRequest, _ sent: [Int], isGood: Bool,
        using dice: inout SeededDice
    ) -> (HubReply, Int64?) {
        let answer = { (hub: inout ModelHub, dice: inout SeededDice) in
            hub.take(head, sent, random: &dice)
        }
        func whole(_ answer: SyncAnswer, _ type: String = "application/json") -> HubReply {
            .answered(
                status: 200, contentType: type, retryAfter: nil,
                body: JSON.object([("code", 0), ("data", answer.data)]).bytes)
        }
        if isGood {
            let said = answer(&hub, &dice)
            return (whole(said), said.highWater)
        }
        switch Int.random(in: 0..<8, using: &dice) {
        // The hub took it, and nobody heard.
        case 0:
            _ = answer(&hub, &dice)
            return (.timedOut, nil)
        case 1:
            _ = answer(&hub, &dice)
            return (.unreachable, nil)
        // Another request's, or a portal's.
        case 2:
            var said = answer(&hub, &dice)
            said.nonce = "n0"
            said.highWater += 100
            return (whole(said), nil)
        case 3: return (whole(answer(&hub, &dice), "text/html"), nil)
        default:
            let status = [401, 403, 413, 429, 500, 503, 302].randomElement(using: &dice)!
            return (
                .answered(status: status, contentType: nil, retryAfter: "3", body: []), nil
            )
        }
    }
}
