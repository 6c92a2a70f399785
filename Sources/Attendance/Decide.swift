/// All that `decide` may look at, loaded inside the transaction that will hold the answer.
package struct Facts: Equatable, Sendable {
    package var room: RoomDay
    /// Nil where the scan is no token.
    package var reading: Reading?
    /// The evidence of the one candidate, and where a new entry would stand in it.
    package var candidate: Candidate?
    /// The class that the holder of a full code has now, if not here.
    package var elsewhere: Elsewhere?
    package var brake: Brake
    /// How many characters this door asked for in the last `secondsAskedStands` seconds.
    package var digitsAsked: Int?
    /// The repair that made the reading of the line.
    package var repair: ReaderRule?

    package static let secondsAskedStands: Int64 = 20

    package struct Candidate: Equatable, Sendable {
        package var evidence: Evidence
        package var place: EvidencePlace

        package init(evidence: Evidence, place: EvidencePlace) {
            self.evidence = evidence
            self.place = place
        }
    }

    /// What is doubtful of a touch made now.
    package var doubts: Set<RecordFlag> { room.isClockSure ? [] : [.clockUncertain] }

    package init(
        room: RoomDay, reading: Reading? = nil, candidate: Candidate? = nil,
        elsewhere: Elsewhere? = nil, brake: Brake = Brake(failures: []), digitsAsked: Int? = nil
    ) {
        self.room = room
        self.reading = reading
        self.candidate = candidate
        self.elsewhere = elsewhere
        self.brake = brake
        self.digitsAsked = digitsAsked
    }
}

/// A decision and what is to be kept because of it.
package struct Ruling: Equatable, Sendable {
    package var decision: Decision
    /// Whom the attempt was about, where that is known.
    package var user: UserID?
    /// The session in force when it was made.
    package var session: CheckinSessionID?
    /// A touch to be kept as evidence.
    package var kept: Kept?
    /// What made the line readable, where something had to.
    package var repair: ReaderRule?
    /// Counts towards the brake.
    package var isFailedTail = false

    package enum Kept: Equatable, Sendable {
        /// Settled already: the decision carries what stands.
        case scan(EvidenceEntry, occurrence: OccurrenceID)
        /// Held until staff accept it.
        case held(EvidenceEntry.HoldReason, occurrence: OccurrenceID)
    }
}

/// Who may check in, and with what status: the only place that says so.
///
/// Rows are tried from the top, in the order of the table in the README, "Deciding". An attempt
/// already kept never comes here: its first answer stands.
package func decide(_ attempt: Attempt, given facts: Facts) -> Ruling {
    let inForce = facts.room.inForce(at: attempt.moment)
    var ruling = Ruling(decision: .refused(.unreadable), session: inForce?.session?.id)
    guard let reading = facts.reading else { return ruling }

    switch reading {
    case .session(let id):
        ruling.decision = .chosen(id)
        return ruling
    case .tail:
        let seconds = facts.brake.wait(at: attempt.moment)
        if seconds > 0 {
            ruling.decision = .refused(.wait(seconds: seconds))
            return ruling
        }
    case .blockedCard:
        ruling.decision = .refused(.blocked)
        return ruling
    case .person(let holder):
        ruling.user = holder.user
        if holder.role.isStaff, !holder.isOnRoster {
            ruling.decision = .staff(holder.user)
            return ruling
        }
    case .unknownCode:
        break
    }

    guard let inForce else {
        ruling.decision = .refused(facts.room.refusalWithoutSession(at: attempt.moment))
        return ruling
    }
    guard let user = reading.candidate, let candidate = facts.candidate else {
        refuse(&ruling, reading, inForce, facts)
        return ruling
    }
    ruling.user = user
    checkIn(&ruling, attempt, reading, inForce, candidate, facts)
    return ruling
}

/// No candidate, or several.
private func refuse(
    _ ruling: inout Ruling, _ reading: Reading, _ inForce: RoomDay.Slot, _ facts: Facts
) {
    switch reading {
    case .tail(let matches, let length) where matches.count > 1:
        let needed = digitsNeeded(toTellApart: matches.map(\.code))
        ruling.decision = .refused(.ambiguous(digitsNeeded: needed))
        ruling.isFailedTail = facts.digitsAsked.map { length < $0 } ?? false
    case .tail:
        ruling.decision = .refused(.notOnRoster(.unknownTail))
        ruling.isFailedTail = true
    case .person(let holder):
        if let elsewhere = facts.elsewhere {
            ruling.decision = .refused(.wrongRoom(elsewhere))
            ruling.kept = .held(.wrongRoom, occurrence: elsewhere.occurrence)
        } else {
            ruling.decision = .refused(.notOnRoster(.notEnrolled))
            if holder.role == .student {
                ruling.kept = .held(.unrostered, occurrence: inForce.occurrence)
            }
        }
    case .unknownCode, .session, .blockedCard:
        ruling.decision = .refused(.notOnRoster(.unknownCode))
    }
}

/// The last two rows: repeated, or accepted.
private func checkIn(
    _ ruling: inout Ruling, _ attempt: Attempt, _ reading: Reading, _ inForce: RoomDay.Slot,
    _ candidate: Facts.Candidate, _ facts: Facts
) {
    let isTail = if case .tail = reading { true } else { false }
    let entry = EvidenceEntry(
        id: attempt.id, moment: attempt.moment, place: candidate.place,
        kind: .scan(
            .init(
                method: isTail ? .last4 : attempt.origin.method,
                doubts: isTail && facts.brake.doubts(at: attempt.moment)
                    ? facts.doubts.union([.typedBurst]) : facts.doubts)))
    let standing = settle(candidate.evidence)
    let isThere = standing.status?.isThere == true
    // A moment in doubt makes nobody earlier.
    let isNoEarlier = standing.checkinTime.map { attempt.moment >= $0 } ?? false
    if isThere, isNoEarlier || !facts.room.isClockSure {
        ruling.decision = .repeated(standing)
        return
    }
    let settled = settle(candidate.evidence.adding(entry))
    ruling.decision = isThere ? .repeated(settled) : .accepted(settled)
    ruling.kept = .scan(entry, occurrence: inForce.occurrence)
}
