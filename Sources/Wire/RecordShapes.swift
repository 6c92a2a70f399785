import Attendance
import Desk

extension Shapes {
    package func record(_ detail: RecordDetail) -> JSON {
        let record = detail.record
        return [
            "id": JSON(record.id.number), "session_id": JSON(detail.session?.number),
            "student_id": JSON(detail.student.id.number),
            "full_name": .string(detail.student.fullName),
            "user_code": .string(detail.student.code.text),
            "status": JSON(record.status?.rawValue), "checkin_time": stamp(record.checkinTime),
            "method": JSON(record.method?.rawValue), "remark": .string(record.remark),
            "flags": flags(record.flags), "created_at": stamp(record.createdAt),
            "updated_at": stamp(record.updatedAt),
        ]
    }

    func flags(_ flags: Set<RecordFlag>) -> JSON {
        .array(flags.map(\.rawValue).sorted().map(JSON.string))
    }

    /// Who would become what.
    package func rehearsed(_ change: (student: User, status: CheckinStatus)) -> JSON {
        [
            "student_id": JSON(change.student.id.number),
            "full_name": .string(change.student.fullName),
            "user_code": .string(change.student.code.text),
            "status": .string(change.status.rawValue),
        ]
    }

    /// Which evidence, rule, times and mark made a record what it is.
    package func explanation(
        of detail: RecordDetail, at occurrence: Occurrence, from known: Facts.Candidate
    ) -> JSON {
        let evidence = known.evidence
        let settled = settle(evidence)
        let counting = Set(evidence.validScans)
        let isMarked = (5...9).contains(settled.row)
        let entries = evidence.entries.sorted {
            ($0.place.revision ?? .max, $0.place.seq) < ($1.place.revision ?? .max, $1.place.seq)
        }
        return [
            "record": record(detail), "session_id": JSON(detail.session?.number),
            "student_id": JSON(detail.student.id.number),
            "status": JSON(settled.status?.rawValue), "row": JSON(settled.row),
            "rule": .string(Self.rules[settled.row - 1]),
            "start": stamp(zone.moment(occurrence.date, occurrence.start)),
            "late_after": stamp(evidence.lateAfter), "revision": JSON(known.place.seen),
            "is_closed": .bool(evidence.isClosed), "is_cancelled": .bool(evidence.isCancelled),
            "is_excused": .bool(evidence.isExcused), "is_expected": .bool(evidence.isExpected),
            "override": isMarked ? JSON(evidence.latestMark?.description) : .null,
            "evidence": .array(entries.map { entry($0, counts: counting.contains($0.id)) }),
            "periods": .array(settled.periods.map(period)),
        ]
    }

    /// The rows of the settling table, in words.
    private static let rules = [
        "Nothing is known, and the session is not closed: no record.",
        "Nothing was known when the session closed: absent, or leave where excused.",
        "The earliest scan was in time: present.",
        "The earliest scan was after the last moment of being on time: late.",
        "Staff marked it so.",
        "Staff marked absent, and there is no scan.",
        "Staff marked absent and knew of a scan: later scans change nothing.",
        "Staff marked absent, and an earlier scan came to light: absent, and flagged.",
        "Staff marked absent, and a scan came after: as the scan has it, and flagged.",
        "An excusal and a scan: as the scan has it.",
        "What there was has been taken back.",
        "Staff accepted a flagged scan: as that scan has it.",
    ]

    private func period(_ period: Settlement.Period) -> JSON {
        [
            "section": JSON(period.section), "status": JSON(period.number?.status.rawValue),
            "number": JSON(period.number?.rawValue), "checkin_time": stamp(period.checkinTime),
            "row": JSON(period.row),
        ]
    }

    private func entry(_ entry: EvidenceEntry, counts: Bool) -> JSON {
        var kind = ""
        var said: [String: JSON] = [:]
        func targets(_ ids: [UniqueID]) -> JSON { .array(ids.map { .string($0.description) }) }
        switch entry.kind {
        case .scan(let scanned):
            kind = "scan"
            said["method"] = .string(scanned.method.rawValue)
            said["flag"] = JSON(scanned.heldFor?.flag.rawValue)
        case .mark(let mark):
            kind = "mark"
            said["method"] = .string(mark.method.rawValue)
            said["status"] = .string(mark.value.status.rawValue)
            if case .number(let number) = mark.value { said["number"] = JSON(number.rawValue) }
            said["period"] = JSON(mark.period)
            said["remark"] = JSON(mark.remark)
        case .retraction(let mark):
            kind = "retraction"
            said["targets"] = targets([mark])
        case .void(let scans):
            kind = "void"
            said["targets"] = targets(scans)
        case .timing(let scans, _):
            kind = "verdict"
            said["flag"] = .string(RecordFlag.clockUncertain.rawValue)
            said["accepted"] = true
            said["targets"] = targets(scans)
        case .verdict(let flag, let accepted, let scans):
            kind = "verdict"
            said["flag"] = .string(flag.rawValue)
            said["accepted"] = .bool(accepted)
            said["targets"] = targets(scans)
        }
        var members: [(String, JSON)] = [
            ("id", .string(entry.id.description)), ("kind", .string(kind)),
            ("moment", stamp(entry.moment)),
        ]
        for name in ["method", "status", "number", "period", "remark", "flag", "accepted"] {
            members.append((name, said[name] ?? .null))
        }
        members += [
            ("targets", said["targets"] ?? []), ("revision", JSON(entry.place.revision)),
            ("seen", JSON(entry.place.seen)), ("device_id", JSON(entry.place.device.number)),
            ("counts", .bool(counts)),
        ]
        return .object(members)
    }
}

extension Shapes {
    /// A check code that was confirmed.
    package func receipt(_ receipt: Receipt) -> JSON {
        [
            "code": .string(receipt.code), "moment": stamp(receipt.moment),
            "user_code": .string(receipt.student.code.text),
            "full_name": .string(receipt.student.fullName),
            "course": course(receipt.occurrence.course),
            "occurrence": occurrence(receipt.occurrence),
            "status_then": .string(receipt.then.status.rawValue),
            "status_now": JSON(receipt.now?.status?.rawValue),
        ]
    }
}
