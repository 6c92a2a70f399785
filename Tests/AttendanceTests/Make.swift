import Attendance

// Evidence in few words. Moments are minutes after the start of the class; its grace is ten.

func at(_ minutes: Int) -> Moment { Moment(seconds: 1_773_014_400 + Int64(minutes) * 60) }

func id(_ number: Int) -> UniqueID { UniqueID(high: 0x7000, low: UInt64(number)) }

func evidence(
    _ entries: [EvidenceEntry], closed: Bool = false, cancelled: Bool = false,
    excused: Bool = false, sections: [Int] = [1]
) -> Evidence {
    Evidence(
        entries: entries, sections: sections, lateAfter: at(10), isClosed: closed,
        isCancelled: cancelled, isExcused: excused)
}

/// An entry of this database: its revision is its id, and it has seen all before it unless told.
func entry(
    _ number: Int, _ minutes: Int, seen: Int? = nil, device: Int64 = 1,
    _ kind: EvidenceEntry.Kind
) -> EvidenceEntry {
    EvidenceEntry(
        id: id(number), moment: at(minutes),
        place: EvidencePlace(
            revision: number, seen: seen ?? number - 1, device: DeviceID(device), seq: number),
        kind: kind)
}

/// A scan that came from another door, so that only a revision makes it known.
func scan(_ number: Int, _ minutes: Int, heldFor: EvidenceEntry.HoldReason? = nil)
    -> EvidenceEntry
{
    entry(number, minutes, device: 2, .scan(.init(method: .card, heldFor: heldFor)))
}

func mark(
    _ number: Int, _ minutes: Int, _ status: CheckinStatus, seen: Int? = nil, period: Int? = nil,
    remark: String? = nil
) -> EvidenceEntry {
    entry(
        number, minutes, seen: seen,
        .mark(.init(value: .status(status), period: period, remark: remark)))
}

func number(
    _ number: Int, _ minutes: Int, _ value: AttendanceNumber, seen: Int? = nil, period: Int? = nil
) -> EvidenceEntry {
    entry(
        number, minutes, seen: seen,
        .mark(.init(value: .number(value), period: period, method: .sis)))
}
