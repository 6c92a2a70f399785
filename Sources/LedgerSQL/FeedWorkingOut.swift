import Attendance
import Crypto
import Desk
import Foundation
import Wire

/// One thing that a room must hold.
struct RoomItem {
    var kind: FeedItem.Kind
    var key: String
    var part: String
    var body: JSON
}

/// What differs from what was told; without a body it is gone.
private struct RoomChange {
    var kind: String
    var key: String
    var part: String
    var body: String?
}

extension SQLTransaction {
    /// How long it is remembered what is gone.
    static let daysOfTombstones: Int64 = 60
    /// A body is less than a line of a snapshot.
    static let mostBodyBytes = FeedItem.mostBytes - 1_024

    package func workOut(
        _ part: RoomPart, of room: ClassroomID, _ span: FeedSpan, at moment: Moment
    ) throws -> Bool {
        _ = try hubEpoch()
        let (scope, isNew) = try feedScope(of: room)
        var asked = isNew ? .whole : part
        if case .lesson(let lesson) = asked, try isStranger(lesson, in: scope, room, span) {
            // It came into the days that are held, with people whom the room does not know yet.
            asked = .whole
        }
        switch asked {
        case .roster:
            let items = try rosterItems(of: room, span)
            return try tell(items, in: scope, part: Self.rosterPart, at: moment)
        case .lesson(let lesson):
            let isWanted = try isFed(lesson, in: room, span)
            return try tell(
                isWanted ? try lessonItems(lesson) : [], in: scope,
                part: Self.part(of: try uid(of: .occurrence, lesson.number)), at: moment)
        case .whole:
            var items = try rosterItems(of: room, span)
            for lesson in try fedLessons(of: room, span) { items += try lessonItems(lesson) }
            let isDifferent = try tell(items, in: scope, part: nil, at: moment)
            try forgetGone(in: scope, at: moment)
            return isDifferent
        }
    }

    static let rosterPart = "roster"
    static func part(of lesson: UniqueID) -> String { "lesson:\(lesson)" }

    /// Its feed, made where a room has none.
    private func feedScope(of room: ClassroomID) throws -> (id: Int64, isNew: Bool) {
        let known = try first(
            "SELECT id FROM feed_scope WHERE classroom_id = ?", [room.number]
        ) { try $0.take(Int64.self) }
        if let known { return (known, false) }
        return (
            try insert("INSERT INTO feed_scope (classroom_id) VALUES (?)", [room.number]), true
        )
    }

    /// A lesson that must be told and was not, or about somebody who was not.
    private func isStranger(
        _ lesson: OccurrenceID, in scope: Int64, _ room: ClassroomID, _ span: FeedSpan
    ) throws -> Bool {
        if try !isFed(lesson, in: room, span) { return false }
        let lessonName = try uid(of: .occurrence, lesson.number)
        if try !isTold(.lesson, "\(lessonName)", in: scope) { return true }
        let users = try all(
            """
            SELECT \(Self.name(.user, "t.user_id")) FROM (
              SELECT user_id FROM evidence WHERE occurrence_id = ?1
              UNION SELECT user_id FROM walk_in WHERE occurrence_id = ?1) t
            """, [lesson.number]
        ) { try $0.takeIf(UniqueID.init(bytes:)) }
        let told = Set(
            try all(
                """
                SELECT key FROM feed_item WHERE scope_id = ? AND kind = 'user' AND body IS NOT NULL
                """, [scope]
            ) { try $0.take(String.self) })
        return users.contains { name in !(name.map { told.contains("\($0)") } ?? false) }
    }

    private func isTold(_ kind: FeedItem.Kind, _ key: String, in scope: Int64) throws -> Bool {
        try first(
            """
            SELECT 1 FROM feed_item WHERE scope_id = ? AND kind = ? AND key = ?
              AND body IS NOT NULL
            """, [scope, kind.rawValue, key]
        ) { try $0.take(Int.self) } != nil
    }

