import Attendance

/// Who teaches one occurrence beside its course's own teachers, and what is held after all.
extension Desk {
    /// Names somebody on an occurrence: they may open its session as the course's teachers may.
    package func teach(
        _ id: OccurrenceID, by teacher: UserID, as actor: Actor
    ) async throws -> OccurrenceResult {
        try await ledger.write { try teach(id, by: teacher, as: actor, in: $0) }
    }

    package func teach(
        _ id: OccurrenceID, by teacher: UserID, as actor: Actor, in ledger: any LedgerWriting
    ) throws -> OccurrenceResult {
        guard let occurrence = try ledger.occurrence(id) else {
            return .failure(.notFound("occurrence \(id.number)"))
        }
        if let refusal = try Self.refusal(of: teacher, ledger) { return .failure(refusal) }
        if try ledger.teaches(teacher, id, on: today) {
            return .failure(.alreadyThere("that teacher on the occurrence"))
        }
        _ = try ledger.addTeacher(teacher, to: id, at: now(), by: actor)
        return .success(occurrence)
    }

    /// Takes somebody off an occurrence again, or with nil everybody whom it names. Teachers of its
    /// course stay.
    package func stopTeaching(
        _ id: OccurrenceID, by teacher: UserID?, as actor: Actor
    ) async throws -> OccurrenceResult {
        try await ledger.write { try stopTeaching(id, by: teacher, as: actor, in: $0) }
    }

    package func stopTeaching(
        _ id: OccurrenceID, by teacher: UserID?, as actor: Actor, in ledger: any LedgerWriting
    ) throws -> OccurrenceResult {
        guard let occurrence = try ledger.occurrence(id) else {
            return .failure(.notFound("occurrence \(id.number)"))
        }
        guard try ledger.removeTeachers(teacher, from: id, at: now(), by: actor) > 0 else {
            return .failure(.notFound("substitute on that occurrence"))
        }
        return .success(occurrence)
    }

    /// Nil for somebody who may teach.
    static func refusal(
        of teacher: UserID, _ ledger: any LedgerReading
    ) throws -> DeskRefusal? {
        guard let user = try ledger.user(teacher), !user.isArchived else {
            return .notFound("user \(teacher.number)")
        }
        return user.role.isStaff ? nil : .notStaff(user.code.text)
    }

    /// Holds what was cancelled. A session that was closed with it stays closed, and is settled as
    /// one that was held.
    package func restore(
        _ id: OccurrenceID, by actor: Actor
    ) async throws -> OccurrenceResult {
        try await ledger.write { try restore(id, by: actor, in: $0) }
    }

    package func restore(
        _ id: OccurrenceID, by actor: Actor, in ledger: any LedgerWriting
    ) throws -> OccurrenceResult {
        guard let before = try ledger.occurrence(id) else {
            return .failure(.notFound("occurrence \(id.number)"))
        }
        guard before.status == .cancelled else { return .failure(.notCancelled) }
        if try isTaken(
            before.course.id, before.date, before.sections, besides: id, ledger)
        {
            return .failure(.alreadyThere(Self.sameKey))
        }
        var change = OccurrenceChange()
        change.status = try ledger.isWherePlanned(id) ? .scheduled : .moved
        try ledger.update(id, to: change, at: now(), by: actor)
        try resettleEveryone(on: id, ledger, by: actor)
        guard let restored = try ledger.occurrence(id) else {
            preconditionFailure("an occurrence just changed is there")
        }
        return .success(restored)
    }
}
