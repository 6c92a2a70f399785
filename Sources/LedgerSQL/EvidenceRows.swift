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
        "occurrence o LEFT JOIN checkin_session s ON s.occurrence_id = o.id"

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
        FROM \(frameTables) WHERE o.id = ?1
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
        guard let found = try evidence(on: [occurrence])[occurrence] else {
            throw Columns.incomplete
        }
        return found
    }

    private static let everyoneSQL = """
        WITH expected (occurrence_id, user_id) AS (
            \(expected(on: "IN (:ids)", ("o.id,", "occurrence_id,")))),
          touched (occurrence_id, user_id) AS (
            SELECT occurrence_id, user_id FROM evidence WHERE occurrence_id IN (:ids)
            UNION SELECT occurrence_id, user_id FROM record WHERE occurrence_id IN (:ids))
        SELECT m.occurrence_id, m.user_id, m.is_expected, EXISTS (SELECT 1 FROM excusal x
            WHERE x.student_id = m.user_id AND o.date BETWEEN x.start_date AND x.end_date)
        FROM (SELECT occurrence_id, user_id, 1 AS is_expected FROM expected
          UNION ALL SELECT occurrence_id, user_id, 0 FROM touched
            WHERE (occurrence_id, user_id) NOT IN (SELECT occurrence_id, user_id FROM expected)) m
        JOIN occurrence o ON o.id = m.occurrence_id WHERE o.id IN (:ids) ORDER BY m.user_id
        """

    package func evidence(
        on occurrences: Set<OccurrenceID>
    ) throws -> [OccurrenceID: [(user: UserID, Facts.Candidate)]] {
        let ids = occurrences.sorted().map { SQLValue.integer($0.number) }
        var frames: [OccurrenceID: Facts.Candidate] = [:]
        try forEach(
            of: ids,
            "SELECT o.id, \(Self.frameColumns) FROM \(Self.frameTables) WHERE o.id IN (:ids)"
        ) { frames[try $0.takeID()] = try frame(&$0) }
        var entries: [Settled.Place: [EvidenceEntry]] = [:]
        try forEach(
            of: ids,
            """
            SELECT occurrence_id, user_id, \(Self.entryColumns) FROM evidence
            WHERE occurrence_id IN (:ids)
            """
        ) { columns in
            let occurrence: OccurrenceID = try columns.takeID()
            let place = Settled.Place(try columns.takeID(), on: occurrence)
            entries[place, default: []].append(try EvidenceEntry(&columns))
        }
        var found = frames.mapValues { _ in [(user: UserID, Facts.Candidate)]() }
        try forEach(of: ids, Self.everyoneSQL) { columns in
            let occurrence: OccurrenceID = try columns.takeID()
            let user: UserID = try columns.takeID()
            guard var candidate = frames[occurrence] else { throw Columns.incomplete }
            candidate.evidence.isExpected = try columns.take()
            candidate.evidence.isExcused = try columns.take()
            candidate.evidence.entries = entries[Settled.Place(user, on: occurrence)] ?? []
            found[occurrence]?.append((user, candidate))
        }
        return found
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
