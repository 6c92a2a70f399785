import Attendance
import Desk

// Every change of a record or a roster is a row of the audit, whose numbers only grow: they are
// the numbers of changes.
extension SQLTransaction {
    /// So many changes back are looked through, at most.
    static let mostChangesBack: Int64 = 20_000

    package func lastChange() throws -> Int64 {
        try first("SELECT coalesce(max(seq), 0) FROM audit") { try $0.take() } ?? 0
    }

    /// Those before it have been removed.
    func firstChange() throws -> Int64 {
        try first("SELECT coalesce(max(seq), 0) FROM audit_anchor") { try $0.take() } ?? 0
    }

    package func changes(on occurrence: OccurrenceID, since change: Int64) throws -> RosterChanges?
    {
        let last = try lastChange()
        if change > last || last - change > Self.mostChangesBack { return nil }
        if try change < firstChange() { return nil }
        let users: [UserID] = try all(
            """
            SELECT k.user_id FROM audit a CROSS JOIN record k ON k.id = a.object_id
              WHERE a.seq > ?1 AND a.object = 'record' AND k.occurrence_id = ?2
            UNION SELECT w.user_id FROM walk_in w WHERE w.occurrence_id = ?2 AND EXISTS (
              SELECT 1 FROM audit a JOIN checkin_session s ON s.id = a.object_id
              WHERE a.seq > ?1 AND a.object = 'session' AND a.action = '\(Self.walkInAction)'
                AND s.occurrence_id = ?2)
            """, [change, occurrence.number]
        ) { try $0.takeID() }
        return RosterChanges(
            rows: try users.compactMap { try rosterRow(of: $0, on: occurrence) }, last: last)
    }
}
