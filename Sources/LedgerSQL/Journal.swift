import Attendance
import Desk
import Foundation
import Wire

/// A door's tie to its hub, as it is kept.
package struct HubLink: Equatable, Sendable {
    package var address: String
    /// What the hub calls this door.
    package var device: UniqueID
    package var token: String
    /// Which of this door's journals this is; made with the file, and anew for a copy of it.
    package var epoch: UniqueID
    /// The last line that was written, and the last that the hub has confirmed.
    package var newest: Int64
    package var acked: Int64
    /// The revision of the room's feed that stands here.
    package var roster: Int64

    package init(
        address: String, device: UniqueID, token: String, epoch: UniqueID, newest: Int64 = 0,
        acked: Int64 = 0, roster: Int64 = 0
    ) {
        self.address = address
        self.device = device
        self.token = token
        self.epoch = epoch
        self.newest = newest
        self.acked = acked
        self.roster = roster
    }
}

extension SQLTransaction {
    /// Nil where this database is no door's.
    package func hubLink() throws -> HubLink? {
        try first(
            "SELECT address, device, token, epoch, newest, acked, roster FROM hub_link"
        ) { columns in
            HubLink(
                address: try columns.take(), device: try columns.takeUniqueID(),
                token: try columns.take(), epoch: try columns.takeUniqueID(),
                newest: try columns.take(), acked: try columns.take(),
                roster: columns.takeIf() ?? 0)
        }
    }

    /// Makes this database a door's. What was done before stays here alone.
    package func join(_ link: HubLink, at moment: Moment) throws {
        try run("DELETE FROM hub_link")
        try run(
            """
            INSERT INTO hub_link (id, address, device, token, epoch, newest, acked, joined_at)
            VALUES (1, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                link.address, link.device.bytes, link.token, link.epoch.bytes, link.newest,
                link.acked, moment.milliseconds,
            ])
    }

    /// The journal's lines after one of them, as they are sent.
    package func journal(after seq: Int64, most count: Int) throws -> [[UInt8]] {
        try all(
            "SELECT line FROM journal WHERE seq > ? ORDER BY seq LIMIT ?", [seq, count]
        ) { Array(try $0.take(Data.self)) }
    }

    /// Writes a line, where there is a hub to be told.
    private func tell(
        _ id: UniqueID, at moment: Moment, _ deed: () throws -> JournalLine.Deed?
    ) throws {
        guard let link = try hubLink(), let deed = try deed() else { return }
        let line = JournalLine(
            id: id, seq: link.newest + 1, moment: moment, time: bootTime(), roster: link.roster,
            deed: deed)
        try run(
            "INSERT INTO journal (seq, moment, line) VALUES (?, ?, ?)",
            [line.seq, moment.milliseconds, Data(line.bytes)])
        try run("UPDATE hub_link SET newest = ?", [line.seq])
    }

    private func doer(_ actor: Actor) throws -> JournalDoer {
        JournalDoer(
            user: try actor.user.map { try uid(of: .user, $0.number) }, origin: actor.origin)
    }

    func tell(
        _ entry: EvidenceEntry, on occurrence: OccurrenceID, about user: UserID, by actor: Actor
    ) throws {
        try tell(entry.id, at: entry.moment) {
            .evidence(
                JournalEvidence(
                    user: try uid(of: .user, user.number),
                    occurrence: try uid(of: .occurrence, occurrence.number),
                    seen: Int64(entry.place.seen), kind: entry.kind, doer: try doer(actor)))
        }
    }

    func tell(_ event: SessionEvent, on occurrence: OccurrenceID, by actor: Actor) throws {
        try tell(event.id, at: event.moment) {
            .session(
                JournalSession(
                    occurrence: try uid(of: .occurrence, occurrence.number), kind: event.kind,
                    saw: event.saw, doer: try doer(actor)))
        }
    }

    func tell(
        walkIn user: UserID, on occurrence: OccurrenceID, at moment: Moment, by actor: Actor
    ) throws {
        try tell(Self.made(at: moment), at: moment) {
            .walkIn(
                JournalWalkIn(
                    user: try uid(of: .user, user.number),
                    occurrence: try uid(of: .occurrence, occurrence.number),
                    doer: try doer(actor)))
        }
    }

    /// A telephone's attempt was made in no room; what it kept is told as evidence.
    func tell(_ attempt: Attempt, _ ruling: Ruling, receipt: String?) throws {
        guard case .door(let door) = attempt.origin else { return }
        try tell(attempt.id, at: attempt.moment) {
            var session = ruling.session
            if case .chosen(let id) = ruling.decision { session = id }
            let occurrence = try session.flatMap { try self.session($0)?.session.occurrence }
            return .attempt(
                JournalAttempt(
                    room: try uid(of: .classroom, door.classroom.number),
                    occurrence: try occurrence.map { try uid(of: .occurrence, $0.number) },
                    user: try ruling.user.map { try uid(of: .user, $0.number) },
                    scanKind: attempt.scan.content.kind, byteCount: attempt.scan.byteCount,
                    isFromReader: attempt.scan.isFromReader, outcome: try outcome(ruling.decision),
                    isFailedTail: ruling.isFailedTail, receipt: receipt, repair: ruling.repair))
        }
    }

    private func outcome(_ decision: Decision) throws -> JournalAttempt.Outcome {
        switch decision {
        case .accepted(let settled): .accepted(JournalAttempt.Told(settled))
        case .repeated(let settled): .repeated(JournalAttempt.Told(settled))
        case .chosen: .chosen
        case .staff: .staff
        case .refused(let refusal): .refused(try reason(refusal))
        }
    }

    private func reason(_ refusal: Refusal) throws -> JournalAttempt.Reason {
        switch refusal {
        case .unreadable: .unreadable
        case .blocked: .blocked
        case .closed: .closed
        case .wait(let seconds): .wait(seconds: seconds)
        case .noSession(let next): .noSession(next: next)
        case .notOnRoster(let why): .notOnRoster(why)
        case .wrongRoom(let elsewhere):
            .wrongRoom(
                occurrence: try uid(of: .occurrence, elsewhere.occurrence.number),
                room: elsewhere.room, start: elsewhere.start)
        case .ambiguous(let digits): .ambiguous(digitsNeeded: digits)
        }
    }
}

extension JournalAttempt.Told {
    fileprivate init(_ settled: Settlement) {
        self.init(
            number: settled.number, checkinTime: settled.checkinTime, method: settled.method)
    }
}
