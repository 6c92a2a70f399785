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

    private static let entryColumns = """
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
        let kind = entry.kind.columns
        try run(
            """
            INSERT INTO evidence (id, occurrence_id, user_id, device_id, seq, revision, seen,
              moment, kind, method, held_for, flags, status, number, period, remark, accepted,
              targets, has_hub_time, actor_id, origin)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                entry.id.bytes, occurrence.number, user.number, entry.place.device.number,
                entry.place.seq, entry.place.revision, entry.place.seen, entry.moment.milliseconds,
                kind.kind, kind.method, kind.heldFor, kind.flags, kind.status, kind.number,
                kind.period, kind.remark, kind.accepted, kind.targets, entry.hasHubTime,
                actor.user?.number, actor.origin,
            ])
        try run(
            "UPDATE occurrence SET revision = ?1 WHERE id = ?2 AND revision < ?1",
            [entry.place.revision ?? 0, occurrence.number])
        try tell(entry, on: occurrence, about: user, by: actor)
    }
}

/// The columns of an entry that depend on its kind.
struct EvidenceKindColumns {
    var kind: String
    var method: String?
    var heldFor: String?
    var flags: String?
    var status: String?
    var number: Int?
    var period: Int?
    var remark: String?
    var accepted: Bool?
    var targets: Data?

    init(kind: String) {
        self.kind = kind
    }
}

extension EvidenceEntry.Kind {
    var columns: EvidenceKindColumns {
        switch self {
        case .scan(let scanned):
            var columns = EvidenceKindColumns(kind: "scan")
            columns.method = scanned.method.rawValue
            columns.heldFor = scanned.heldFor?.rawValue
            columns.flags = scanned.doubts.isEmpty ? nil : scanned.doubts.text
            return columns
        case .mark(let mark):
            var columns = EvidenceKindColumns(kind: "mark")
            columns.method = mark.method.rawValue
            switch mark.value {
            case .status(let status): columns.status = status.rawValue
            case .number(let number): columns.number = number.rawValue
            }
            columns.period = mark.period
            columns.remark = mark.remark
            return columns
        case .retraction(let mark):
            var columns = EvidenceKindColumns(kind: "retraction")
            columns.targets = mark.bytes
            return columns
        case .void(let scans):
            var columns = EvidenceKindColumns(kind: "void")
            columns.targets = scans.bytes
            return columns
        case .timing(let scans, let shift):
            // A verdict on the flag that says by how much: a kind of its own the schema has not.
            var columns = EvidenceKindColumns(kind: "verdict")
            columns.flags = RecordFlag.clockUncertain.rawValue
            columns.accepted = true
            columns.number = Int(shift)
            columns.targets = scans.bytes
            return columns
        case .verdict(let flag, let accepted, let scans):
            var columns = EvidenceKindColumns(kind: "verdict")
            columns.flags = flag.rawValue
            columns.accepted = accepted
            columns.targets = scans.bytes
            return columns
        }
    }
}

extension EvidenceEntry {
    init(_ columns: inout Columns) throws {
        let id = try columns.takeUniqueID()
        let moment = try columns.takeMoment()
        let place = EvidencePlace(
            revision: columns.takeIf(), seen: try columns.take(), device: try columns.takeID(),
            seq: try columns.take())
        self.init(
            id: id, moment: moment, place: place, kind: try Kind(&columns),
            hasHubTime: try columns.take())
    }
}

extension EvidenceEntry.Kind {
    init(_ columns: inout Columns) throws {
        let kind: String = try columns.take()
        let method = try columns.takeIf(CheckinMethod.init(rawValue:)) ?? .manual
        let heldFor = try columns.takeIf(EvidenceEntry.HoldReason.init(rawValue:))
        let flags = try columns.takeIf { (text: String) in Set<RecordFlag>(text: text) } ?? []
        let status = try columns.takeIf(CheckinStatus.init(rawValue:))
        let number = columns.takeIf(Int.self)
        let period = columns.takeIf(Int.self)
        let remark = columns.takeIf(String.self)
        let accepted = columns.takeIf(Bool.self) ?? false
        let targets = try columns.takeIf { (bytes: Data) in [UniqueID](bytes: bytes) } ?? []
        switch (kind, targets.first, flags.first) {
        case ("scan", _, _):
            self = .scan(.init(method: method, heldFor: heldFor, doubts: flags))
        case ("mark", _, _):
            let finer = number.flatMap(AttendanceNumber.init(rawValue:))
            let value = finer.map(EvidenceEntry.Mark.Value.number) ?? status.map { .status($0) }
            guard let value, (number == nil) == (finer == nil) else { throw Self.unreadable(kind) }
            self = .mark(.init(value: value, period: period, remark: remark, method: method))
        case ("retraction", let mark?, _): self = .retraction(mark: mark)
        case ("void", _, _): self = .void(scans: targets)
        case ("verdict", _, .clockUncertain) where number != nil:
            self = .timing(scans: targets, shift: Int64(number ?? 0))
        case ("verdict", _, let flag?):
            self = .verdict(flag, accepted: accepted, scans: targets)
        default: throw Self.unreadable(kind)
        }
    }

    private static func unreadable(_ kind: String) -> LedgerFault {
        .damaged("evidence of kind \(kind) is incomplete")
    }
}
