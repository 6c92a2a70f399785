import Attendance
import Desk
import Hummingbird
import NIOCore
import Wire

/// Server-sent events for as long as the client listens, its token holds and the service runs.
protocol EventStream: Sendable {
    /// `gone`: when the connection is closed, also while there is nothing to say.
    func write(
        to writer: inout any ResponseBodyWriter, until gone: EventLoopFuture<Void>
    ) async throws
}

/// A session's roster as it changes, as server-sent events.
///
/// Nothing is queued for a client: when it has taken what was sent, what changed since then is
/// read, merged to one row a student. A slow one holds up nobody and takes no memory.
struct RosterStream: EventStream {
    static let secondsBetweenComments: Int64 = 15
    static let secondsToReconnect = 2

    private let call: Call
    private let session: SessionDetail
    /// The change up to which the client knows the roster.
    private var known: Int64
    /// What the client knows is none of this ledger's changes, or too far back.
    private let isLost: Bool

    init(_ call: Call, _ ledger: any LedgerReading) throws {
        self.call = call
        session = try call.session(for: .changeRoster, ledger)
        known = try ledger.lastChange()
        guard let given = call.asked.lastEventID else {
            isLost = false
            return
        }
        if let change = Int64(given), change >= 0,
            try ledger.changes(on: session.occurrence.id, since: change) != nil
        {
            known = change
            isLost = false
        } else {
            isLost = true
        }
    }

    /// Writes events until the client goes, its token no longer holds, or the service stops.
    func write(
        to writer: inout any ResponseBodyWriter, until gone: EventLoopFuture<Void>
    ) async throws {
        let rings = call.service.bell.listen(until: gone)
        var known = known
        var spoke = ContinuousClock.now
        try await writer.write(ByteBuffer(string: opening))
        for await _ in prefixed(rings) {
            let found: (text: String, last: Int64)?
            do {
                found = try await next(after: known)
            } catch {
                // The answer has begun: nobody else will say it.
                let reason = (error as? LedgerFault)?.message ?? "\(error)"
                call.service.log("An event stream ended: \(reason)")
                throw error
            }
            guard let (text, last) = found else { break }
            known = last
            let isSilent = spoke.duration(to: .now) >= .seconds(Self.secondsBetweenComments)
            if text.isEmpty, !isSilent { continue }
            try await writer.write(ByteBuffer(string: text.isEmpty ? ": still here\n\n" : text))
            spoke = .now
        }
        try await writer.finish(nil)
    }

    private var opening: String {
        let start = "retry: \(Self.secondsToReconnect * 1_000)\nid: \(known)\n"
        return start + (isLost ? "event: reset\ndata: {}\n\n" : ": listening\n\n")
    }

    /// One ring at once, for whatever changed before the first.
    private func prefixed(_ rings: AsyncStream<Void>) -> AsyncStream<Void> {
        call.service.bell.ring()
        return rings
    }

    /// The events after a change and the number of the last; nil where the client may no longer
    /// see them.
    private func next(after known: Int64) async throws -> (text: String, last: Int64)? {
        let call = call
        let session = session
        return try await call.desk.ledger.read { ledger in
            guard try call.stillHolds(ledger),
                try call.ownership(of: session.occurrence, ledger) == .own
                    || allows(call.token.caller, .changeRoster, .anothers) == .allowed
            else { return nil }
            guard let changes = try ledger.changes(on: session.occurrence.id, since: known) else {
                let last = try ledger.lastChange()
                return ("id: \(last)\nevent: reset\ndata: {}\n\n", last)
            }
            var text = ""
            for (position, row) in changes.rows.enumerated() {
                // Whoever is cut off between two rows gets both again.
                if position == changes.rows.count - 1 { text += "id: \(changes.last)\n" }
                text += "event: roster\ndata: \(call.shapes.rosterRow(row).text)\n\n"
            }
            return (text, changes.last)
        }
    }
}
