import Attendance

/// All that one table knows of a person.
package struct PersonalTable: Equatable, Sendable {
    package enum Value: Equatable, Sendable {
        case text(String)
        case number(Int64)
        case moment(Moment)
        case none
    }

    package var name: String
    package var columns: [String]
    package var rows: [[Value]]

    package init(name: String, columns: [String], rows: [[Value]]) {
        self.name = name
        self.columns = columns
        self.rows = rows
    }
}

/// Why somebody's records must be kept, whoever asks for them to be erased.
package struct LegalHold: Equatable, Sendable {
    /// The last day; nil until it is released.
    package var until: SchoolDate?
    package var reason: String

    package init(until: SchoolDate?, reason: String) {
        self.until = until
        self.reason = reason
    }
}

extension Desk {
    /// Takes out of the records who somebody was. What they attended stays, as an erased person's,
    /// so that no count changes; what was written about them, and what they could sign in with,
    /// goes. Refused while a hold runs.
    package func erase(_ user: UserID, by actor: Actor) async throws -> Result<Void, DeskRefusal> {
        try await ledger.write { ledger in
            if let hold = try ledger.legalHold(on: user),
                hold.until.map({ today <= $0 }) ?? true
            {
                return .failure(.onHold(hold))
            }
            try ledger.erase(user, at: now(), by: actor)
            return .success(())
        }
    }
}
