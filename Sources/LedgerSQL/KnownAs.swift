import Attendance
import Crypto
import Foundation

/// What has a name that a door and its hub have in common.
package enum NamedKind: String, Sendable {
    case user, course, occurrence, classroom
}

extension SQLTransaction {
    /// What a row is called everywhere; given when it is first asked for. One that files brought is
    /// called after what they call it, so that the same files brought again are the same rows.
    package func uid(of kind: NamedKind, _ id: Int64) throws -> UniqueID {
        let known = try first(
            "SELECT uid FROM known_as WHERE kind = ? AND id = ?", [kind.rawValue, id]
        ) { try $0.takeUniqueID() }
        if let known { return known }
        var uid = try origin(of: kind, id).map(Self.name) ?? Self.random()
        // Another row may have come from there before; one that is gone gives its name back.
        if let other = try self.id(of: kind, uid) {
            if try isThere(kind, other) { uid = Self.random() } else { try forget(kind, other) }
        }
        try keep(uid, of: kind, id)
        return uid
    }

    package func namePeople(called names: Set<UniqueID>) throws {
        var found: [Int64] = []
        try forEach(
            """
            SELECT id, source, source_id FROM user WHERE source_id IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM known_as k WHERE k.kind = 'user' AND k.id = user.id)
            """, []
        ) { columns in
            let id: Int64 = try columns.take()
            let words = ["user", try columns.take(String.self), try columns.take(String.self)]
            if names.contains(Self.name(words)) { found.append(id) }
            return true
        }
        for id in found { _ = try uid(of: .user, id) }
    }

    /// The row that is called so; nil where none is.
    package func id(of kind: NamedKind, _ uid: UniqueID) throws -> Int64? {
        try first(
            "SELECT id FROM known_as WHERE uid = ? AND kind = ?", [uid.bytes, kind.rawValue]
        ) { try $0.take(Int64.self) }
    }

    func isThere(_ kind: NamedKind, _ id: Int64) throws -> Bool {
        try first("SELECT 1 FROM \(kind.rawValue) WHERE id = ?", [id]) {
            try $0.take(Int.self)
        } != nil
    }

    func forget(_ kind: NamedKind, _ id: Int64) throws {
        try run("DELETE FROM known_as WHERE kind = ? AND id = ?", [kind.rawValue, id])
    }

    /// As the hub calls it.
    package func keep(_ uid: UniqueID, of kind: NamedKind, _ id: Int64) throws {
        try run(
            """
            INSERT INTO known_as (kind, id, uid) VALUES (?, ?, ?)
            ON CONFLICT (kind, id) DO UPDATE SET uid = excluded.uid
            """, [kind.rawValue, id, uid.bytes])
    }

    /// Words that say which row it is, whatever database it is in; nil where only this one has it.
    private func origin(of kind: NamedKind, _ id: Int64) throws -> [String]? {
        switch kind {
        case .user, .course:
            return try sourced(kind.rawValue, id)
        case .classroom:
            return try first("SELECT building, room_number FROM classroom WHERE id = ?", [id]) {
                ["classroom", try $0.take(String.self), try $0.take(String.self)]
            }
        case .occurrence:
            let planned = try first(
                "SELECT course_id, source_type, planned_date, planned_section FROM occurrence "
                    + "WHERE id = ? AND planned_date IS NOT NULL", [id]
            ) { columns in
                (
                    course: try columns.take(Int64.self), source: try columns.take(String.self),
                    date: try columns.take(String.self), section: try columns.take(Int64.self)
                )
            }
            guard let planned, let course = try sourced("course", planned.course) else {
                return nil
            }
            return course + [planned.source, planned.date, String(planned.section)]
        }
    }

    private func sourced(_ table: String, _ id: Int64) throws -> [String]? {
        try first(
            "SELECT source, source_id FROM \(table) WHERE id = ? AND source_id IS NOT NULL", [id]
        ) { [table, try $0.take(String.self), try $0.take(String.self)] }
    }

    /// RFC 9562, version 8: a digest over the words, each with its length before it.
    static func name(_ words: [String]) -> UniqueID {
        let text = words.map { "\($0.utf8.count):\($0)" }.joined()
        var halves: [UInt64] = [0, 0]
        for (place, byte) in SHA256.hash(data: Array(text.utf8)).prefix(16).enumerated() {
            halves[place / 8] = halves[place / 8] << 8 | UInt64(byte)
        }
        return UniqueID(
            high: halves[0] & ~0xF000 | 0x8000,
            low: halves[1] & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }

    private static func random() -> UniqueID {
        made(at: Moment(milliseconds: 0))
    }

    /// A new one.
    static func made(at moment: Moment) -> UniqueID {
        var random = SystemRandomNumberGenerator()
        return UniqueID(at: moment, randomHigh: random.next(), randomLow: random.next())
    }
}
