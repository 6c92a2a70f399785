import Attendance

/// One thing that somebody of the staff may do at a door now.
package struct StaffChoice: Equatable, Sendable {
    package var deed: StaffDeed
    /// Empty where it is about none.
    package var course: String
    package var start: Moment

    package init(deed: StaffDeed, course: String, start: Moment) {
        self.deed = deed
        self.course = course
        self.start = start
    }
}

/// What came of a deed: the session as it is now.
package typealias StaffResult = Result<SessionDetail, DeskRefusal>

extension Desk {
    /// How long a link that a door shows may be opened.
    package static let secondsOfLinkAtDoor: Int64 = 120

    /// What they may do at a door now; none where they are no staff (any more).
    package func choices(
        of user: UserID, at door: Attempt.Door, moment: Moment
    ) async throws -> [StaffChoice] {
        try await ledger.read { ledger in
            let room = try ledger.roomDay(door.classroom, at: moment, device: door.device)
            return try room.deeds(at: moment).compactMap { deed, slot in
                guard try mayChange(slot.occurrence, user, ledger) != nil else { return nil }
                return StaffChoice(deed: deed, course: slot.course, start: slot.start)
            }
        }
    }

    /// How many would become absent or leave if a session were closed now.
    package func countsOfClosing(_ id: CheckinSessionID) async throws -> Int {
        switch try await rehearseClosing(id) {
        case .success(let changes): changes.count
        case .failure: 0
        }
    }

    /// Does it, if they still may. Choosing is an attempt at the door, and none of these.
    package func carryOut(
        _ deed: StaffDeed, by user: UserID, at door: Attempt.Door
    ) async throws -> StaffResult {
        try await ledger.write(.atDoor) { ledger in
            let found: SessionDetail?
            switch deed {
            case .open(let occurrence): found = try made(on: occurrence, user, door, ledger)
            case .close(let id), .reopen(let id), .choose(let id): found = try ledger.session(id)
            case .signIn: found = nil
            }
            guard let found, found.occurrence.classroom?.id == door.classroom,
                let role = try mayChange(found.occurrence.id, user, ledger)
            else { return .failure(.notFound("session")) }
            let actor = Actor(user: user, role: role, origin: "door:\(door.device.number)")
            switch deed {
            case .open: return try open(found.session.id, reopening: false, by: actor, in: ledger)
            case .reopen: return try open(found.session.id, reopening: true, by: actor, in: ledger)
            case .close: return try close(found.session.id, by: actor, in: ledger)
            case .choose, .signIn: return .success(found)
            }
        }
    }

    /// A link that signs them in on their telephone; nil where they are no staff (any more).
    package func inviteAtDoor(_ user: UserID, at door: Attempt.Door) async throws -> String? {
        let person = try await ledger.read { try $0.user(user) }
        guard let person, person.role.isStaff, !person.isArchived else { return nil }
        return try await invite(
            person, forSeconds: Self.secondsOfLinkAtDoor,
            by: Actor(user: user, role: person.role, origin: "door:\(door.device.number)"))
    }

    private func made(
        on occurrence: OccurrenceID, _ user: UserID, _ door: Attempt.Door,
        _ ledger: any LedgerWriting
    ) throws -> SessionDetail? {
        guard let role = try mayChange(occurrence, user, ledger) else { return nil }
        let actor = Actor(user: user, role: role, origin: "door:\(door.device.number)")
        switch try createSession(on: occurrence, remark: "", by: actor, in: ledger) {
        case .success(let made): return made.session
        case .failure: return nil
        }
    }

    /// Their role, where they may open and close an occurrence's session.
    private func mayChange(
        _ occurrence: OccurrenceID, _ user: UserID, _ ledger: any LedgerReading
    ) throws -> Role? {
        guard let person = try ledger.user(user), !person.isArchived else { return nil }
        let isOwn =
            try !person.role.isOffice && ledger.teaches(user, occurrence, on: today)
        let verdict = allows(
            .person(person.role), .changeSession, isOwn ? .own : .anothers)
        return verdict == .allowed ? person.role : nil
    }
}
