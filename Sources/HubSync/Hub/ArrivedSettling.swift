import Attendance
import Desk
import Wire

extension Desk {
    /// Keeps what came, lesson by lesson, and settles whoever it touches.
    func settle(_ arrivals: inout Arrivals, _ ledger: any LedgerWriting) throws {
        var records: [OccurrenceID: [UserID: RecordID]] = [:]
        let told = arrivals.told
        for (occurrence, lesson) in arrivals.lessons.sorted(by: { $0.key < $1.key }) {
            records[occurrence] = try settle(
                lesson, on: occurrence, told, arrivals, ledger)
        }
        try keepAttempts(&arrivals, records, ledger)
    }

    private func settle(
        _ lesson: Arrivals.OfLesson, on occurrence: OccurrenceID,
        _ told: [UniqueID: AttendanceNumber?], _ arrivals: Arrivals, _ ledger: any LedgerWriting
    ) throws -> [UserID: RecordID] {
        let moment = now()
        if !lesson.events.isEmpty {
            _ = try ledger.keep(
                lesson.events, on: occurrence, at: moment, by: arrivals.actor)
        }
        for walkIn in lesson.walkIns {
            _ = try ledger.walkIn(
                walkIn.user, on: occurrence, at: walkIn.moment, by: walkIn.actor)
        }
        var touched = Set(lesson.evidence.map(\.user)).union(lesson.walkIns.map(\.user))
        var known = try evidence(
            on: occurrence, about: touched, orEveryone: !lesson.events.isEmpty, ledger)
        if !lesson.events.isEmpty { touched.formUnion(known.keys) }
        var arrived: [ArrivedEvidence] = []
        var revision = try ledger.revision(of: occurrence)
        for about in lesson.evidence {
            guard let evidence = known[about.user] else { continue }
            revision += 1
            let entry = arrivals.entry(about, revision, given: evidence)
            let standing = entry.disagreeing(with: told[entry.id], given: evidence)
            known[about.user] = evidence.adding(standing)
            arrived.append(
                ArrivedEvidence(
                    entry: standing, occurrence: occurrence, user: about.user, actor: about.actor))
        }
        try ledger.append(arrived)
        let settlements = touched.sorted().compactMap { user in
            known[user].map { (user: user, settlement: Attendance.settle($0)) }
        }
        return try ledger.keep(settlements, on: occurrence, at: moment, by: arrivals.actor)
    }

    /// Of many it is quicker to read the whole lesson.
    private static let mostReadAlone = 3

    private func evidence(
        on occurrence: OccurrenceID, about users: Set<UserID>, orEveryone: Bool,
        _ ledger: any LedgerWriting
    ) throws -> [UserID: Evidence] {
        var known: [UserID: Evidence] = [:]
        if orEveryone || users.count > Self.mostReadAlone {
            for (user, candidate) in try ledger.evidence(on: occurrence) {
                known[user] = candidate.evidence
            }
        }
        for user in users where known[user] == nil {
            known[user] = try ledger.evidence(on: occurrence, about: user).evidence
        }
        return known
    }

    private func keepAttempts(
        _ arrivals: inout Arrivals, _ records: [OccurrenceID: [UserID: RecordID]],
        _ ledger: any LedgerWriting
    ) throws {
        var sessions: [OccurrenceID: CheckinSessionID?] = [:]
        var arrived: [ArrivedAttempt] = []
        for tried in arrivals.attempts {
            var session: CheckinSessionID?
            var record: RecordID?
            if let occurrence = tried.occurrence {
                session =
                    try sessions[occurrence] ?? ledger.session(of: occurrence)?.session.id
                sessions[occurrence] = session
                if let user = tried.user, tried.attempt.outcome.isSuccess {
                    record =
                        try records[occurrence]?[user]
                        ?? ledger.record(of: user, on: occurrence)?.id
                }
            }
            guard let decision = tried.decision(session) else {
                arrivals.keepAside(
                    tried.line.seq, tried.bytes, "it names a session that is not here")
                continue
            }
            arrived.append(arrivals.attempt(tried, decision, session, record))
        }
        try ledger.keep(arrived)
    }
}

extension Arrivals {
    /// What students were told, by the attempt, which is the scan's id as well.
    fileprivate var told: [UniqueID: AttendanceNumber?] {
        var told: [UniqueID: AttendanceNumber?] = [:]
        for tried in attempts {
            if case .accepted(let standing) = tried.attempt.outcome {
                told[tried.line.id] = standing.number
            }
        }
        return told
    }

    /// As this hub numbers and times it. What it has seen is at the most what there is.
    fileprivate func entry(
        _ about: About, _ revision: Int, given evidence: Evidence
    ) -> EvidenceEntry {
        EvidenceEntry(
            id: about.line.id, moment: about.line.moment,
            place: EvidencePlace(
                revision: revision, seen: Int(min(about.evidence.seen, Int64(revision - 1))),
                device: door.device, seq: journal.seq(of: about.line.seq)),
            kind: about.evidence.kind
        ).timed(by: fixes, at: about.line.time, lateAfter: evidence.lateAfter)
    }

    fileprivate func attempt(
        _ tried: Tried, _ decision: Decision, _ session: CheckinSessionID?, _ record: RecordID?
    ) -> ArrivedAttempt {
        let attempt = tried.attempt
        var moment = tried.line.moment
        if case .known(let right) = fixes.finding(moment, at: tried.line.time) { moment = right }
        return ArrivedAttempt(
            id: tried.line.id, moment: moment, door: door, scanKind: attempt.scanKind,
            byteCount: attempt.byteCount, isFromReader: attempt.isFromReader, decision: decision,
            user: tried.user, session: session, record: record,
            isFailedTail: attempt.isFailedTail, receipt: attempt.receipt, repair: attempt.repair)
    }
}

extension EvidenceEntry {
    /// Flagged where what stands with it is not what the student was told; `told` is nil where
    /// nobody was told anything.
    fileprivate func disagreeing(
        with told: AttendanceNumber??, given evidence: Evidence
    ) -> EvidenceEntry {
        guard let told, case .scan(var scanned) = kind,
            Attendance.settle(evidence.adding(self)).number != told
        else { return self }
        scanned.doubts.insert(.doorDisagrees)
        var flagged = self
        flagged.kind = .scan(scanned)
        return flagged
    }
}
