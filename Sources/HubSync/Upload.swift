import Attendance
import Wire

/// The way of a door's journal to the hub: what to send next, and what an answer does.
///
/// Times are milliseconds of a clock that only runs on; chance is handed in. One request is in
/// flight at a time. `epoch` and `acked` are kept with the journal; nothing here deletes anything.
package struct Upload: Equatable, Sendable {
    /// What the journal holds: `oldest` is one more than `newest` where it is empty. `hub` is the
    /// epoch of the hub that the roster beside it is of.
    package struct Journal: Equatable, Sendable {
        package var oldest: Int64
        package var newest: Int64
        package var hub: UniqueID?

        package init(oldest: Int64 = 1, newest: Int64, hub: UniqueID? = nil) {
            self.oldest = oldest
            self.newest = newest
            self.hub = hub
        }
    }

    package enum Step: Equatable, Sendable {
        case send(Batch)
        /// Nothing before that time, unless something new is in the journal and nothing is due.
        case wait(until: Int64)
        /// An answer is being waited for.
        case rest
    }

    /// The journal lines after `after`: as many as there are, as they fit, and `most` allows. None
    /// of them makes a greeting: it asks for the hub's time and how far it has come.
    package struct Batch: Equatable, Sendable {
        package var after: Int64
        package var most: Int
        package var mostBytes: Int
        package var journal: Journal
    }

    /// What is in flight.
    struct Request: Equatable, Sendable {
        var nonce: String
        var after: Int64
        var count: Int
        var journal: Journal

        var last: Int64 { after + Int64(count) }
    }

    package static let mostLines = SyncRequest.mostLines
    /// By how much a batch grows after each success.
    static let growth = 50
    /// After how long without a contact a greeting goes, also to a hub that refused.
    package static let idleMilliseconds: Int64 = 900_000

    package internal(set) var epoch: UniqueID
    /// The hub has confirmed every line up to this one, under this epoch.
    package internal(set) var acked: Int64
    /// How many lines go at a time.
    package internal(set) var most = mostLines
    /// The status with which the hub refuses this door; nil while it does not. Staff must know.
    package internal(set) var refusal: Int?
    var inFlight: Request?
    var backOff = BackOff()
    /// The hub was heard of since the start.
    var isGreeted = false
    /// The roster's hub when the hub was last heard of. Another may have less: one that was
    /// restored, or a standby that took over.
    var heardHub: UniqueID?
    var notBefore: Int64 = .min
    var lastContact: Int64 = .min

    package init(epoch: UniqueID, acked: Int64) {
        self.epoch = epoch
        self.acked = acked
    }

    package func next(at now: Int64, journal: Journal) -> Step {
        if inFlight != nil { return .rest }
        if now < notBefore { return .wait(until: notBefore) }
        // What went by age is confirmed, or was never to be had under this epoch.
        let after = max(acked, journal.oldest - 1)
        let hasMore = journal.newest > after
        let isDue =
            !isGreeted || refusal != nil || journal.hub != heardHub
            || now - lastContact >= Self.idleMilliseconds
        if !hasMore, !isDue { return .wait(until: lastContact + Self.idleMilliseconds) }
        let count = !isGreeted || refusal != nil || !hasMore ? 0 : most
        return .send(
            Batch(after: after, most: count, mostBytes: SyncRequest.mostBytes, journal: journal))
    }

    /// So many of the batch's lines go now, under a nonce that no request had before.
    package mutating func send(_ batch: Batch, lines count: Int, nonce: String) {
        precondition(inFlight == nil && count <= batch.most, "one in flight, of at most `most`")
        inFlight = Request(
            nonce: nonce, after: batch.after, count: count, journal: batch.journal)
    }
}
