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

    package func keep(
        _ settlement: Settlement, of user: UserID, on occurrence: OccurrenceID, at moment: Moment,
        by actor: Actor
    ) throws -> AttendanceRecord? {
        let one = Settled(settlement, of: user, on: occurrence)
        return try keep([one], at: moment, by: actor)[one.place]
    }

    package func keep(
        _ settled: [Settled], at moment: Moment, by actor: Actor
    ) throws -> [Settled.Place: AttendanceRecord] {
        var (dates, kept) = try kept(of: settled)
        var changes: [RecordChange] = []
        for one in settled {
            guard let date = dates[one.place.occurrence] else { throw Columns.incomplete }
            if let change = try RecordChange(one, on: date, from: kept[one.place], at: moment) {
                changes.append(change)
            }
        }
        try write(&changes)
        try audit("record", try changes.map { try $0.audited }, at: moment, by: actor)
        try tally(try changes.flatMap { try $0.tallied })
        try attend(changes.compactMap(\.attended))
        for change in changes { kept[change.place] = change.after }
        return kept.mapValues(\.record)
    }

    private static let keptSQL = """
        SELECT o.id, o.date, k.user_id, \(AttendanceRecord.columns), k.periods FROM occurrence o
        LEFT JOIN record k ON k.occurrence_id = o.id
        """

    /// What is kept already of some, or of everybody on the same occurrences, and their dates.
    private func kept(
        of settled: [Settled]
    ) throws -> (dates: [OccurrenceID: SchoolDate], records: [Settled.Place: KeptRecord]) {
        var dates: [OccurrenceID: SchoolDate] = [:]
        var records: [Settled.Place: KeptRecord] = [:]
        func take(_ columns: inout Columns) throws {
            let occurrence: OccurrenceID = try columns.takeID()
            dates[occurrence] = try columns.takeDate()
            let user: UserID? = columns.takeIDIf()
            guard let user, let record = try KeptRecord(&columns) else { return }
            records[Settled.Place(user, on: occurrence)] = record
        }
        if settled.count == 1, let place = settled.first?.place {
            _ = try all(
                Self.keptSQL + " AND k.user_id = ?2 WHERE o.id = ?1",
                [place.occurrence.number, place.user.number], take)
        } else {
            let occurrences = Set(settled.map(\.place.occurrence))
            // Said of the records as well: else all there are may be read for a few lessons'.
            try forEach(
                of: occurrences.map { .integer($0.number) },
                Self.keptSQL + " AND k.occurrence_id IN (:ids) WHERE o.id IN (:ids)", [], take)
        }
        return (dates, records)
    }

    private static let recordRows = BulkInsert(
        "record",
        [
            ("occurrence_id", .integer), ("user_id", .integer), ("number", .integer),
            ("checkin_time", .integer), ("method", .text), ("remark", .text), ("flags", .text),
            ("settled_row", .integer), ("created_at", .integer), ("updated_at", .integer),
            ("periods", .text),
        ])

    /// Those that are new get their ids.
    private func write(_ changes: inout [RecordChange]) throws {
        for change in changes where change.before != nil { try update(change) }
        let new = changes.indices.filter { changes[$0].before == nil }
        let rows = new.map { Self.row(changes[$0]) }
        for (place, id) in zip(new, try insertNumbered(rows, Self.recordRows)) {
            changes[place].after.record.id = RecordID(id)
        }
    }

    private static func row(_ change: RecordChange) -> SQLArguments {
        let record = change.after.record
        return .row(
            change.place.occurrence.number, change.place.user.number, record.number?.rawValue,
            record.checkinTime?.milliseconds, record.method?.rawValue, record.remark,
            record.flags.text, change.settlement.row, record.createdAt.milliseconds,
            record.updatedAt.milliseconds, change.after.periods)
    }

    private func update(_ change: RecordChange) throws {
        try renew(
            Self.row(change), Self.recordRows, but: ["occurrence_id", "user_id", "created_at"],
            id: change.after.record.id.number)
    }
}

/// What is kept of a student on an occurrence, and what takes its place.
private struct RecordChange {
    let place: Settled.Place
    let settlement: Settlement
    let date: SchoolDate
    let before: KeptRecord?
    var after: KeptRecord

    /// Nil where what stands is what is kept.
    init?(_ settled: Settled, on date: SchoolDate, from before: KeptRecord?, at moment: Moment)
        throws
    {
        place = settled.place
        settlement = settled.settlement
        self.date = date
        self.before = before
        if before == nil, settlement.number == nil, settlement.flagged.isEmpty { return nil }
        after = KeptRecord(
            record: AttendanceRecord(
                id: before?.record.id ?? RecordID(0), number: settlement.number,
                checkinTime: settlement.checkinTime, method: settlement.method,
                remark: settlement.remark, flags: settlement.flags,
                createdAt: before?.record.createdAt ?? moment,
                updatedAt: before?.record.updatedAt ?? moment),
            periods: try PeriodColumn.text(settlement))
        if after == before { return nil }
        after.record.updatedAt = moment
    }

    var audited: SQLTransaction.AuditedChange {
        get throws {
            (
                "settle", after.record.id.number, try before.map { try $0.summary },
                try after.summary
            )
        }
    }

    /// By how many periods the student has more or fewer of a number.
    var tallied: [TallyChange] {
        get throws {
            let sections = settlement.periods.map(\.section)
            let (old, new) = (try before?.counts(sections) ?? [:], try after.counts(sections))
            return Set(old.keys).union(new.keys).sorted { $0.rawValue < $1.rawValue }
                .compactMap { number in
                    let change = new[number, default: 0] - old[number, default: 0]
                    return change == 0
                        ? nil : TallyChange(place: place, number: number, change: change)
                }
        }
    }

    /// One class more or less in which the student was there; nil where that is as it was.
    var attended: AttendedChange? {
        func isThere(_ kept: KeptRecord?) -> Int { kept?.record.status?.isThere == true ? 1 : 0 }
        let change = isThere(after) - isThere(before)
        return change == 0 ? nil : AttendedChange(user: place.user, date: date, change: change)
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
