import Attendance

extension Desk {
    package typealias OccurrenceResult = Result<Occurrence, DeskRefusal>

    /// An extra lesson.
    package func create(
        _ new: NewOccurrence, by actor: Actor
    ) async throws -> OccurrenceResult {
        try await ledger.write { ledger in
            guard try ledger.course(new.course) != nil else {
                return .failure(.notFound("course \(new.course.number)"))
            }
            var filter = OccurrenceFilter(from: new.date, to: new.date)
            filter.course = new.course
            let sameSection = try ledger.daily(filter).contains {
                $0.occurrence.sections.first == new.sections.first
            }
            if sameSection {
                return .failure(
                    .alreadyThere("an occurrence of that course, date and first section"))
            }
            return .success(try ledger.createOccurrence(new, at: now(), by: actor))
        }
    }

    /// Moves, or changes the room; everyone with evidence is settled again under the new times.
    package func change(
        _ id: OccurrenceID, to change: OccurrenceChange, by actor: Actor
    ) async throws -> OccurrenceResult {
        try await ledger.write { ledger in
            guard try ledger.occurrence(id) != nil else {
                return .failure(.notFound("occurrence \(id.number)"))
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
}