    /// Compares with what was told, of one part or of all, and gives what differs revisions.
    private func tell(
        _ items: [RoomItem], in scope: Int64, part: String?, at moment: Moment
    ) throws -> Bool {
        let told = try all(
            """
            SELECT kind, key, part, body FROM feed_item
            WHERE scope_id = ?1 AND (?2 IS NULL OR part = ?2) AND body IS NOT NULL
            """, [scope, part]
        ) { columns in
            RoomChange(
                kind: try columns.take(), key: try columns.take(), part: try columns.take(),
                body: try columns.take())
        }
        var rest = Dictionary(told.map { ([$0.kind, $0.key], $0) }) { first, _ in first }
        var changes: [RoomChange] = []
        for item in items {
            let before = rest.removeValue(forKey: [item.kind.rawValue, item.key])
            let body = item.body.text
            if before?.body == body || body.utf8.count > Self.mostBodyBytes { continue }
            changes.append(
                RoomChange(kind: item.kind.rawValue, key: item.key, part: item.part, body: body))
        }
        // A lesson goes before what hangs on it: then the door knows that it did.
        let gone = rest.values.sorted { ($0.place, $0.key) < ($1.place, $1.key) }
        changes += gone.map { RoomChange(kind: $0.kind, key: $0.key, part: $0.part, body: nil) }
        try revise(changes, in: scope, at: moment)
        return !changes.isEmpty
    }

    /// Gives each the next revision, under the scope's row.
    private func revise(_ changes: [RoomChange], in scope: Int64, at moment: Moment) throws {
        if changes.isEmpty { return }
        let head = try first(
            "UPDATE feed_scope SET head = head + ? WHERE id = ? RETURNING head",
            [changes.count, scope]
        ) { try $0.take(Int64.self) }
        guard let head else { throw Columns.incomplete }
        for (place, change) in changes.enumerated() {
            try run(
                """
                INSERT INTO feed_item (scope_id, kind, key, part, revision, body, gone_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (scope_id, kind, key) DO UPDATE SET part = excluded.part,
                  revision = excluded.revision, body = excluded.body, gone_at = excluded.gone_at
                """,
                [
                    scope, change.kind, change.key, change.part,
                    head - Int64(changes.count - place) + 1, change.body,
                    change.body == nil ? moment.milliseconds : nil,
                ])
        }
    }

    private func forgetGone(in scope: Int64, at moment: Moment) throws {
        let before = moment.adding(seconds: -Self.daysOfTombstones * 86_400)
        let arguments: SQLArguments = [scope, before.milliseconds]
        let last = try first(
            "SELECT max(revision) FROM feed_item WHERE scope_id = ? AND gone_at < ?", arguments
        ) { $0.takeIf(Int64.self) }
        guard let last = last ?? nil else { return }
        try run("DELETE FROM feed_item WHERE scope_id = ? AND gone_at < ?", arguments)
        try run(
            "UPDATE feed_scope SET kept_after = ?1 WHERE id = ?2 AND kept_after < ?1",
            [last, scope])
    }

    // Secrets

    static let roomKeyName = "room_key"

    /// Made once, of chance.
    func secret(_ name: String, count: Int) throws -> Data {
        let known = try first("SELECT value FROM secret WHERE name = ?", [name]) {
            try $0.take(Data.self)
        }
        if let known { return known }
        let made = Data.random(count: count)
        try run("INSERT INTO secret (name, value) VALUES (?, ?)", [name, made])
        return made
    }

    /// What the proofs shown in a room are made with, shared by the hub and the room's door.
    func roomKey(of room: UniqueID) throws -> Data {
        let key = SymmetricKey(data: try secret(Self.roomKeyName, count: 32))
        return Data(HMAC<SHA256>.authenticationCode(for: room.bytes, using: key))
    }
}

extension RoomChange {
    /// Of its kind, in the order in which things go.
    fileprivate var place: Int {
        FeedItem.Kind(rawValue: kind).flatMap { FeedItem.Kind.goneOrder.firstIndex(of: $0) } ?? 0
    }
}
