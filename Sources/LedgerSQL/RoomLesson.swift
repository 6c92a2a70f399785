import Attendance
import Crypto
import Desk
import Foundation
import Wire

/// A lesson that a room must hold, with all that was done about it.
extension SQLTransaction {
    func lessonItems(_ lesson: OccurrenceID) throws -> [RoomItem] {
        let name = try uid(of: .occurrence, lesson.number)
        let part = Self.part(of: name)
        guard let fed = try fedLesson(lesson) else { return [] }
        var items = [RoomItem(kind: .lesson, key: "\(name)", part: part, body: fed.body)]
        if let session = try fedSession(lesson, name, fed.room) {
            items.append(RoomItem(kind: .session, key: "\(name)", part: part, body: session.body))
        }
        return try items
            + fedEvidence(on: lesson, name).map {
                RoomItem(kind: .evidence, key: "\($0.id)", part: part, body: $0.body)
            }
    }

    /// Nil where it is held in no room.
    func fedLesson(_ id: OccurrenceID) throws -> FedLesson? {
        let found = try first(
            """
            SELECT course_id, classroom_id, date, start_minute, end_minute, sections, status,
              source_type FROM occurrence WHERE id = ?
            """, [id.number]
        ) { columns in
            (
                course: try columns.take(Int64.self), room: columns.takeIf(Int64.self),
                date: try columns.takeDate(), start: try columns.takeTime(),
                end: try columns.takeTime(), sections: try columns.take(sections(from:)),
                status: try columns.take(OccurrenceStatus.init(rawValue:)),
                source: try columns.take(OccurrenceSource.init(rawValue:))
            )
        }
        guard let found, let room = found.room else { return nil }
        let others = try all(
            """
            SELECT user_id, \(Self.name(.user, "user_id")), 1 FROM occurrence_teacher
            WHERE occurrence_id = ?1
            UNION ALL SELECT user_id, \(Self.name(.user, "user_id")), 0 FROM walk_in
            WHERE occurrence_id = ?1
            """, [id.number]
        ) { columns in
            (
                user: try columns.take(Int64.self), uid: columns.takeIf(Data.self),
                isTeacher: try columns.take(Bool.self)
            )
        }
        var lesson = FedLesson(
            course: try uid(of: .course, found.course), room: try uid(of: .classroom, room),
            date: found.date, start: found.start, end: found.end, sections: found.sections,
            status: found.status, source: found.source)
        for other in others {
            let name = try named(.user, other.user, other.uid)
            if other.isTeacher { lesson.teachers.append(name) } else { lesson.walkIns.append(name) }
        }
        lesson.teachers = Array(lesson.teachers.sorted().prefix(FedLesson.mostTeachers))
        lesson.walkIns = Array(lesson.walkIns.sorted().prefix(FedLesson.mostWalkIns))
        return lesson
    }

    private func fedSession(
        _ lesson: OccurrenceID, _ name: UniqueID, _ room: UniqueID
    ) throws -> FedSession? {
        let id: CheckinSessionID? = try first(
            "SELECT id FROM checkin_session WHERE occurrence_id = ?", [lesson.number]
        ) { try $0.takeID() }
        guard let id else { return nil }
        let key = Self.proofKey(of: name, with: try roomKey(of: room))
        try run(
            "UPDATE checkin_session SET proof_key = ?1 WHERE id = ?2 AND proof_key <> ?1",
            [key, id.number])
        let events = try history(of: id).events
        if events.isEmpty { return nil }
        // The first opening and what stands last are what count where they are too many.
        let half = FedSession.mostEvents / 2
        let isLong = events.count > FedSession.mostEvents
        return FedSession(
            occurrence: name,
            events: isLong ? Array(events.prefix(half) + events.suffix(half)) : events)
    }

    /// The same at the hub and at the door, without being sent.
    static func proofKey(of lesson: UniqueID, with roomKey: Data) -> Data {
        Data(
            HMAC<SHA256>.authenticationCode(
                for: lesson.bytes, using: SymmetricKey(data: roomKey)))
    }

    /// What is numbered, by its number.
    private func fedEvidence(on lesson: OccurrenceID, _ name: UniqueID) throws -> [FedEvidence] {
        let rows = try all(
            """
            SELECT user_id, \(Self.name(.user, "evidence.user_id")),
              (SELECT d.uid FROM device d WHERE d.id = evidence.device_id), actor_id, origin,
              \(Self.entryColumns)
            FROM evidence WHERE occurrence_id = ? AND revision IS NOT NULL ORDER BY revision, row
            """, [lesson.number]
        ) { columns in
            (
                user: try columns.take(Int64.self), uid: columns.takeIf(Data.self),
                device: try columns.takeUniqueID(), actor: columns.takeIf(Int64.self),
                origin: try columns.take(String.self), entry: try EvidenceEntry(&columns)
            )
        }
        var doers: [Int64: UniqueID] = [:]
        for actor in Set(rows.compactMap(\.actor)) { doers[actor] = try uid(of: .user, actor) }
        return try rows.compactMap { row in
            guard let revision = row.entry.place.revision else { return nil }
            let place = row.entry.place
            return FedEvidence(
                id: row.entry.id, moment: row.entry.moment, device: row.device,
                seq: Int64(place.seq), revision: Int64(revision),
                hasHubTime: row.entry.hasHubTime,
                evidence: JournalEvidence(
                    user: try named(.user, row.user, row.uid), occurrence: name,
                    seen: Int64(place.seen), kind: row.entry.kind,
                    doer: JournalDoer(
                        user: row.actor.flatMap { doers[$0] }, origin: row.origin)))
        }
    }
}
