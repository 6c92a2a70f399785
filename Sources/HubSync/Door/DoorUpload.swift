import Attendance
import Desk
import Wire

/// A door's way up, over what its file holds: what to send next, and what of an answer is kept.
/// Whoever drives it does the asking, and the keeping.
package struct DoorUpload: Sendable {
    package enum Step: Equatable, Sendable {
        /// The body of a request to `HubPath.entries`.
        case send([UInt8])
        case wait(until: Int64)
        case rest
    }

    package private(set) var link: HubLink
    private var upload: Upload
    private var asked: BootTime?

    package init(_ link: HubLink) {
        self.link = link
        upload = Upload(epoch: link.epoch, acked: link.acked)
    }

    /// The status with which the hub refuses this door.
    package var refusal: Int? { upload.refusal }

    /// `nonce` is one that no request had before.
    package mutating func next(
        at time: BootTime, nonce: String, in ledger: any HubLinkReading
    ) throws -> Step {
        guard let kept = try ledger.hubLink() else { return .rest }
        let journal = Upload.Journal(
            oldest: try ledger.oldestLine() ?? kept.newest + 1, newest: kept.newest,
            hub: kept.hubEpoch)
        switch upload.next(at: time.milliseconds, journal: journal) {
        case .wait(let until): return .wait(until: until)
        case .rest: return .rest
        case .send(let batch):
            let head = SyncRequest(
                epoch: upload.epoch, nonce: nonce, after: batch.after, oldest: journal.oldest,
                newest: journal.newest, fixes: link.fixes
            ).bytes
            let lines =
                batch.most == 0
                ? []
                : try ledger.journal(
                    after: batch.after, most: batch.most,
                    bytes: batch.mostBytes - head.count - 1)
            upload.send(batch, lines: lines.count, nonce: nonce)
            asked = time
            return .send(Array(([head] + lines).joined(separator: [UInt8(ascii: "\n")])))
        }
    }

    /// Takes the reply to what was sent; `link` is what is to be kept then.
    package mutating func receive(
        _ reply: HubReply, at time: BootTime, moment: Moment, newEpoch: UniqueID,
        using random: inout some RandomNumberGenerator
    ) -> Upload.Received {
        let received = upload.receive(
            reply, at: time.milliseconds, newEpoch: newEpoch, using: &random)
        link.epoch = upload.epoch
        link.acked = upload.acked
        link.refusal = upload.refusal
        if let hubTime = received.hubTime {
            link.contactAt = moment
            if let asked, let fix = ClockFix(asked: asked, answered: time, hubTime: hubTime) {
                link.fixes.remember(fix)
            }
        }
        return received
    }
}
