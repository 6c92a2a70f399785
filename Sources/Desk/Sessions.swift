import Attendance

extension Desk {
    package typealias SessionResult = Result<SessionDetail, DeskRefusal>

    /// The occurrence's session, made as a draft if there is none; `created` tells which.
    package func createSession(
        on occurrence: OccurrenceID, remark: String = "", by actor: Actor
    ) async throws -> Result<(session: SessionDetail, created: Bool), DeskRefusal> {
        try await ledger.write {
            try createSession(on: occurrence, remark: remark, by: actor, in: $0)
        }
    }

    package func createSession(
        on occurrence: OccurrenceID, remark: String, by actor: Actor,
        in ledger: any LedgerWriting
    ) throws -> Result<(session: SessionDetail, created: Bool), DeskRefusal> {
        if let session = try ledger.session(of: occurrence) {
            return .success((session, false))
        }
        guard let found = try ledger.occurrence(occurrence) else {
            return .failure(.notFound("occurrence \(occurrence.number)"))
        }
        let session = try ledger.createSession(
            on: occurrence, graceMinutes: found.course.graceMinutes ?? graceMinutes,
            remark: remark, at: now(), by: actor)
        return .success((session, true))
    }

    /// Opens a session so that students can check in. Open already: unchanged.
    package func open(
        _ id: CheckinSessionID, reopening: Bool = false, by actor: Actor
    ) async throws -> SessionResult {
        try await ledger.write { try open(id, reopening: reopening, by: actor, in: $0) }
    }

    package func open(
        _ id: CheckinSessionID, reopening: Bool, by actor: Actor, in ledger: any LedgerWriting
    ) throws -> SessionResult {
        guard let detail = try ledger.session(id) else {
            return .failure(.notFound("session \(id.number)"))
        }
        let change = detail.session.opening(
            at: now(), code: try newCode(ledger),
            graceMinutes: detail.occurrence.course.graceMinutes ?? graceMinutes,
            reopening: reopening, isCancelled: detail.occurrence.status == .cancelled)
        return try apply(change, to: detail, ledger, by: actor)
    }

    /// Closes a session: whoever has nothing becomes absent, or leave where excused.
    package func close(_ id: CheckinSessionID, by actor: Actor) async throws -> SessionResult {
        try await ledger.write { try close(id, by: actor, in: $0) }
    }

    package func close(
        _ id: CheckinSessionID, by actor: Actor, in ledger: any LedgerWriting
    ) throws -> SessionResult {
        guard let detail = try ledger.session(id) else {
            return .failure(.notFound("session \(id.number)"))
        }
        return try apply(detail.session.closing(at: now()), to: detail, ledger, by: actor)
    }

    /// Who would become what if the session were closed now; nothing is written.
    package func rehearseClosing(
        _ id: CheckinSessionID
    ) async throws -> Result<[(student: User, status: CheckinStatus)], DeskRefusal> {
        try await ledger.read { try rehearseClosing(id, in: $0) }
    }

    package func rehearseClosing(
        _ id: CheckinSessionID, in ledger: any LedgerReading
    ) throws -> Result<[(student: User, status: CheckinStatus)], DeskRefusal> {
        guard let detail = try ledger.session(id) else {
            return .failure(.notFound("session \(id.number)"))
        }
        let occurrence = detail.occurrence.id
        var changes: [(student: User, status: CheckinStatus)] = []
        let known = Dictionary(
            uniqueKeysWithValues: try ledger.evidence(on: occurrence).map { ($0.user, $0.1) })
        for row in try ledger.roster(of: occurrence) {
            guard var evidence = known[row.student.id]?.evidence else { continue }
            evidence.isClosed = true
            if let status = settle(evidence).status, status != row.record?.status {
                changes.append((row.student, status))
            }
        }
        return .success(changes)
    }

    private func apply(
        _ change: SessionChange, to detail: SessionDetail, _ ledger: any LedgerWriting,
        by actor: Actor
    ) throws -> SessionResult {
        switch change {
        case .forbidden(let reason): return .failure(.sessionIs(reason))
        case .unchanged: return .success(detail)
        case .changed(let session):
            try ledger.keep(session, at: now(), by: actor)
            // A first opening finds nobody settled by closing.
            if detail.session.status != .draft || session.status == .closed {
                try resettleEveryone(on: session.occurrence, ledger, by: actor)
            }
            guard let kept = try ledger.session(session.id) else {
                preconditionFailure("a session just kept is there")
            }
            return .success(kept)
        }
    }

    /// Everyone on the roster, and everyone else with evidence.
    package func resettleEveryone(
        on occurrence: OccurrenceID, _ ledger: any LedgerWriting, by actor: Actor
    ) throws {
        let settled = try ledger.evidence(on: occurrence).map { user, known in
            Settled(settle(known.evidence), of: user, on: occurrence)
        }
        _ = try ledger.keep(settled, at: now(), by: actor)
    }

    private func newCode(_ ledger: any LedgerWriting) throws -> SessionCode {
        var random = SystemRandomNumberGenerator()
        while true {
            let code = SessionCode(using: &random)
            if try !ledger.isTaken(code) { return code }
        }
    }
}
