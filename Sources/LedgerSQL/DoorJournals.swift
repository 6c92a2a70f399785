import Attendance
import Desk
import Foundation

extension SQLTransaction {
    package func hubEpoch() throws -> UniqueID {
        if let known = try knownHubEpoch() { return known }
        try run(
            "INSERT INTO secret (name, value) VALUES ('hub_epoch', ?)", [Data.random(count: 16)])
        guard let made = try knownHubEpoch() else { throw Columns.incomplete }
        return made
    }

    /// Nil where it was not asked for yet, or not since a restore.
    func knownHubEpoch() throws -> UniqueID? {
        let own = try first("SELECT value FROM secret WHERE name = 'hub_epoch'") {
            try $0.take(Data.self)
        }
        return try own.map { Self.name(["hub", $0.base64EncodedString(), try dialect.life(self)]) }
    }

    package func doorJournal(
        of device: DeviceID, _ epoch: UniqueID, at moment: Moment
    ) throws -> DoorJournal {
        let known = try first(
            """
            SELECT id, ordinal, high_water, newest FROM door_journal
            WHERE device_id = ? AND epoch = ?
            """, [device.number, epoch.bytes]
        ) { columns in
            DoorJournal(
                id: try columns.take(), device: device, ordinal: try columns.take(),
                highWater: try columns.take(), newest: try columns.take())
        }
        if let known { return known }
        let count = try first(
            "SELECT coalesce(max(ordinal) + 1, 0) FROM door_journal WHERE device_id = ?",
            [device.number]
        ) { try $0.take(Int.self) }
        let ordinal = count ?? 0
        let id = try insert(
            "INSERT INTO door_journal (device_id, epoch, ordinal, contact_at) VALUES (?, ?, ?, ?)",
            [device.number, epoch.bytes, ordinal, moment.milliseconds])
        return DoorJournal(id: id, device: device, ordinal: ordinal, highWater: 0, newest: 0)
    }

    package func keep(_ journal: DoorJournal, at moment: Moment) throws {
        try run(
            "UPDATE door_journal SET high_water = ?, newest = ?, contact_at = ? WHERE id = ?",
            [journal.highWater, journal.newest, moment.milliseconds, journal.id])
    }

    package func received(
        _ seqs: ClosedRange<Int64>, of journal: DoorJournal
    ) throws -> [Int64: [UInt8]] {
        var hashes: [Int64: [UInt8]] = [:]
        _ = try all(
            "SELECT seq, hash FROM received WHERE journal_id = ? AND seq BETWEEN ? AND ?",
            [journal.id, seqs.lowerBound, seqs.upperBound]
        ) { hashes[try $0.take()] = Array(try $0.take(Data.self)) }
        return hashes
    }

    private static let receivedRows = BulkInsert(
        "received", [("journal_id", .integer), ("seq", .integer), ("hash", .bytes)])

    package func note(
        _ hashes: [(seq: Int64, hash: [UInt8])], of journal: DoorJournal
    ) throws {
        try insert(
            hashes.map { [journal.id, $0.seq, Data($0.hash)] }, Self.receivedRows)
    }

    package func quarantine(
        _ lines: [QuarantinedLine], of journal: DoorJournal, at moment: Moment
    ) throws {
        for line in lines {
            try run(
                """
                INSERT INTO quarantine (journal_id, seq, line, reason, received_at)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT (journal_id, seq) DO NOTHING
                """,
                [journal.id, line.seq, Data(line.line), line.reason, moment.milliseconds])
        }
    }

    package func quarantined(
        of device: DeviceID
    ) throws -> [(journal: DoorJournal, line: QuarantinedLine)] {
        try all(
            """
            SELECT j.id, j.ordinal, j.high_water, j.newest, q.seq, q.line, q.reason
            FROM quarantine q JOIN door_journal j ON j.id = q.journal_id
            WHERE j.device_id = ? ORDER BY j.ordinal, q.seq
            """, [device.number]
        ) { columns in
            let journal = DoorJournal(
                id: try columns.take(), device: device, ordinal: try columns.take(),
                highWater: try columns.take(), newest: try columns.take())
            return (
                journal,
                QuarantinedLine(
                    seq: try columns.take(), line: Array(try columns.take(Data.self)),
                    reason: try columns.take())
            )
        }
    }

    package func release(_ seqs: [Int64], of journal: DoorJournal) throws {
        for seq in seqs {
            try run(
                "DELETE FROM quarantine WHERE journal_id = ? AND seq = ?", [journal.id, seq])
        }
    }

    package func known(as ids: Set<UniqueID>) throws -> KnownRows {
        var known = KnownRows()
        try forEach(
            of: ids.map { SQLValue.bytes($0.bytes) },
            "SELECT uid, kind, id FROM known_as WHERE uid IN (:ids)"
        ) { columns in
            let uid = try columns.takeUniqueID()
            switch try columns.take(NamedKind.init(rawValue:)) {
            case .user: known.users[uid] = try columns.takeID()
            case .occurrence: known.occurrences[uid] = try columns.takeID()
            case .classroom: known.classrooms[uid] = try columns.takeID()
            case .course: break
            }
        }
        return known
    }

    package func lessons(
        _ ids: Set<OccurrenceID>, of classroom: ClassroomID
    ) throws -> Set<OccurrenceID> {
        var lessons: Set<OccurrenceID> = []
        try forEach(
            of: ids.map { SQLValue.integer($0.number) },
            "SELECT id FROM occurrence WHERE classroom_id = ?1 AND id IN (:ids)",
            [classroom.number]
        ) { lessons.insert(try $0.takeID()) }
        // What was moved away since its door was told of it.
        for id in ids.subtracting(lessons) {
            let wasTold = try first(
                """
                SELECT 1 FROM feed_item i JOIN feed_scope s ON s.id = i.scope_id
                WHERE s.classroom_id = ? AND i.kind = 'lesson' AND i.key = ?
                """, [classroom.number, try uid(of: .occurrence, id.number).description]
            ) { try $0.take(Int.self) }
            if wasTold != nil { lessons.insert(id) }
        }
        return lessons
    }

    package func keptEvidence(_ ids: [UniqueID]) throws -> Set<UniqueID> {
        var kept: Set<UniqueID> = []
        try forEach(
            of: ids.map { SQLValue.bytes($0.bytes) }, "SELECT id FROM evidence WHERE id IN (:ids)"
        ) { kept.insert(try $0.takeUniqueID()) }
        return kept
    }
}
