import Attendance
import Desk
import LedgerSQL
import LedgerSQLite
import TestKit
import Wire

/// What must hold in the world once everybody has heard everything.
extension SimWorld {
    func complaints() async throws -> [String] {
        var complaints: [String] = []
        let there = Set(try await ids(hub.ledger, "SELECT id FROM evidence"))
        for door in doors {
            let own = try await ids(door.ledger, "SELECT id FROM evidence")
            let lost = door.acknowledged.subtracting(there)
            if !lost.isEmpty {
                complaints.append("door \(door.number): \(lost.count) answered, and lost")
            }
            if !door.acknowledged.subtracting(own).isEmpty {
                complaints.append("door \(door.number) has lost its own")
            }
        }
        for door in doors { complaints += try await journalled(by: door) }
        // Copies say so themselves.
        if trace.contains(where: { $0.hasSuffix("forked") }) {
            complaints.append("a journal was taken for another's")
        }
        complaints += try await lines(hub.ledger, Self.gaps).map { "a gap in \($0)" }
        complaints += try await lines(
            hub.ledger, "SELECT reason FROM quarantine"
        ).map { "kept aside: \($0)" }
        complaints += try await unsettled()
        for door in doors {
            for (what, sql) in Self.same {
                let sql = sql.replacing("ROOM", with: "'\(Self.room(of: door))'")
                let (ours, theirs) = (
                    try await lines(hub.ledger, sql), try await lines(door.ledger, sql)
                )
                if ours != theirs {
                    let only = { (one: [String], other: [String]) in
                        one.filter { !other.contains($0) }.prefix(3).joined(separator: "; ")
                    }
                    complaints.append(
                        "door \(door.number) has other \(what): hub \(only(ours, theirs)) | door "
                            + only(theirs, ours))
                }
            }
        }
        return complaints
    }

    /// What of a door's journal is at the hub otherwise than it was written, or not at all.
    private func journalled(by door: SimDoor) async throws -> [String] {
        let written = try await door.ledger.read {
            try $0.journal(after: 0, most: 100_000, bytes: .max)
        }
        var kept: [UniqueID: (kind: String, seen: Int, revision: Int, flags: String)] = [:]
        let rows = try await transaction(hub.ledger) { transaction in
            try transaction.all(
                "SELECT id, kind, seen, revision, coalesce(flags, '') FROM evidence", []
            ) { columns in
                (
                    try columns.takeUniqueID(), try columns.take(String.self),
                    try columns.take(Int.self), try columns.take(Int.self),
                    try columns.take(String.self)
                )
            }
        }
        for row in rows { kept[row.0] = (row.1, row.2, row.3, row.4) }
        var complaints: [String] = []
        for bytes in written {
            let line = try JournalLine(parsing: bytes)
            guard case .evidence(let evidence) = line.deed else { continue }
            guard let row = kept[line.id] else {
                complaints.append("door \(door.number): line \(line.seq) is not at the hub")
                continue
            }
            if row.seen != min(Int(evidence.seen), row.revision - 1) {
                complaints.append("line \(line.seq) had seen \(evidence.seen), not \(row.seen)")
            }
            guard case .scan(let scanned) = evidence.kind else { continue }
            let flags = Set(row.flags.split(separator: " ").map(String.init))
            if row.kind != "scan" || !flags.isSuperset(of: scanned.doubts.map(\.rawValue)) {
                complaints.append("line \(line.seq) is no longer what it was")
            }
        }
        return complaints
    }

    private static func room(of door: SimDoor) -> String { door.number == 2 ? "C318" : "C317" }

    /// Revisions of an occurrence go from 1 to as many as there are.
    private static let gaps = """
        SELECT occurrence_id FROM evidence GROUP BY occurrence_id
        HAVING min(revision) <> 1 OR max(revision) <> count(*)
          OR count(DISTINCT revision) <> count(*)
        """

    private static let held = """
        FROM occurrence o JOIN classroom c ON c.id = o.classroom_id AND c.room_number = ROOM
          AND o.date = '\(TestSchool.day)'
        """

    private static let same: [(what: String, sql: String)] = [
        (
            "evidence",
            """
            SELECT hex(e.id) || '|' || u.code || '|' || o.first_section || '|' || e.revision
              || '|' || e.seen || '|' || e.moment || '|' || e.kind || '|' || coalesce(e.flags, '')
              || '|' || coalesce(e.status, '') || '|' || e.has_hub_time
            \(held) JOIN evidence e ON e.occurrence_id = o.id JOIN user u ON u.id = e.user_id
            ORDER BY 1
            """
        ),
        (
            "records",
            """
            SELECT u.code || '|' || o.first_section || '|' || coalesce(r.number, '-') || '|'
              || coalesce(r.checkin_time, '-') || '|' || coalesce(r.method, '-') || '|'
              || r.flags || '|' || r.remark
            \(held) JOIN record r ON r.occurrence_id = o.id JOIN user u ON u.id = r.user_id
            WHERE r.number IS NOT NULL OR r.flags <> '' ORDER BY 1
            """
        ),
        (
            "sessions",
            """
            SELECT o.first_section || '|' || s.status || '|' || coalesce(s.code, '-') || '|'
              || s.grace_minutes || '|' || coalesce((SELECT group_concat(i.opened_at || '-'
                || coalesce(i.closed_at, '')) FROM checkin_interval i
                WHERE i.session_id = s.id), '')
            \(held) JOIN checkin_session s ON s.occurrence_id = o.id ORDER BY 1
            """
        ),
        (
            "people on the roster",
            """
            SELECT o.first_section || '|' || u.code \(held)
            JOIN enrolment e ON e.course_id = o.course_id AND e.is_teacher = 0
              AND (e.begin_date IS NULL OR e.begin_date <= o.date)
              AND (e.end_date IS NULL OR o.date <= e.end_date)
            JOIN user u ON u.id = e.user_id GROUP BY 1 ORDER BY 1
            """
        ),
    ]

    /// Whose record is not what their evidence comes to.
    private func unsettled() async throws -> [String] {
        var complaints: [String] = []
        let places = [("hub", hub.ledger)] + doors.map { ("door \($0.number)", $0.ledger) }
        for (place, ledger) in places {
            complaints += try await ledger.read { ledger -> [String] in
                let filter = OccurrenceFilter(from: TestSchool.day, to: TestSchool.day)
                return try ledger.occurrences(filter).flatMap { held in
                    try ledger.evidence(on: held.id).compactMap { user, known -> String? in
                        let settled = settle(known.evidence)
                        let record = try ledger.record(of: user, on: held.id)
                        if record?.number == settled.number,
                            record?.checkinTime == settled.checkinTime,
                            record?.flags ?? [] == settled.flags
                        {
                            return nil
                        }
                        return "\(place): a record is not what its evidence comes to"
                    }
                }
            }
        }
        return complaints
    }

    private func ids(_ ledger: SQLiteLedger, _ sql: String) async throws -> [UniqueID] {
        try await transaction(ledger) { try $0.all(sql, []) { try $0.takeUniqueID() } }
    }

    private func lines(_ ledger: SQLiteLedger, _ sql: String) async throws -> [String] {
        try await transaction(ledger) { transaction in
            try transaction.all(sql, []) { columns in columns.takeIf(String.self) ?? "?" }
        }
    }
}
