import Attendance

/// What staff may decide about one student of a session's roster.
package enum StaffAct: Equatable, Sendable {
    case mark(EvidenceEntry.Mark)
    /// Marks what stands already, whatever that is, with a remark; something must stand.
    case remark(String)
    /// Takes the student's latest mark back.
    case retract
    /// Withdraws the student's scans.
    case void
    /// Accepts or dismisses a flag of the student's record.
    case judge(RecordFlag, accepting: Bool)

    /// The entry it makes of what is known; nil: there is nothing to take back, or to remark on.
    fileprivate func entry(_ evidence: Evidence) -> EvidenceEntry.Kind? {
        switch self {
        case .mark(let mark):
            return .mark(mark)
        case .remark(let text):
            return settle(evidence).remarking(text).map { .mark($0) }
        case .retract:
            return evidence.latestMark.map { .retraction(mark: $0) }
        case .void:
            let scans = evidence.validScans
            return scans.isEmpty ? nil : .void(scans: scans)
        case .judge(let flag, let accepting):
            return settle(evidence).flagged[flag].map {
                .verdict(flag, accepted: accepting, scans: $0.sorted())
            }
        }
    }
}

extension Desk {
    package typealias RowResult = Result<RosterRow, DeskRefusal>

    /// Carries out a staff decision about one student of a session's roster; answers once it is
    /// durable.
    package func act(
        _ act: StaffAct, on user: UserID, in session: CheckinSessionID, by actor: Actor
    ) async throws -> RowResult {
        try await ledger.write { ledger in
            guard let detail = try ledger.session(session) else {
                return .failure(.notFound("session \(session.number)"))
            }
            return try self.act(act, on: user, in: detail, by: actor, in: ledger)
        }
    }

    /// `detail` is the session as it stands in the transaction.
    package func act(
        _ act: StaffAct, on user: UserID, in detail: SessionDetail, by actor: Actor,
        in ledger: any LedgerWriting
    ) throws -> RowResult {
        if detail.session.status == .draft { return .failure(.sessionIs(.draft)) }
        let occurrence = detail.occurrence.id
        guard var row = try ledger.rosterRow(of: user, on: occurrence) else {
            return .failure(.notOnRoster)
        }
        let known = try ledger.evidence(on: occurrence, about: user)
        guard let kind = act.entry(known.evidence) else {
            if case .judge = act { return .failure(.flagNotRaised) }
            return .failure(.nothingToTakeBack)
        }
        let moment = now()
        let made = EvidenceEntry(
            id: newID(at: moment), moment: moment, place: known.place, kind: kind)
        try ledger.append(made, on: occurrence, about: user, by: actor)
        row.record = try ledger.keep(
            settle(known.evidence.adding(made)), of: user, on: occurrence, at: moment, by: actor)
        return .success(row)
    }

    /// Puts a student on one session's roster; false where they were on it already.
    package func walkIn(
        _ user: UserID, to session: CheckinSessionID, by actor: Actor, in ledger: any LedgerWriting
    ) throws -> Result<(row: RosterRow, isNew: Bool), DeskRefusal> {
        guard let detail = try ledger.session(session) else {
            return .failure(.notFound("session \(session.number)"))
        }
        guard let student = try ledger.user(user), student.role == .student, !student.isArchived
        else { return .failure(.notFound("student \(user.number)")) }
        let occurrence = detail.occurrence.id
        let isNew = try ledger.walkIn(user, on: detail.session, at: now(), by: actor)
        if isNew { try resettle(user, on: occurrence, ledger, by: actor) }
        guard let row = try ledger.rosterRow(of: user, on: occurrence) else {
            preconditionFailure("whoever walked in is on the roster")
        }
        return .success((row, isNew))
    }
}
