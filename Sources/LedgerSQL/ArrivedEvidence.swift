import Attendance
import Desk

extension SQLTransaction {
    /// Once, however often an entry comes.
    static let evidenceRows = BulkInsert(
        "evidence",
        [
            ("id", .bytes), ("occurrence_id", .integer), ("user_id", .integer),
            ("device_id", .integer), ("seq", .integer), ("revision", .integer),
            ("seen", .integer), ("moment", .integer), ("kind", .text), ("method", .text),
            ("held_for", .text), ("flags", .text), ("status", .text), ("number", .integer),
            ("period", .integer), ("remark", .text), ("accepted", .integer), ("targets", .bytes),
            ("has_hub_time", .integer), ("actor_id", .integer), ("origin", .text),
        ])

    static func arguments(
        _ entry: EvidenceEntry, on occurrence: OccurrenceID, about user: UserID, by actor: Actor
    ) -> SQLArguments {
        let kind = entry.kind.columns
        return .row(
            entry.id.bytes, occurrence.number, user.number, entry.place.device.number,
            entry.place.seq, entry.place.revision, entry.place.seen, entry.moment.milliseconds,
            kind.kind, kind.method, kind.heldFor, kind.flags, kind.status, kind.number,
            kind.period, kind.remark, kind.accepted, kind.targets, entry.hasHubTime,
            actor.user?.number, actor.origin)
    }

    package func append(_ arrived: [ArrivedEvidence]) throws {
        try insert(
            arrived.map {
                Self.arguments($0.entry, on: $0.occurrence, about: $0.user, by: $0.actor)
            }, Self.evidenceRows)
        var newest: [OccurrenceID: Int] = [:]
        for one in arrived {
            let revision = one.entry.place.revision ?? 0
            newest[one.occurrence] = max(newest[one.occurrence] ?? 0, revision)
        }
        try run(newest.map { [$0.key.number, $0.value] }, Self.revisions)
    }

    private static let revisions = BulkStatement(
        given: [("id", .integer), ("newest", .integer)],
        """
        UPDATE occurrence SET revision = g.newest FROM given g
        WHERE occurrence.id = g.id AND occurrence.revision < g.newest
        """)
}
