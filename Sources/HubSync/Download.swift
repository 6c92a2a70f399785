import Attendance
import Wire

/// The way of one scope of the hub's feed to a door: what to ask next, and what an answer does.
///
/// Times are milliseconds of a clock that only runs on; chance is handed in. One request is in
/// flight at a time. `epoch` and `after` are kept with what the door holds of the scope.
package struct Download: Equatable, Sendable {
    package enum Step: Equatable, Sendable {
        case feed(Query)
        /// The scope whole, to be loaded beside what the door has.
        case snapshot(scope: String)
        case wait(until: Int64)
        /// An answer is being waited for.
        case rest
    }

    package struct Query: Equatable, Sendable {
        package var scope: String
        package var after: Int64
        package var epoch: UniqueID
        package var limit: Int
        /// For how long the hub may wait for something new.
        package var waitSeconds: Int64
    }

    package enum Outcome: Equatable, Sendable {
        /// To be applied in one transaction with `after`.
        case page(FeedPage)
        case nothing
        /// What the door has goes on serving until a snapshot is whole.
        case snapshotNeeded
        case refused
        case failed
    }

    package static let mostItems = FeedPage.mostItems
    package static let waitSeconds: Int64 = 25
    static let growth = 50

    package let scope: String
    /// The hub's, that `after` is of; nil where nothing of the scope is held.
    package private(set) var epoch: UniqueID?
    /// The door holds the scope as of this revision.
    package private(set) var after: Int64
    package private(set) var refusal: Int?
    /// How many items are asked for at a time.
    package private(set) var limit = mostItems
    private var needsSnapshot: Bool
    private var isInFlight = false
    private var head: Int64 = 0
    private var backOff = BackOff()
    private var notBefore: Int64 = .min

    package init(scope: String, epoch: UniqueID?, after: Int64) {
        self.scope = scope
        self.epoch = epoch
        self.after = after
        needsSnapshot = epoch == nil
    }

    package func next(at now: Int64) -> Step {
        if isInFlight { return .rest }
        if now < notBefore { return .wait(until: notBefore) }
        guard let epoch, !needsSnapshot else { return .snapshot(scope: scope) }
        return .feed(
            Query(
                scope: scope, after: after, epoch: epoch, limit: limit,
                waitSeconds: after < head ? 0 : Self.waitSeconds))
    }

    package mutating func send() {
        precondition(!isInFlight, "one in flight")
        isInFlight = true
    }

    /// What a reply about the feed does, or one that is no snapshot.
    package mutating func receive(
        _ reply: HubReply, at now: Int64, using random: inout some RandomNumberGenerator
    ) -> Outcome {
        precondition(isInFlight, "nothing is in flight")
        isInFlight = false
        switch HubVerdict(reply) {
        case .whole(let body):
            // What is no page is nothing, whatever it says.
            guard !needsSnapshot, let page = try? FeedPage(parsing: body), isNext(page) else {
                return fail(at: now, using: &random)
            }
            return take(page, at: now, using: &random)
        case .nothing:
            refusal = nil
            backOff.succeed()
            pause(at: now, using: &random)
            return .nothing
        case .gone:
            if needsSnapshot { return fail(at: now, using: &random) }
            needsSnapshot = true
            return .snapshotNeeded
        case .refused(let status):
            refusal = status
            notBefore = now + Upload.idleMilliseconds
            return .refused
        case .late, .tooLarge:
            limit = max(1, limit / 2)
            return fail(at: now, using: &random)
        case .unavailable(let asked): return fail(at: now, asked: asked, using: &random)
        case .nonsense: return fail(at: now, using: &random)
        }
    }

    /// It goes on from here, and where there is more it comes nearer.
    private func isNext(_ page: FeedPage) -> Bool {
        page.next >= after && page.items.allSatisfy { $0.revision > after }
            && (page.next > after || page.head == after)
    }

    private mutating func take(
        _ page: FeedPage, at now: Int64, using random: inout some RandomNumberGenerator
    ) -> Outcome {
        refusal = nil
        backOff.succeed()
        limit = min(Self.mostItems, limit + Self.growth)
        head = page.head
        if page.next == after {
            pause(at: now, using: &random)
            return .nothing
        }
        after = page.next
        return .page(page)
    }

    /// A moment's rest, in case the hub does not wait for what is new.
    private mutating func pause(
        at now: Int64, using random: inout some RandomNumberGenerator
    ) {
        notBefore = now + Int64.random(in: 0...BackOff.firstMilliseconds, using: &random)
    }

    private mutating func fail(
        at now: Int64, asked: Int64 = 0, using random: inout some RandomNumberGenerator
    ) -> Outcome {
        notBefore = now + backOff.pause(asked: asked, using: &random)
        return .failed
    }

    // Snapshots

    /// The snapshot was whole, and has taken the place of what the door had.
    package mutating func swapped(_ head: SnapshotHead) {
        precondition(isInFlight && needsSnapshot, "no snapshot is in flight")
        isInFlight = false
        needsSnapshot = false
        refusal = nil
        backOff.succeed()
        epoch = head.epoch
        after = head.revision
        self.head = head.revision
    }

    /// It broke off, or is not what its head says: it was thrown away, and is asked for again.
    package mutating func discarded(
        at now: Int64, using random: inout some RandomNumberGenerator
    ) {
        precondition(isInFlight && needsSnapshot, "no snapshot is in flight")
        isInFlight = false
        notBefore = now + backOff.pause(using: &random)
    }
}
