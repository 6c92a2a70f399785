import Attendance
import Desk
import GRDB

extension SQLiteTransaction {
    static let recordSQL = """
        SELECT \(AttendanceRecord.columns) FROM record k
        WHERE k.occurrence_id = ? AND k.user_id = ?
        """

    func record(of user: UserID, on occurrence: OccurrenceID) throws -> AttendanceRecord? {
        try first(
            Self.recordSQL, [occurrence.number, user.number], AttendanceRecord.ifAny) ?? nil
    }

    func keep(
        _ settlement: Settlement, of user: UserID, on occurrence: OccurrenceID, at moment: Moment,
        by actor: Actor
    ) throws -> AttendanceRecord? {
        let before = try record(of: user, on: occurrence)
        guard let before else {
            if settlement.number == nil, settlement.flagged.isEmpty { return nil }
            return try create(settlement, of: user, on: occurrence, at: moment, by: actor)
        }
        var after = before
        after.number = settlement.number
        after.checkinTime = settlement.checkinTime
        after.method = settlement.method
        after.remark = settlement.remark
        after.flags = settlement.flags
        if after == before { return before }
        after.updatedAt = moment
        try run(
            """
            UPDATE record SET number = ?, checkin_time = ?, method = ?, remark = ?, flags = ?,
              settled_row = ?, updated_at = ? WHERE id = ?
            """,
            [
                after.number?.rawValue, after.checkinTime?.milliseconds, after.method?.rawValue,
                after.remark, after.flags.text, settlement.row, moment.milliseconds,
                before.id.number,
            ])
        try audit(
            "settle", "record", before.id.number, before: Self.summary(before),
            after: Self.summary(after), at: moment, by: actor)
        return after
    }

    private func create(
        _ settlement: Settlement, of user: UserID, on occurrence: OccurrenceID, at moment: Moment,
        by actor: Actor
    ) throws -> AttendanceRecord {
        let id = try insert(
            """
            INSERT INTO record (occurrence_id, user_id, number, checkin_time, method, remark, flags,
              settled_row, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                occurrence.number, user.number, settlement.number?.rawValue,
                settlement.checkinTime?.milliseconds, settlement.method?.rawValue,
                settlement.remark, settlement.flags.text, settlement.row, moment.milliseconds,
                moment.milliseconds,
            ])
        let made = AttendanceRecord(
            id: RecordID(id), number: settlement.number, checkinTime: settlement.checkinTime,
            method: settlement.method, remark: settlement.remark, flags: settlement.flags,
            createdAt: moment, updatedAt: moment)
        try audit(
            "settle", "record", id, before: nil, after: Self.summary(made), at: moment, by: actor)
        return made
    }

    /// Numbers and statuses only: a remark may name somebody.
    private static func summary(_ record: AttendanceRecord) -> String {
        var words = ["number=\(record.number.map { String($0.rawValue) } ?? "none")"]
        if let time = record.checkinTime { words.append("checkin_time=\(time.milliseconds)") }
        if !record.flags.isEmpty { words.append("flags=\(record.flags.text)") }
        if !record.remark.isEmpty { words.append("remark=\(record.remark.count) characters") }
        return words.joined(separator: " ")
    }
}
