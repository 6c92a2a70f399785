import Attendance
import Desk

extension SQLTransaction {
    package func keep(
        _ attempt: Attempt, _ ruling: Ruling, record: RecordID?, receipt: String?
    ) throws {
        try run(
            Self.attemptRows.single,
            Self.arguments(
                attempt.id, attempt.moment, (attempt.origin.device, attempt.origin.classroom),
                (
                    attempt.scan.content.kind, attempt.scan.byteCount, attempt.scan.isFromReader,
                    ruling.repair
                ),
                ruling.decision, (ruling.user, ruling.session, record),
                isFailedTail: ruling.isFailedTail, receipt: receipt))
        try tell(attempt, ruling, receipt: receipt)
    }

    static let attemptRows = BulkInsert(
        "attempt",
        [
            ("id", .bytes), ("device_id", .integer), ("classroom_id", .integer),
            ("moment", .integer), ("kind", .text), ("byte_count", .integer),
            ("from_reader", .integer), ("outcome", .text), ("reason", .text), ("detail", .text),
            ("amount", .integer), ("other_moment", .integer), ("room", .text),
            ("number", .integer), ("checkin_time", .integer), ("method", .text),
            ("user_id", .integer), ("session_id", .integer), ("record_id", .integer),
            ("failed_tail", .integer), ("receipt", .text), ("repair", .text),
        ])

    static func arguments(
        _ id: UniqueID, _ moment: Moment, _ place: (device: DeviceID, room: ClassroomID?),
        _ scan: (kind: String, byteCount: Int, isFromReader: Bool, repair: ReaderRule?),
        _ decision: Decision,
        _ about: (user: UserID?, session: CheckinSessionID?, record: RecordID?),
        isFailedTail: Bool, receipt: String?
    ) -> SQLArguments {
        let kept = KeptDecision(decision)
        return .row(
            id.bytes, place.device.number, place.room?.number, moment.milliseconds, scan.kind,
            scan.byteCount, scan.isFromReader, kept.outcome, kept.reason, kept.detail,
            kept.amount,
            kept.otherMoment?.milliseconds, kept.room, kept.settlement?.number?.rawValue,
            kept.settlement?.checkinTime?.milliseconds, kept.settlement?.method?.rawValue,
            about.user?.number, kept.session?.number ?? about.session?.number,
            about.record?.number, isFailedTail, receipt, scan.repair?.rawValue)
    }

    package func keep(_ arrived: [ArrivedAttempt]) throws {
        var rows: [SQLArguments] = []
        for one in arrived {
            rows.append(
                Self.arguments(
                    one.id, one.moment, (one.door.device, one.door.classroom),
                    (one.scanKind, one.byteCount, one.isFromReader, one.repair), one.decision,
                    (one.user, one.session, one.record), isFailedTail: one.isFailedTail,
                    receipt: one.receipt))
        }
        try insert(rows, Self.attemptRows.ignoringWhatIsThere("id"))
    }

    package func answer(to attempt: UniqueID) throws -> Answer? {
        let found = try first(
            """
            SELECT outcome, reason, detail, amount, other_moment, room, number, checkin_time,
              method, user_id, session_id, record_id, receipt FROM attempt WHERE id = ?
            """, [attempt.bytes]
        ) { columns in
            (
                try KeptDecision(&columns), columns.takeIDIf() as UserID?,
                columns.takeIDIf() as CheckinSessionID?, columns.takeIDIf() as RecordID?,
                columns.takeIf(String.self)
            )
        }
        guard let (kept, user, session, record, receipt) = found else { return nil }
        let decision = try kept.decision(user: user, session: session)
        var answer = Answer(decision: decision, record: record)
        answer.receipt = receipt
        switch decision {
        case .accepted, .repeated, .staff: answer.person = try user.flatMap { try self.user($0) }
        case .refused, .chosen: break
        }
        answer.session = try session.flatMap { try self.session($0)?.session }
        return answer
    }
}

extension SQLTransaction {
    package func typedEntry(_ attempt: UniqueID, at device: DeviceID) throws -> TypedEntry? {
        try first(
            """
            SELECT a.moment, a.user_id, v.occurrence_id FROM attempt a
            JOIN evidence v ON v.id = a.id AND v.kind = 'scan'
            WHERE a.id = ? AND a.device_id = ? AND a.outcome = 'accepted' AND a.method = ?
            """, [attempt.bytes, device.number, CheckinMethod.last4.rawValue]
        ) { columns in
            TypedEntry(
                id: attempt, moment: try columns.takeMoment(), user: try columns.takeID(),
                occurrence: try columns.takeID())
        }
    }
}

