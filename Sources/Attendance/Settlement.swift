/// What stands for one student and one occurrence once all evidence is settled.
package struct Settlement: Equatable, Sendable {
    /// Nil: no record. That is not absent.
    package var number: AttendanceNumber?
    /// For present and late; nil otherwise.
    package var checkinTime: Moment?
    package var method: CheckinMethod?
    /// The latest staff remark; empty where there is none.
    package var remark: String
    /// What staff should look at, and the scans that raised it.
    package var flagged: [RecordFlag: Set<UniqueID>]
    /// The row of the settling table, 1 to 12, that decided.
    package var row: Int
    package var periods: [Period]

    package var status: CheckinStatus? { number?.status }
    package var flags: Set<RecordFlag> { Set(flagged.keys) }

    /// What stands for one section.
    package struct Period: Equatable, Sendable {
        package var section: Int
        package var number: AttendanceNumber?
        package var note: String
        package var checkinTime: Moment?
        package var method: CheckinMethod?
        package var row: Int

        package init(
            section: Int, number: AttendanceNumber?, note: String, checkinTime: Moment?,
            method: CheckinMethod?, row: Int
        ) {
            self.section = section
            self.number = number
            self.note = note
            self.checkinTime = checkinTime
            self.method = method
            self.row = row
        }
    }

    package init(
        number: AttendanceNumber?, checkinTime: Moment?, method: CheckinMethod?, remark: String,
        flagged: [RecordFlag: Set<UniqueID>] = [:], row: Int, periods: [Period] = []
    ) {
        self.number = number
        self.checkinTime = checkinTime
        self.method = method
        self.remark = remark
        self.flagged = flagged
        self.row = row
        self.periods = periods
    }
}

extension Settlement {
    /// The mark that says what stands already, with another remark; nil where nothing stands. Where
    /// periods differ it is of one of them alone, so that no number changes.
    package func remarking(_ remark: String) -> EvidenceEntry.Mark? {
        guard let first = periods.first(where: { $0.number != nil }), let number = first.number
        else { return nil }
        let isWhole = periods.allSatisfy { $0.number == number }
        return EvidenceEntry.Mark(
            value: .number(number), period: isWhole ? nil : first.section, remark: remark)
    }
}
