import Attendance
import Desk
import Wire

extension Desk {
    /// Keeps what came and settles whoever it touches: the ledger is asked about all lessons at
    /// once.
    func settle(_ arrivals: inout Arrivals, _ ledger: any LedgerWriting) throws {
        let moment = now()
        let told = arrivals.told
        let events = arrivals.lessons.mapValues(\.events).filter { !$0.value.isEmpty }
        let sessions = try ledger.keep(events, at: moment, by: arrivals.actor)
        for (occurrence, lesson) in arrivals.lessons.sorted(by: { $0.key < $1.key }) {
            for walkIn in lesson.walkIns {
                _ = try ledger.walkIn(
                    walkIn.user, on: occurrence, at: walkIn.moment, by: walkIn.actor)
            }
        }
        let known = try evidence(arrivals.lessons, ledger)
        var arrived: [ArrivedEvidence] = []
        var settled: [Settled] = []
        for (occurrence, lesson) in arrivals.lessons.sorted(by: { $0.key < $1.key }) {
            let evidence = arrivals.settled(
                lesson, on: occurrence, told, known[occurrence] ?? [:], &arrived)
            settled += evidence.sorted { $0.key < $1.key }.map {
                Settled(Attendance.settle($0.value), of: $0.key, on: occurrence)
            }
        }
        try ledger.append(arrived)
        let records = try ledger.keep(settled, at: moment, by: arrivals.actor)
        try keepAttempts(&arrivals, records, sessions, ledger)
    }

    /// Of many it is quicker to read the whole lesson.
    private static let mostReadAlone = 3

    /// What is known of whoever is touched; of everyone where the session itself was.
    private func evidence(
        _ lessons: [OccurrenceID: Arrivals.OfLesson], _ ledger: any LedgerWriting
    ) throws -> [OccurrenceID: [UserID: Facts.Candidate]] {
        let whole = lessons.filter {
            !$0.value.events.isEmpty || $0.value.touched.count > Self.mostReadAlone
        }
        var known = try ledger.evidence(on: Set(whole.keys)).mapValues {
            Dictionary($0.map { ($0.user, $0.1) }, uniquingKeysWith: { first, _ in first })
        }
        for (occurrence, lesson) in lessons {
            for user in lesson.touched where known[occurrence]?[user] == nil {
                known[occurrence, default: [:]][user] = try ledger.evidence(
                    on: occurrence, about: user)
            }
        }
        return known
    }

    private func keepAttempts(
        _ arrivals: inout Arrivals, _ records: [Settled.Place: AttendanceRecord],
        _ kept: [OccurrenceID: CheckinSession], _ ledger: any LedgerWriting
    ) throws {
        let named = Set(arrivals.attempts.compactMap(\.occurrence)).subtracting(kept.keys)
        let sessions = try ledger.sessions(of: named).merging(kept) { $1 }
        var arrived: [ArrivedAttempt] = []
        for tried in arrivals.attempts {
            var session: CheckinSessionID?
            var record: RecordID?
            if let occurrence = tried.occurrence {
                session = sessions[occurrence]?.id
                if let user = tried.user, tried.attempt.outcome.isSuccess {
                    record =
                        try records[Settled.Place(user, on: occurrence)]?.id
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

    /// All evidence about whoever a lesson's lines touch; what is new of it goes to `arrived`, with
    /// numbers after those that are there.
    fileprivate func settled(
        _ lesson: OfLesson, on occurrence: OccurrenceID, _ told: [UniqueID: AttendanceNumber?],
        _ known: [UserID: Facts.Candidate], _ arrived: inout [ArrivedEvidence]
    ) -> [UserID: Evidence] {
        var evidence = known.mapValues(\.evidence)
        // One revision for all of a lesson.
        var revision = known.first?.value.place.seen ?? 0
        for about in lesson.evidence {
            guard let before = evidence[about.user] else { continue }
            revision += 1
            let entry = entry(about, revision, given: before)
            let standing = entry.disagreeing(with: told[entry.id], given: before)
            evidence[about.user] = before.adding(standing)
            arrived.append(
                ArrivedEvidence(
                    entry: standing, occurrence: occurrence, user: about.user, actor: about.actor))
        }
        return lesson.events.isEmpty
            ? evidence.filter { lesson.touched.contains($0.key) } : evidence
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
