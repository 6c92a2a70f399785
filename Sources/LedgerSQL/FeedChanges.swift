import Attendance
import Desk
import Wire

// Every change is a row of the audit, and every touch of a student one of evidence: both numbers
// only grow, and whoever writes waits for whoever wrote before.
extension SQLTransaction {
    package func feedMark() throws -> FeedMark {
        FeedMark(change: try lastChange(), evidence: Int64(try newestEvidence()))
    }

    package func feedChanges(
        after mark: FeedMark, in rooms: Set<ClassroomID>
    ) throws -> FeedChanges {
        var changes = FeedChanges(mark: try feedMark())
        if rooms.isEmpty { return changes }
        let isLost =
            try changes.mark.change < mark.change || mark.change < firstChange()
            || changes.mark.evidence < mark.evidence
        if isLost {
            changes.rooms = rooms
            return changes
        }
        for (lesson, room) in try touchedLessons(after: mark) where rooms.contains(room) {
            changes.lessons[lesson] = room
        }
        for change in try otherChanges(after: mark) {
            switch try reach(of: change) {
            case .nothing: break
            case .everything: changes.rooms = rooms
            case .rosters(let some): changes.rosters.formUnion(rooms.intersection(some))
            case .rooms(let some): changes.rooms.formUnion(rooms.intersection(some))
            }
        }
        return changes
    }

    private func touchedLessons(
        after mark: FeedMark
    ) throws -> [(OccurrenceID, ClassroomID)] {
        try all(
            """
            SELECT o.id, o.classroom_id FROM occurrence o
            WHERE o.classroom_id IS NOT NULL AND o.id IN (
              SELECT occurrence_id FROM evidence WHERE row > ?1
              UNION SELECT k.occurrence_id FROM audit a CROSS JOIN record k ON k.id = a.object_id
                WHERE a.seq > ?2 AND a.object = 'record'
              UNION SELECT s.occurrence_id FROM audit a
                CROSS JOIN checkin_session s ON s.id = a.object_id
                WHERE a.seq > ?2 AND a.object = 'session')
            """, [mark.evidence, mark.change]
        ) { (try $0.takeID(), try $0.takeID()) }
    }

    private struct Change {
        var object: String
        var id: Int64
        var action: String
        var summary: String
    }

    /// Which rooms a change may have to do with.
    private enum ChangeReach {
        case nothing, everything
        case rosters(Set<ClassroomID>)
        case rooms(Set<ClassroomID>)
    }

    private func otherChanges(after mark: FeedMark) throws -> [Change] {
        try all(
            """
            SELECT DISTINCT object, object_id, action,
              CASE WHEN object = 'excusal' THEN coalesce(after, before) ELSE '' END
            FROM audit WHERE seq > ? AND object <> 'record'
              AND (object <> 'session' OR action = '\(Self.walkInAction)')
            """, [mark.change]
        ) { columns in
            Change(
                object: try columns.take(), id: try columns.take(), action: try columns.take(),
                summary: columns.takeIf() ?? "")
        }
    }

    /// What a door knows nothing of, whoever it is about.
    private static let privateActions: Set<String> = [
        "add", "adjust", "hold", "homeroom", "link parent", "release", "try pin", "unlink parent",
    ]

    private func reach(of change: Change) throws -> ChangeReach {
        switch change.object {
        case "token", "device": return .nothing
        case "session":
            let rooms: [ClassroomID] = try all(
                """
                SELECT o.classroom_id FROM checkin_session s
                JOIN occurrence o ON o.id = s.occurrence_id
                WHERE s.id = ? AND o.classroom_id IS NOT NULL
                """, [change.id]
            ) { try $0.takeID() }
            return .rosters(Set(rooms))
        case "occurrence":
            let rooms: [ClassroomID] = try all(
                "SELECT classroom_id FROM occurrence WHERE id = ? AND classroom_id IS NOT NULL",
                [change.id]
            ) { try $0.takeID() }
            return .rooms(
                try self.rooms(holding: .lesson, .occurrence, change.id).union(rooms))
        case "course": return .rosters(try rooms(holding: .course, .course, change.id))
        case "user":
            if Self.privateActions.contains(change.action) { return .nothing }
            // Whoever is erased has no name any more by which they would be found.
            if change.action == "erase" { return .everything }
            return .rosters(try rooms(holding: .user, .user, change.id))
        case "excusal":
            let word = change.summary.split(separator: " ").first { $0.hasPrefix("student=") }
            guard let student = word.flatMap({ Int64($0.dropFirst("student=".count)) }) else {
                return .everything
            }
            return .rosters(try rooms(holding: .user, .user, student))
        default: return .everything
        }
    }

    /// Room after room by the key of what is told, and not by all that is told.
    private func rooms(
        holding kind: FeedItem.Kind, _ named: NamedKind, _ id: Int64
    ) throws -> Set<ClassroomID> {
        let uid = try first(
            "SELECT uid FROM known_as WHERE kind = ? AND id = ?", [named.rawValue, id]
        ) { try $0.takeUniqueID() }
        guard let uid else { return [] }
        let rooms: [ClassroomID] = try all(
            """
            SELECT s.classroom_id FROM feed_scope s CROSS JOIN feed_item i
              ON i.scope_id = s.id AND i.kind = ? AND i.key = ? AND i.body IS NOT NULL
            """, [kind.rawValue, "\(uid)"]
        ) { try $0.takeID() }
        return Set(rooms)
    }
}
