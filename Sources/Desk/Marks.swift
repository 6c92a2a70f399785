import Attendance

extension Desk {
    package typealias RowResult = Result<RosterRow, DeskRefusal>

    /// A staff decision about one student of a session's roster.
    package func mark(
        _ user: UserID, in session: CheckinSessionID, as mark: EvidenceEntry.Mark, by actor: Actor
    ) async throws -> RowResult {
        try await decide(user, in: session, by: actor) { _ in .mark(mark) }
    }

    /// Takes the student's latest mark back.
    package func retract(
        _ user: UserID, in session: CheckinSessionID, by actor: Actor
    ) async throws -> RowResult {
        try await decide(user, in: session, by: actor) { evidence in
            evidence.latestMark.map { .retraction(mark: $0) }
        }
    }

    /// Withdraws the student's scans.
    package func void(
        _ user: UserID, in session: CheckinSessionID, by actor: Actor
    ) async throws -> RowResult {
        try await decide(user, in: session, by: actor) { evidence in
            let scans = evidence.validScans
            return scans.isEmpty ? nil : .void(scans: scans)
        }
    }

    /// Accepts or dismisses a flag of the student's record.
    package func judge(
        _ flag: RecordFlag, of user: UserID, in session: CheckinSessionID, accepting: Bool,
        by actor: Actor
    ) async throws -> RowResult {
        try await decide(user, in: session, by: actor) { evidence in
            settle(evidence).flagged[flag].map {
                .verdict(flag, accepted: accepting, scans: $0.sorted())
            }
        }
    }

    /// Appends what `entry` makes of the evidence and settles it; nil: there is nothing to take
    /// back.
    private func decide(
        _ user: UserID, in session: CheckinSessionID, by actor: Actor,
        entry: @escaping @Sendable (Evidence) -> EvidenceEntry.Kind?
    ) async throws -> RowResult {
        try await ledger.write { ledger in
            guard let detail = try ledger.session(session) else {
                return .failure(.notFound("session \(session.number)"))
            }
            if detail.session.status == .draft { return .failure(.sessionIs(.draft)) }
            let occurrence = detail.occurrence.id
            guard
                var row = try ledger.roster(of: occurrence).first(where: { $0.student.id == user })
            else { return .failure(.notOnRoster) }
            let known = try ledger.evidence(on: occurrence, about: user)
            guard let kind = entry(known.evidence) else {
                return .failure(.nothingToTakeBack)
            }
            let moment = now()
            let made = EvidenceEntry(
                id: newID(at: moment), moment: moment, place: known.place, kind: kind)
            try ledger.append(made, on: occurrence, about: user, by: actor)
            row.record = try resettle(user, on: occurrence, ledger, by: actor)
            return .success(row)
        }
    }
}
