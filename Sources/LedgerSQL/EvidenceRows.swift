import Attendance
import Desk
import Foundation

extension SQLTransaction {
    private static let frameColumns = """
        o.date, o.start_minute, o.end_minute, o.sections, o.status = 'cancelled', o.revision,
        EXISTS (SELECT 1 FROM hub_link), (SELECT coalesce(max(row), 0) FROM evidence),
        \(CheckinSession.columns)
        """
    private static let frameTables =
        "occurrence o LEFT JOIN checkin_session s ON s.occurrence_id = o.id WHERE o.id = ?1"

    /// What the evidence about anybody on an occurrence stands in.
    private func frame(_ columns: inout Columns) throws -> Facts.Candidate {
        let (start, _) = moments(
            try columns.takeDate(), try columns.takeTime(), try columns.takeTime())
        var evidence = Evidence(
            sections: try columns.take(sections(from:)), lateAfter: start,
            isCancelled: try columns.take())
        let revision: Int = try columns.take()
        let isDoor: Bool = try columns.take()
        // A database that has no hub is the authority: it numbers what it appends.
        let place = EvidencePlace(
            revision: isDoor ? nil : revision + 1, seen: revision, device: device,
            seq: try columns.take() + 1)
        let session = try CheckinSession.ifAny(&columns)
        evidence.lateAfter =
            session?.lateAfter(start: start)
            ?? start.adding(seconds: Int64(CheckinSession.defaultGraceMinutes) * 60)
        evidence.isClosed = session?.status == .closed
        return Facts.Candidate(evidence: evidence, place: place)
    }

    static let entryColumns = """
        id, moment, revision, seen, device_id, seq, kind, method, held_for, flags, status, number,
        period, remark, accepted, targets, has_hub_time
        """

    static let frameSQL = """
        SELECT \(frameColumns), \(isExpected), EXISTS (SELECT 1 FROM excusal x
            WHERE x.student_id = ?2 AND o.date BETWEEN x.start_date AND x.end_date)
        FROM \(frameTables)
        """

    package func evidence(on occurrence: OccurrenceID, about user: UserID) throws -> Facts.Candidate
    {
        let arguments: SQLArguments = [occurrence.number, user.number]
        let frame = try first(Self.frameSQL, arguments) { columns in
            var candidate = try self.frame(&columns)
            candidate.evidence.isExpected = try columns.take()
            candidate.evidence.isExcused = try columns.take()
            return candidate
        }
        guard var candidate = frame else { throw Columns.incomplete }
        candidate.evidence.entries = try all(
            "SELECT \(Self.entryColumns) FROM evidence WHERE occurrence_id = ? AND user_id = ?",
            arguments, EvidenceEntry.init)
        return candidate
    }

    package func evidence(on occurrence: OccurrenceID) throws -> [(user: UserID, Facts.Candidate)] {
        let frame = try first(
            "SELECT \(Self.frameColumns) FROM \(Self.frameTables)", [occurrence.number],
            self.frame)
        guard let frame else { throw Columns.incomplete }
        var entries: [UserID: [EvidenceEntry]] = [:]
        _ = try all(
            "SELECT user_id, \(Self.entryColumns) FROM evidence WHERE occurrence_id = ?",
            [occurrence.number]
        ) { columns in
            let user: UserID = try columns.takeID()
            entries[user, default: []].append(try EvidenceEntry(&columns))
        }
        return try all(
            """
            WITH expected (user_id) AS \(Self.expected),
              touched (user_id) AS (SELECT user_id FROM evidence WHERE occurrence_id = ?1
                UNION SELECT user_id FROM record WHERE occurrence_id = ?1)
            SELECT m.user_id, m.is_expected, EXISTS (SELECT 1 FROM excusal x
                WHERE x.student_id = m.user_id
                  AND (SELECT date FROM occurrence WHERE id = ?1)
                    BETWEEN x.start_date AND x.end_date)
            FROM (SELECT user_id, 1 AS is_expected FROM expected
              UNION ALL SELECT user_id, 0 FROM touched
                WHERE user_id NOT IN (SELECT user_id FROM expected)) m
            ORDER BY m.user_id
            """, [occurrence.number]
        ) { columns in
            let user: UserID = try columns.takeID()
            var candidate = frame
            candidate.evidence.isExpected = try columns.take()
            candidate.evidence.isExcused = try columns.take()
            candidate.evidence.entries = entries[user] ?? []
            return (user, candidate)
        }
    }

    package func append(
        _ entry: EvidenceEntry, on occurrence: OccurrenceID, about user: UserID, by actor: Actor
    ) throws {
        try run(
            Self.evidenceRows.single,
            Self.arguments(entry, on: occurrence, about: user, by: actor))
        try run(
            "UPDATE occurrence SET revision = ?1 WHERE id = ?2 AND revision < ?1",
            [entry.place.revision ?? 0, occurrence.number])
        try tell(entry, on: occurrence, about: user, by: actor)
    }
}
