import Attendance
import Desk
import Wire

/// One student of a lesson's roster as the page shows them, with what may be done.
struct LessonRow {
    let row: RosterRow
    /// Nil where nothing is known of the student but the enrolment.
    let evidence: Evidence?
    let lesson: Lesson

    private var status: CheckinStatus? { row.record?.status }

    /// Late, or there after all: whom the teacher did not see come.
    var isLateArrival: Bool {
        status == .late || row.record?.flags.contains(.lateAfterAbsent) == true
    }

    func values(_ call: Call, _ shown: RosterShown) -> [String: Any] {
        let words = call.voice.words
        let student = row.student
        return [
            "id": "\(student.id.number)", "name": student.fullName, "code": student.code.text,
            "class": student.studentClass, "status": status?.rawValue ?? "",
            "said": status.map { words.status($0) } ?? call.word("roster_missing"),
            "at": at(call), "by": row.record?.method.map { call.word("by_\($0.rawValue)") } ?? "",
            "remark": row.record?.remark ?? "", "why": why,
            "stands": status != nil, "isWritten": shown.row == student.id,
            "write": lesson.path + shown.query(writingOf: student.id),
            "hasMark": evidence?.latestMark != nil,
            "hasScan": evidence.map { !$0.validScans.isEmpty } ?? false,
            "marks": CheckinStatus.allCases.map { mark in
                [
                    "status": mark.rawValue, "word": words.status(mark),
                    "pressed": mark == status ? "true" : "false",
                ]
            },
            "flags": flags(call),
        ]
    }

    /// As the late arrivals have it.
    func arrival(_ call: Call, isHere: (UserID) -> Bool) -> [String: Any] {
        let code = isHere(row.student.id) ? "" : "?find=\(row.student.code.key)"
        return [
            "id": "\(row.student.id.number)", "name": row.student.fullName,
            "place": (code.isEmpty ? "" : lesson.path + code) + "#s\(row.student.id.number)",
            "at": (row.record?.checkinTime ?? lastScan).map { "\(call.desk.zone.time(of: $0))" }
                ?? "",
            "isFlagged": row.record?.flags.contains(.lateAfterAbsent) == true,
        ]
    }

    /// Of whoever stays absent although they came.
    private var lastScan: Moment? {
        guard let evidence else { return nil }
        let valid = Set(evidence.validScans)
        return evidence.entries.filter { valid.contains($0.id) }.map(\.moment).max()
    }

    private func at(_ call: Call) -> String {
        row.record?.checkinTime.map { "\(call.desk.zone.time(of: $0))" } ?? ""
    }

    /// A record of which only a flag stands is not one to name: its student is.
    private var why: String {
        guard let record = row.record else { return "" }
        if record.number != nil { return "/teach/records/\(record.id.number)" }
        return record.flags.isEmpty ? "" : "\(lesson.path)/students/\(row.student.id.number)"
    }

    private func flags(_ call: Call) -> [[String: Any]] {
        let raised = row.record?.flags ?? []
        return RecordFlag.allCases.filter(raised.contains).map { flag in
            ["flag": flag.rawValue, "word": call.word("flag_\(flag.rawValue)")]
        }
    }
}