extension Attempt.Origin {
    /// A telephone's attempts are this database's own.
    fileprivate var device: DeviceID {
        switch self {
        case .door(let door): door.device
        case .phone: .own
        }
    }

    fileprivate var classroom: ClassroomID? {
        switch self {
        case .door(let door): door.classroom
        case .phone: nil
        }
    }
}

extension Scan.Content {
    /// What is kept and logged of a scan, beside its length.
    var kind: String {
        switch self {
        case .nothing: "nothing"
        case .rejected(let why): why.rawValue
        case .schedule: "schedule"
        case .withdrawal: "withdrawal"
        case .myDay: "my_day"
        case .pairing: "pairing"
        case .sessionLink: "session_link"
        case .token: "token"
        }
    }
}

/// A decision in columns, from which it can be answered again.
private struct KeptDecision {
    var outcome: String
    var reason: String?
    var detail: String?
    /// Digits needed, or seconds to wait; of `wrong_room` the occurrence.
    var amount: Int64?
    var otherMoment: Moment?
    var room: String?
    var settlement: Settlement?
    var session: CheckinSessionID?

    init(_ decision: Decision) {
        switch decision {
        case .accepted(let settlement):
            outcome = "accepted"
            self.settlement = settlement
        case .repeated(let settlement):
            outcome = "repeated"
            self.settlement = settlement
        case .chosen(let id):
            outcome = "chosen"
            session = id
        case .staff:
            outcome = "staff"
        case .refused(let refusal):
            outcome = "refused"
            refuse(refusal)
        }
    }

    private mutating func refuse(_ refusal: Refusal) {
        switch refusal {
        case .unreadable: reason = "unreadable"
        case .blocked: reason = "blocked"
        case .closed: reason = "closed"
        case .wait(let seconds):
            reason = "wait"
            amount = Int64(seconds)
        case .noSession(let next):
            reason = "no_session"
            otherMoment = next
        case .notOnRoster(let why):
            reason = "not_on_roster"
            detail = why.rawValue
        case .wrongRoom(let elsewhere):
            reason = "wrong_room"
            amount = elsewhere.occurrence.number
            room = elsewhere.room
            otherMoment = elsewhere.start
        case .ambiguous(let digits):
            reason = "ambiguous"
            amount = Int64(digits)
        }
    }

    init(_ columns: inout Columns) throws {
        outcome = try columns.take()
        reason = columns.takeIf()
        detail = columns.takeIf()
        amount = columns.takeIf()
        otherMoment = try columns.takeMomentIf()
        room = columns.takeIf()
        settlement = Settlement(
            number: try columns.takeIf(AttendanceNumber.init(rawValue:)),
            checkinTime: try columns.takeMomentIf(),
            method: try columns.takeIf(CheckinMethod.init(rawValue:)), remark: "", row: 0)
    }

    func decision(user: UserID?, session: CheckinSessionID?) throws -> Decision {
        switch (outcome, user, session) {
        case ("accepted", _, _): return .accepted(settlement!)
        case ("repeated", _, _): return .repeated(settlement!)
        case ("chosen", _, let session?): return .chosen(session)
        case ("staff", let user?, _): return .staff(user)
        case ("refused", _, _): return .refused(try refusal())
        default: throw incomplete
        }
    }

    private func refusal() throws -> Refusal {
        switch (reason, amount) {
        case ("unreadable", _): return .unreadable
        case ("blocked", _): return .blocked
        case ("closed", _): return .closed
        case ("wait", let seconds?): return .wait(seconds: Int(seconds))
        case ("no_session", _): return .noSession(next: otherMoment)
        case ("not_on_roster", _):
            guard let why = detail.flatMap(Refusal.Why.init(rawValue:)) else { throw incomplete }
            return .notOnRoster(why)
        case ("wrong_room", let occurrence?):
            guard let room, let start = otherMoment else { throw incomplete }
            return .wrongRoom(
                Elsewhere(occurrence: OccurrenceID(occurrence), room: room, start: start))
        case ("ambiguous", let digits?): return .ambiguous(digitsNeeded: Int(digits))
        default: throw incomplete
        }
    }

    private var incomplete: LedgerFault { .damaged("an attempt kept as \(outcome) is incomplete") }
}
