import Attendance

extension Desk {
    /// Decides an attempt and keeps it, accepted or refused; answers once it is durable.
    ///
    /// Attempts are decided, and `then` is called, in the order of the calls.
    package func checkIn(
        _ attempt: Attempt, then: @escaping @Sendable (Result<Answer, any Error>) -> Void
    ) {
        let asked = ContinuousClock.now
        ledger.write(
            .atDoor, { try checkIn(attempt, in: $0) },
            then: { result in
                then(result)
                Self.timeToFeedback.recordNanoseconds(asked.duration(to: .now).nanoseconds)
            })
    }

    /// As `checkIn(_:then:)`.
    package func checkIn(_ attempt: Attempt) async throws -> Answer {
        try await ledger.write { try checkIn(attempt, in: $0) }
    }

    /// As `checkIn(_:then:)`, within a transaction that is durable when it returns to its caller.
    package func checkIn(
        _ attempt: Attempt, in ledger: any LedgerWriting
    ) throws -> Answer {
        if let first = try ledger.answer(to: attempt.id) { return first }
        let facts = try facts(for: attempt, ledger)
        var ruling = decide(attempt, given: facts)
        ruling.repair = facts.repair ?? attempt.scan.repair
        let answer = try keep(ruling, of: attempt, facts, ledger)
        Self.count(answer.decision, attempt.origin)
        return answer
    }

    private func facts(for attempt: Attempt, _ ledger: any LedgerWriting) throws -> Facts {
        var facts = Facts(room: try room(of: attempt, ledger))
        let room = facts.room
        let inForce = room.inForce(at: attempt.moment)
        switch attempt.scan.content {
        case .nothing, .rejected, .schedule, .withdrawal, .myDay, .pairing:
            return facts
        case .sessionLink(let code):
            let named = room.session(named: code, at: attempt.moment)
            facts.reading = named.map { .session($0.id) } ?? .unknownCode
            return facts
        case .token:
            let (reading, repair) = try reading(
                of: attempt, room, inForce?.occurrence, ledger)
            facts.reading = reading
            facts.repair = repair
        }
        if let user = facts.reading?.candidate, let inForce {
            facts.candidate = try ledger.evidence(on: inForce.occurrence, about: user)
        }
        switch facts.reading {
        case .tail:
            guard case .door(let door) = attempt.origin else { break }
            facts.brake = try ledger.brake(of: door.device)
            facts.digitsAsked = try ledger.digitsAsked(
                at: door.device, since: attempt.moment.adding(seconds: -Facts.secondsAskedStands))
        case .person(let holder) where !holder.isOnRoster:
            facts.elsewhere = try elsewhere(holder.user, at: attempt.moment, ledger)
        case .person, .session, .blockedCard, .unknownCode, nil:
            break
        }
        return facts
    }

    /// The first meaning that names somebody, in the order in which they are to be believed; else
    /// that of the line as it stands. Only the line as it stands may be a tail.
    private func reading(
        of attempt: Attempt, _ room: RoomDay, _ occurrence: OccurrenceID?,
        _ ledger: any LedgerReading
    ) throws -> (Reading?, ReaderRule?) {
        var first: (Reading?, ReaderRule?)
        for (place, candidate) in attempt.scan.candidates.enumerated() {
            let reading = Reading(
                candidate.token, isFromReader: attempt.scan.isFromReader || place > 0, room: room,
                at: attempt.moment, given: try ledger.lookups(candidate.token, on: occurrence))
            if place == 0 { first = (reading, candidate.repair) }
            if reading.isSomething { return (reading, candidate.repair) }
        }
        return first
    }

    /// What is held where the attempt is made: all of a door's room, or a telephone's one session.
    private func room(of attempt: Attempt, _ ledger: any LedgerWriting) throws -> RoomDay {
        switch attempt.origin {
        case .door(let door):
            var room = try ledger.roomDay(
                door.classroom, at: attempt.moment, device: door.device)
            room.isClockSure = isClockSure()
            return room
        case .phone(let id):
            guard let detail = try ledger.session(id) else { return RoomDay(slots: []) }
            let held = detail.occurrence
            let (start, end) = zone.span(held.date, from: held.start, to: held.end)
            let slot = RoomDay.Slot(
                occurrence: held.id, course: held.course.name,
                start: start, end: end,
                isCancelled: held.status == .cancelled, session: detail.session)
            return RoomDay(slots: [slot], chosen: id)
        }
    }

    private func elsewhere(
        _ user: UserID, at moment: Moment, _ ledger: any LedgerReading
    ) throws -> Elsewhere? {
        let slots = try ledger.slots(of: user, around: moment)
        guard let id = classOfTheHour(slots, at: moment),
            let room = try ledger.occurrence(id)?.classroom,
            let slot = slots.first(where: { $0.occurrence == id })
        else { return nil }
        return Elsewhere(occurrence: id, room: room.name, start: slot.start)
    }

    private func keep(
        _ ruling: Ruling, of attempt: Attempt, _ facts: Facts, _ ledger: any LedgerWriting
    ) throws -> Answer {
        let actor =
            switch attempt.origin {
            case .door(let door): Actor(origin: "door:\(door.device.number)")
            case .phone: Actor(user: ruling.user, role: .student, origin: "phone")
            }
        var answer = Answer(decision: ruling.decision)
        switch ruling.kept {
        case .scan(let entry, let occurrence):
            guard let user = ruling.user else { preconditionFailure("a scan is somebody's") }
            try ledger.append(entry, on: occurrence, about: user, by: actor)
            answer.record = try ledger.keep(
                settlement(of: ruling.decision), of: user, on: occurrence, at: attempt.moment,
                by: actor)?.id
        case .held(let reason, let occurrence):
            guard let user = ruling.user else { preconditionFailure("a touch is somebody's") }
            let entry = EvidenceEntry(
                id: attempt.id, moment: attempt.moment,
                place: try ledger.evidence(on: occurrence, about: user).place,
                kind: .scan(
                    .init(
                        method: attempt.origin.method, heldFor: reason, doubts: facts.doubts)))
            try ledger.append(entry, on: occurrence, about: user, by: actor)
            try resettle(user, on: occurrence, ledger, by: actor)
        case nil:
            if case .repeated = ruling.decision, let user = ruling.user,
                let slot = facts.room.inForce(at: attempt.moment)
            {
                answer.record = try ledger.record(of: user, on: slot.occurrence)?.id
            }
        }
        switch ruling.decision {
        case .accepted, .repeated: answer.receipt = try Self.receipt(of: attempt.id, ledger)
        case .refused, .chosen, .staff: break
        }
        try ledger.keep(attempt, ruling, record: answer.record, receipt: answer.receipt)
        try name(&answer, ruling, facts.room, ledger)
        return answer
    }

    private func settlement(of decision: Decision) -> Settlement {
        switch decision {
        case .accepted(let settlement), .repeated(let settlement): settlement
        case .refused, .chosen, .staff: preconditionFailure("a scan is kept with what stands")
        }
    }

    /// Adds whom and which session the answer is about, where it may say so.
    private func name(
        _ answer: inout Answer, _ ruling: Ruling, _ room: RoomDay, _ ledger: any LedgerReading
    ) throws {
        var session = ruling.session
        switch ruling.decision {
        case .accepted, .repeated, .staff:
            answer.person = try ruling.user.flatMap { try ledger.user($0) }
            if case .staff(let user) = ruling.decision {
                answer.hasPIN = try ledger.pin(of: user) != nil
            }
        case .chosen(let id): session = id
        case .refused: break
        }
        answer.session = room.slots.lazy.compactMap(\.session).first { $0.id == session }
    }
}
