import Attendance
import Desk

extension SQLTransaction {
    /// Rows to be removed, and how to say so. What comes later may refer to what comes before.
    private struct Removing {
        var what: String
        var table: String
        var condition: String
        var arguments: SQLArguments
    }

    package func schoolYearEnds() throws -> [SchoolDate] {
        // A term without a year above it is one.
        try all("SELECT end_date FROM term WHERE kind = 'schoolYear' OR parent_id IS NULL", []) {
            try $0.takeDate()
        }
    }

    package func removals(of outdated: Outdated) throws -> [Removal] {
        try removing(outdated).compactMap { part in
            let count = try first(
                "SELECT count(*) FROM \(part.table) WHERE \(part.condition)", part.arguments
            ) { try $0.take(Int.self) }
            return count.flatMap { $0 > 0 ? Removal(what: part.what, count: $0) : nil }
        }
    }

    package func remove(
        _ outdated: Outdated, at moment: Moment, by actor: Actor
    ) throws -> [Removal] {
        var done: [Removal] = []
        for part in try removing(outdated) {
            if part.table == "audit" { try anchorAudit(part.arguments) }
            let count = try run(
                "DELETE FROM \(part.table) WHERE \(part.condition)", part.arguments)
            if count > 0 { done.append(Removal(what: part.what, count: count)) }
        }
        if let last = outdated.recordsTo { try removeEmpty(last) }
        if done.isEmpty { return [] }
        try audit(
            "retention", "school", 0, before: nil,
            after: done.map { "\($0.what)=\($0.count)" }.joined(separator: " "), at: moment,
            by: actor)
        return done
    }

    private func removing(_ outdated: Outdated) throws -> [Removing] {
        var parts: [Removing] = []
        if let moment = outdated.refusedBefore {
            parts.append(
                Removing(
                    what: "refused_attempts", table: "attempt",
                    condition: "outcome = 'refused' AND moment < ? AND \(Self.notHeld)",
                    arguments: [moment.milliseconds]))
        }
        if let last = outdated.recordsTo { parts += Self.records(to: last) }
        if let moment = outdated.auditBefore {
            let seq = try first(
                "SELECT min(seq) - 1 FROM audit WHERE moment >= ?", [moment.milliseconds]
            ) { $0.takeIf(Int64.self) }
            // The newest row stays: the chain goes on from it.
            let newest = try lastChange() - 1
            parts.append(
                Removing(
                    what: "audit", table: "audit", condition: "seq <= ?",
                    arguments: [min((seq ?? nil) ?? newest, newest)]))
        }
        return parts
    }

    private static let notHeld =
        "coalesce(user_id, 0) NOT IN (SELECT user_id FROM legal_hold)"

    private static func records(to last: SchoolDate) -> [Removing] {
        let ofDays = "SELECT id FROM occurrence WHERE date <= ?"
        let ofSessions = "SELECT id FROM checkin_session WHERE occurrence_id IN (\(ofDays))"
        let terms = "term_id IN (SELECT id FROM term WHERE end_date <= ?) AND \(notHeld)"
        return [
            ("attempts", "attempt", "session_id IN (\(ofSessions)) AND \(notHeld)"),
            ("evidence", "evidence", "occurrence_id IN (\(ofDays)) AND \(notHeld)"),
            ("records", "record", "occurrence_id IN (\(ofDays)) AND \(notHeld)"),
            ("homeroom", "homeroom", "date <= ? AND \(notHeld)"),
            (
                "excusals", "excusal",
                "end_date <= ? AND student_id NOT IN (SELECT user_id FROM legal_hold)"
            ),
            ("counts", "tally", terms), ("counts", "homeroom_tally", terms),
            ("adjustments", "adjustment", terms),
        ].map { what, table, condition in
            Removing(
                what: what, table: table, condition: condition, arguments: [last.description])
        }
    }

    /// What is left of lessons of which nothing is left.
    private func removeEmpty(_ last: SchoolDate) throws {
        let empty = """
            SELECT id FROM occurrence WHERE date <= ?
              AND NOT EXISTS (SELECT 1 FROM record r WHERE r.occurrence_id = occurrence.id)
              AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.occurrence_id = occurrence.id)
              AND NOT EXISTS (SELECT 1 FROM attempt a JOIN checkin_session s ON s.id = a.session_id
                WHERE s.occurrence_id = occurrence.id)
            """
        let sessions = "SELECT id FROM checkin_session WHERE occurrence_id IN (\(empty))"
        for sql in [
            "DELETE FROM reply WHERE token_id IN (SELECT id FROM token WHERE session_id IN "
                + "(\(sessions)))",
            "DELETE FROM token WHERE session_id IN (\(sessions))",
            "DELETE FROM checkin_interval WHERE session_id IN (\(sessions))",
            "DELETE FROM session_event WHERE session_id IN (\(sessions))",
            "DELETE FROM walk_in WHERE occurrence_id IN (\(empty))",
            "DELETE FROM checkin_session WHERE occurrence_id IN (\(empty))",
            "DELETE FROM occurrence_teacher WHERE occurrence_id IN (\(empty))",
            "DELETE FROM occurrence WHERE id IN (\(empty))",
        ] { try run(sql, [last.description]) }
    }

    /// The chain goes on from the last row that is removed.
    private func anchorAudit(_ upTo: SQLArguments) throws {
        try run(
            "INSERT INTO audit_anchor SELECT seq, digest FROM audit WHERE seq = ?", upTo)
    }
}
