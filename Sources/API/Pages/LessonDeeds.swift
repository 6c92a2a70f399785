import Attendance
import Desk
import Wire

/// What a teacher decides about one student of a lesson, and what made of it what it is.
enum LessonDeeds {
    private static let base = "/teach/lessons/{id}"

    static let all: [Endpoint] = [
        .get(base + "/students/{student}", .changeRoster, explainStudent),
        .post(base + "/students/{student}", .changeRoster, query: RosterShown.names, decide),
        .post(base + "/walk-ins", .changeOccurrence, query: RosterShown.names, walkIn),
        .get("/teach/records/{id}", .readRecords, explainRecord),
    ]

    private static let longestCode = 64

    // Deciding

    private static func decide(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let lesson = try Lesson(call, for: .changeRoster, ledger)
        let student: UserID = try call.id(at: 1)
        let back = lesson.path + RosterShown(call).query(after: student)
        guard let session = lesson.session else {
            return call.refused(.sessionIs(.draft), back: back)
        }
        let record = try ledger.record(of: student, on: lesson.held.id)
        let form = call.form(["do", "flag", "remark", "status"])
        if form["do"] == "remark", let record, record.number != nil {
            if form["remark"].map({ $0.replacing("\r\n", with: "\n") }) == record.remark {
                return .go(to: back)
            }
            // A remark is a mark of what stands: it would settle what is still to be judged.
            if !record.flags.isEmpty { return call.refused("refused_flag_first", back: back) }
        }
        guard let act = act(form, on: record) else {
            return call.refused(
                "refused_form", ["most": "\(Body.longestRemark)"], back: back)
        }
        let result = try call.desk.act(
            act, on: student, in: session, by: call.token.actor, in: ledger)
        if case .failure(let refusal) = result { return call.refused(refusal, back: back) }
        return .go(to: back)
    }

    /// Nil where the form is none of ours.
    private static func act(_ form: Query, on record: AttendanceRecord?) -> StaffAct? {
        let deed = form["do"] ?? ""
        if let status = CheckinStatus(rawValue: deed) {
            return .mark(.init(value: .status(status)))
        }
        switch deed {
        case "retract": return .retract
        case "void": return .void
        case "accept", "dismiss":
            return form["flag"].flatMap(RecordFlag.init(rawValue:))
                .map { .judge($0, accepting: deed == "accept") }
        case "remark":
            guard let text = form["remark"].flatMap(remark(of:)) else { return nil }
            if record?.number != nil { return .remark(text) }
            return form["status"].flatMap(CheckinStatus.init(rawValue:))
                .map { .mark(.init(value: .status($0), remark: text)) }
        default: return nil
        }
    }

    /// Nil where it is too long, or holds what cannot be read.
    private static func remark(of text: String) -> String? {
        let text = text.replacing("\r\n", with: "\n")
        let isPrintable = text.unicodeScalars.allSatisfy {
            $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control
        }
        return isPrintable && text.unicodeScalars.count <= Body.longestRemark ? text : nil
    }

    // Walking in

    private static func walkIn(_ call: Call, _ ledger: any LedgerWriting) throws -> Reply {
        let lesson = try Lesson(call, for: .changeOccurrence, ledger)
        let back = lesson.path + RosterShown(call).query
        guard let session = lesson.session, lesson.status != .draft else {
            return call.refused(.sessionIs(.draft), back: back)
        }
        let typed = (call.form(["code"])["code"] ?? "").filter { !$0.isWhitespace }
        guard typed.utf8.count <= longestCode, let code = UserCode(typed),
            let user = try ledger.user(code: code), !user.isArchived
        else {
            return call.refused(
                "walk_in_unknown", ["code": String(typed.prefix(longestCode))], back: back)
        }
        if user.role != .student {
            return call.refused("walk_in_staff", ["code": code.text], back: back)
        }
        let result = try call.desk.walkIn(
            user.id, to: session.session.id, by: call.token.actor, in: ledger)
        switch result {
        case .failure(let refusal): return call.refused(refusal, back: back)
        case .success(let (_, isNew)):
            if isNew { return .go(to: back) }
            return call.refused("walk_in_there", ["name": user.fullName], back: back)
        }
    }

    // Explaining

    private static func explainStudent(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let lesson = try Lesson(call, for: .changeRoster, ledger)
        let row = try ledger.rosterRow(of: try call.id(at: 1), on: lesson.held.id)
        guard let row, let record = row.record else { throw Problem.notFound }
        let found = RecordDetail(
            record: record, student: row.student, occurrence: lesson.held.id,
            session: lesson.session?.session.id)
        return try explain(found, lesson.held, call, ledger)
    }

    private static func explainRecord(_ call: Call, _ ledger: any LedgerReading) throws -> Reply {
        let found = try ledger.record(try call.id())
        try call.require(.readRecords, try call.ownership(of: found, ledger))
        guard let found, let held = try ledger.occurrence(found.occurrence) else {
            throw Problem.notFound
        }
        return try explain(found, held, call, ledger)
    }

    private static func explain(
        _ found: RecordDetail, _ held: Occurrence, _ call: Call, _ ledger: any LedgerReading
    ) throws -> Reply {
        let explained = try Explained(found, held, call, ledger).values
        let back = "\(Lesson.path(held.id))#s\(found.student.id.number)"
        return call.page("teach-record", explained.merging(["back": back]) { $1 })
    }
}
