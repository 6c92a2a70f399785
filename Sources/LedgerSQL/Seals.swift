import Attendance
import Desk

/// What stands, held against what the audit says was settled last: a row that was changed past the
/// program, by another or by a failing disk, is found although every page of it reads well.
extension SQLTransaction {
    private static let mostNamed = 20

    /// Records and sessions that are not as the audit has them, in sentences. Only where the chain
    /// of the audit holds does this say anything.
    func brokenSeals() throws -> [String] {
        let broken =
            try changedRecords() + missingRecords() + changedSessions() + changedScans()
            + lostLessons()
        return Array(broken.prefix(Self.mostNamed))
    }

    private static let sealedSQL = """
        SELECT \(AttendanceRecord.columns), k.periods, s.after,
          (SELECT coalesce(max(seq), 0) FROM audit_anchor)
        FROM record k LEFT JOIN (
          SELECT object_id, max(seq) AS seq FROM audit WHERE object = 'record' GROUP BY object_id
        ) l ON l.object_id = k.id LEFT JOIN audit s ON s.seq = l.seq
        """

    private func changedRecords() throws -> [String] {
        var changed: [String] = []
        try forEach(Self.sealedSQL, []) { columns in
            guard let kept = try KeptRecord(&columns) else { throw Columns.incomplete }
            let sealed: String? = columns.takeIf()
            let anchor: Int64 = try columns.take()
            if try kept.isAs(sealed, mayBeForgotten: anchor > 0) { return true }
            changed.append(
                "Record \(kept.record.id.number) was changed past the program: it stands as "
                    + "\(try kept.summary), and was settled as \(sealed ?? "nothing").")
            return changed.count < Self.mostNamed
        }
        return changed
    }

    /// What retention removed is gone by right.
    private func missingRecords() throws -> [String] {
        try all(
            """
            SELECT DISTINCT object_id FROM audit WHERE object = 'record'
              AND object_id NOT IN (SELECT id FROM record)
              AND NOT EXISTS (SELECT 1 FROM audit WHERE action = 'retention'
                AND after LIKE '%records=%')
            LIMIT \(Self.mostNamed)
            """
        ) { "Record \(try $0.take(Int64.self)) was taken out past the program." }
    }

    /// What is open is noted with the lesson also, for its room to find.
    private func lostLessons() throws -> [String] {
        try all(
            """
            SELECT s.id FROM checkin_session s JOIN occurrence o ON o.id = s.occurrence_id
            WHERE o.is_open <> CASE s.status WHEN 'open' THEN 1 ELSE 0 END LIMIT \(Self.mostNamed)
            """
        ) {
            "Session \(try $0.take(Int64.self)) was changed past the program, or its lesson: one "
                + "is open, and the other is not."
        }
    }

    private func changedSessions() throws -> [String] {
        try all(
            """
            SELECT s.id, s.status, a.after FROM checkin_session s JOIN (
              SELECT object_id, max(seq) AS seq FROM audit WHERE object = 'session'
                AND action IN ('create', 'draft', 'open', 'closed') GROUP BY object_id
            ) l ON l.object_id = s.id JOIN audit a ON a.seq = l.seq
            WHERE a.after NOT IN (s.status, 'status=' || s.status) LIMIT \(Self.mostNamed)
            """
        ) { columns in
            "Session \(try columns.take(Int64.self)) was changed past the program: it is "
                + "\(try columns.take(String.self)), and was \(try columns.take(String.self))."
        }
    }
}

extension SQLTransaction {
    /// A scan is kept twice, as the attempt it was, and as the evidence it is. Of what came from a
    /// door the moments may differ: a hub corrects them, each when it is taken. In a file each of
    /// them seals itself, and a file of before that is not asked.
    private func changedScans() throws -> [String] {
        if statements.dialect == .sqlite { return [] }
        return try all(
            """
            SELECT e.row FROM evidence e JOIN attempt a ON a.id = e.id
            WHERE e.kind = 'scan'
              AND (a.moment <> e.moment AND e.device_id = ? OR a.user_id <> e.user_id)
            LIMIT \(Self.mostNamed)
            """, [device.number]
        ) { "Evidence \(try $0.take(Int64.self)) was changed past the program." }
    }
}

extension KeptRecord {
    /// A remark may have been erased since; whatever else was settled stands.
    fileprivate func isAs(_ sealed: String?, mayBeForgotten: Bool) throws -> Bool {
        guard let sealed else { return mayBeForgotten }
        let words = sealed.split(separator: " remark=", maxSplits: 1)
        return try summary == (record.remark.isEmpty ? String(words[0]) : sealed)
    }
}
