import Attendance
import Desk
import Foundation
import Wire

extension SQLTransaction {
    /// Writes a line, where there is a hub to be told.
    private func tell(
        _ id: UniqueID, at moment: Moment, time: BootTime? = nil,
        _ deed: () throws -> JournalLine.Deed?
    ) throws {
        let head = try first("SELECT newest, roster FROM hub_link") { columns in
            (newest: try columns.take(Int64.self), roster: columns.takeIf(Int64.self))
        }
        guard let head, let deed = try deed() else { return }
        let line = JournalLine(
            id: id, seq: head.newest + 1, moment: moment, time: time ?? bootTime(),
            roster: head.roster ?? 0, deed: deed)
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
        try tell(event, on: occurrence, by: actor, time: nil)
    }

    /// What the hub said itself and does not know any more. When it was is not put right by a clock
    /// of now.
    func tellAgain(_ event: SessionEvent, on occurrence: OccurrenceID, by actor: Actor) throws {
        try tell(event, on: occurrence, by: actor, time: .unknown)
    }

    private func tell(
        _ event: SessionEvent, on occurrence: OccurrenceID, by actor: Actor, time: BootTime?
    ) throws {
        try tell(event.id, at: event.moment, time: time) {
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
