import Attendance

/// A scan whose clock could not be trusted.
package struct DoubtedScan: Equatable, Sendable {
    package var scan: UniqueID
    package var user: UserID
    package var occurrence: OccurrenceID

    package init(scan: UniqueID, user: UserID, occurrence: OccurrenceID) {
        self.scan = scan
        self.user = user
        self.occurrence = occurrence
    }
}

extension Desk {
    /// Settles the scans in doubt after a row of the evidence, now that it is known by how much
    /// their clock was wrong; how many there were.
    package func timeDoubted(after row: Int, shift milliseconds: Int64) async throws -> Int {
        try await ledger.write { ledger in
            let clock = Actor(origin: "clock")
            let doubted = try ledger.doubtedScans(after: row)
            for one in doubted {
                let known = try ledger.evidence(on: one.occurrence, about: one.user)
                let entry = EvidenceEntry(
                    id: newID(at: now()), moment: now(), place: known.place,
                    kind: .timing(scans: [one.scan], shift: milliseconds))
                try ledger.append(entry, on: one.occurrence, about: one.user, by: clock)
                try resettle(one.user, on: one.occurrence, ledger, by: clock)
            }
            return doubted.count
        }
    }
}
