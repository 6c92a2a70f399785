import Attendance

extension Desk {
    /// Takes back the last typed entry among a door's latest attempts, newest first, as if it had
    /// not been; false where there is none, or it is too late. `then` is called once it is durable.
    package func withdraw(
        latest attempts: [UniqueID], at moment: Moment, door: Attempt.Door,
        then: @escaping @Sendable (Result<Bool, any Error>) -> Void
    ) {
        ledger.write(
            .atDoor, { try withdraw(latest: attempts, at: moment, door: door, in: $0) }, then: then)
    }

    private func withdraw(
        latest attempts: [UniqueID], at moment: Moment, door: Attempt.Door,
        in ledger: any LedgerWriting
    ) throws -> Bool {
        var found: TypedEntry?
        for attempt in attempts where found == nil {
            found = try ledger.typedEntry(attempt, at: door.device)
        }
        guard let typed = found else { return false }
        let known = try ledger.evidence(on: typed.occurrence, about: typed.user)
        guard let kind = typed.withdrawal(at: moment, given: known.evidence) else { return false }
        let actor = Actor(origin: "door:\(door.device.number)")
        let made = EvidenceEntry(
            id: newID(at: moment), moment: moment, place: known.place, kind: kind)
        try ledger.append(made, on: typed.occurrence, about: typed.user, by: actor)
        _ = try ledger.keep(
            settle(known.evidence.adding(made)), of: typed.user, on: typed.occurrence, at: moment,
            by: actor)
        return true
    }
}
