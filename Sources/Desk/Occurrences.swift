import Attendance

extension Desk {
    package typealias OccurrenceResult = Result<Occurrence, DeskRefusal>

    /// An extra lesson.
    package func create(
        _ new: NewOccurrence, by actor: Actor
    ) async throws -> OccurrenceResult {
        try await ledger.write { try create(new, by: actor, in: $0) }
    }

    package func create(
        _ new: NewOccurrence, by actor: Actor, in ledger: any LedgerWriting
    ) throws -> OccurrenceResult {
        guard try ledger.course(new.course) != nil else {
            return .failure(.notFound("course \(new.course.number)"))
        }
        if try isTaken(new.course, new.date, new.sections, ledger) {
            return .failure(.alreadyThere(Self.sameKey))
        }
        if let teacher = new.teacher, let refusal = try Self.refusal(of: teacher, ledger) {
            return .failure(refusal)
        }
        return .success(try ledger.createOccurrence(new, at: now(), by: actor))
    }

    static let sameKey = "an occurrence of that course on that date and section"

    /// Whether a lesson of the course is known by one of the sections on that date already.
    package func isTaken(
        _ course: CourseID, _ date: SchoolDate, _ sections: [Int],
        besides own: OccurrenceID? = nil, _ ledger: any LedgerReading
    ) throws -> Bool {
        var filter = OccurrenceFilter(from: date, to: date)
        filter.course = course
        // One that is cancelled keeps its first section, by which it is known.
        return try ledger.daily(filter).map(\.occurrence).filter { $0.id != own }.contains {
            other in
            other.sections.first == sections.first
                || other.status != .cancelled && !Set(other.sections).isDisjoint(with: sections)
        }
    }

    /// Moves, or changes the room; everyone with evidence is settled again under the new times.
    package func change(
        _ id: OccurrenceID, to change: OccurrenceChange, by actor: Actor
    ) async throws -> OccurrenceResult {
        try await ledger.write { try self.change(id, to: change, by: actor, in: $0) }
    }

    package func change(
        _ id: OccurrenceID, to change: OccurrenceChange, by actor: Actor,
        in ledger: any LedgerWriting
    ) throws -> OccurrenceResult {
        guard let before = try ledger.occurrence(id) else {
            return .failure(.notFound("occurrence \(id.number)"))
        }
        if before.status == .cancelled, change.status != .cancelled {
            return .failure(.sessionIs(.cancelled))
        }
        if let date = change.date, date != before.date,
            try isTaken(before.course.id, date, before.sections, ledger)
        {
            return .failure(.alreadyThere(Self.sameKey))
        }
        try ledger.update(id, to: change, at: now(), by: actor)
        if change.status == .cancelled, let session = try ledger.session(of: id)?.session,
            case .changed(let closed) = session.closing(at: now())
        {
            try ledger.keep(closed, at: now(), by: actor)
        }
        try resettleEveryone(on: id, ledger, by: actor)
        guard let changed = try ledger.occurrence(id) else {
            preconditionFailure("an occurrence just changed is there")
        }
        return .success(changed)
    }
}
