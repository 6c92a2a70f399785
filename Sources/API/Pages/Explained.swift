import Attendance
import Desk
import Wire

/// What a page says of a record: which rule made it what it is, and from what.
struct Explained {
    let values: [String: Any]

    init(
        _ found: RecordDetail, _ held: Occurrence, _ call: Call, _ ledger: any LedgerReading
    ) throws {
        let words = call.voice.words
        let zone = call.desk.zone
        let evidence = try ledger.evidence(on: found.occurrence, about: found.student.id).evidence
        let settled = settle(evidence)
        let counting = Set(evidence.validScans)
        let entries = evidence.entries.sorted { $0.moment < $1.moment }
        values = [
            "course": held.course.name, "date": "\(held.date)",
            "weekday": words(weekday: held.date.weekday), "start": "\(held.start)",
            "room": held.classroom?.name ?? "", "name": found.student.fullName,
            "status": settled.status?.rawValue ?? "",
            "said": settled.status.map { words.status($0) } ?? call.word("no_record"),
            "rule": call.word("rule_\(settled.row)"),
            "late": call.word(
                "late_after", ["time": "\(zone.time(of: evidence.lateAfter))"]),
            "remark": found.record.remark,
            "entries": entries.map { entry in
                [
                    "time": "\(zone.time(of: entry.moment))",
                    "what": Self.what(entry, counts: counting.contains(entry.id), call),
                ]
            },
            "isEmpty": entries.isEmpty,
        ]
    }

    private static func what(_ entry: EvidenceEntry, counts: Bool, _ call: Call) -> String {
        switch entry.kind {
        case .scan(let scan):
            let said = call.word("by_\(scan.method.rawValue)")
            return counts ? said : call.word("not_counted", ["what": said])
        case .mark(let mark):
            return call.word(
                "marked", ["status": call.voice.words.status(mark.value.status)])
        case .retraction: return call.word("mark_retracted")
        case .void: return call.word("scan_voided")
        case .timing:
            return call.word("flag_accepted", ["flag": call.word("flag_clock_uncertain")])
        case .verdict(let flag, let isAccepted, _):
            return call.word(
                isAccepted ? "flag_accepted" : "flag_dismissed",
                ["flag": call.word("flag_\(flag.rawValue)")])
        }
    }
}
