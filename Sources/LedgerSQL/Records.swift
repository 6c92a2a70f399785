import Attendance
import Desk

extension SQLTransaction {
    static let recordSQL = """
        SELECT \(AttendanceRecord.columns) FROM record k
        WHERE k.occurrence_id = ? AND k.user_id = ?
        """

    package func record(of user: UserID, on occurrence: OccurrenceID) throws -> AttendanceRecord? {
        try first(
            Self.recordSQL, [occurrence.number, user.number], AttendanceRecord.ifAny) ?? nil
    }

    private static let keptSQL = recordSQL.replacing(
        " FROM", with: ", k.periods FROM", maxReplacements: 1)

    package func keep(
        _ settlement: Settlement, of user: UserID, on occurrence: OccurrenceID, at moment: Moment,
        by actor: Actor
    ) throws -> AttendanceRecord? {
        let before = try first(Self.keptSQL, [occurrence.number, user.number]) { columns in
            guard let kept = try KeptRecord(&columns) else { throw Columns.incomplete }
            return kept
        }
        if before == nil, settlement.number == nil, settlement.flagged.isEmpty { return nil }
        let periods = try PeriodColumn.text(settlement)
        var after: KeptRecord
        if let before {
            after = KeptRecord(record: before.record, periods: periods)
            after.record.number = settlement.number
            after.record.checkinTime = settlement.checkinTime
            after.record.method = settlement.method
            after.record.remark = settlement.remark
            after.record.flags = settlement.flags
            if after == before { return before.record }
            after.record.updatedAt = moment
            try update(after, settlement, at: moment)
        } else {
            after = KeptRecord(
                record: try create(settlement, periods, of: user, on: occurrence, at: moment),
                periods: periods)
        }
        try audit(
            "settle", "record", after.record.id.number,
            before: try before.map { try $0.summary }, after: try after.summary,
            at: moment, by: actor)
        let sections = settlement.periods.map(\.section)
        try tally(
            user, on: occurrence, from: try before?.counts(sections) ?? [:],
            to: try after.counts(sections))
        let change = Self.attended(after.record) - Self.attended(before?.record)
        if change != 0 { try attend(user, on: occurrence, by: change) }
        return after.record
    }

    package func keep(
        _ settlements: [(user: UserID, settlement: Settlement)], on occurrence: OccurrenceID,
        at moment: Moment, by actor: Actor
    ) throws -> [UserID: RecordID] {
        var records: [UserID: RecordID] = [:]
        for (user, settlement) in settlements {
            records[user] = try keep(
                settlement, of: user, on: occurrence, at: moment, by: actor)?.id
        }
        return records
    }

    private static func attended(_ record: AttendanceRecord?) -> Int {
        record?.status?.isThere == true ? 1 : 0
    }

    private func update(_ kept: KeptRecord, _ settlement: Settlement, at moment: Moment) throws {
        let record = kept.record
        try run(
            """
            UPDATE record SET number = ?, checkin_time = ?, method = ?, remark = ?, flags = ?,
              settled_row = ?, updated_at = ?, periods = ? WHERE id = ?
            """,
            [
                record.number?.rawValue, record.checkinTime?.milliseconds,
                record.method?.rawValue, record.remark, record.flags.text, settlement.row,
                moment.milliseconds, kept.periods, record.id.number,
            ])
    }

    private func create(
        _ settlement: Settlement, _ periods: String?, of user: UserID,
        on occurrence: OccurrenceID, at moment: Moment
    ) throws -> AttendanceRecord {
        let id = try insert(
            """
            INSERT INTO record (occurrence_id, user_id, number, checkin_time, method, remark, flags,
              settled_row, created_at, updated_at, periods)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                occurrence.number, user.number, settlement.number?.rawValue,
                settlement.checkinTime?.milliseconds, settlement.method?.rawValue,
                settlement.remark, settlement.flags.text, settlement.row, moment.milliseconds,
                moment.milliseconds, periods,
            ])
        return AttendanceRecord(
            id: RecordID(id), number: settlement.number, checkinTime: settlement.checkinTime,
            method: settlement.method, remark: settlement.remark, flags: settlement.flags,
            createdAt: moment, updatedAt: moment)
    }
}

/// What `keep` changes: the record, and its periods as they are kept.
struct KeptRecord: Equatable {
    var record: AttendanceRecord
    var periods: String?

    func counts(_ sections: [Int]) throws -> SQLTransaction.NumberCounts {
        guard let number = record.number else { return [:] }
        let periods = try PeriodColumn.periods(
            periods, number: number, remark: record.remark, sections: sections)
        return Dictionary(periods.map { ($0.number, 1) }, uniquingKeysWith: +)
    }

    /// As the audit has it. Numbers and statuses only: a remark may name somebody.
    var summary: String {
        get throws {
            var words = ["number=\(record.number.map { String($0.rawValue) } ?? "none")"]
            if let periods { words.append("periods=\(try PeriodColumn.summary(periods))") }
            if let time = record.checkinTime { words.append("checkin_time=\(time.milliseconds)") }
            if !record.flags.isEmpty { words.append("flags=\(record.flags.text)") }
            if !record.remark.isEmpty {
                words.append("remark=\(record.remark.count) characters")
            }
            return words.joined(separator: " ")
        }
    }
}

extension KeptRecord {
    /// Nil where an outer join found none.
    init?(_ columns: inout Columns) throws {
        guard let record = try AttendanceRecord.ifAny(&columns) else { return nil }
        self.init(record: record, periods: columns.takeIf())
    }
}
