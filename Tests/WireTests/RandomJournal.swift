import Attendance
import TestKit

@testable import Wire

/// Journal lines by chance, of every kind.
struct RandomJournal {
    var dice: SeededDice

    init(seed: Int) { dice = SeededDice(seed: UInt64(seed) + 1) }

    mutating func pick<Value>(_ values: [Value]) -> Value { values.randomElement(using: &dice)! }

    mutating func maybe<Value>(_ value: Value) -> Value? { Bool.random(using: &dice) ? value : nil }

    mutating func id() -> UniqueID { UniqueID(high: dice.next(), low: dice.next()) }

    mutating func ids(_ range: ClosedRange<Int>) -> [UniqueID] {
        (0..<Int.random(in: range, using: &dice)).map { _ in id() }
    }

    mutating func whole(_ range: ClosedRange<Int64> = 0...SyncFields.largest) -> Int64 {
        switch Int.random(in: 0..<8, using: &dice) {
        case 0: range.lowerBound
        case 1: range.upperBound
        default: Int64.random(in: range, using: &dice)
        }
    }

    mutating func moment() -> Moment { Moment(milliseconds: whole(SyncFields.moments)) }

    mutating func text(most: Int) -> String {
        let letters: [Character] = ["a", "é", "张", "\"", "\\", "\n", "\t", "=", "<", "👩‍🏫", " "]
        var text = ""
        for _ in 0..<Int.random(in: 0...20, using: &dice) { text.append(pick(letters)) }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(most)))
    }

    mutating func line() -> JournalLine {
        JournalLine(
            id: id(), seq: whole(1...SyncFields.largest), moment: moment(),
            time: BootTime(boot: id(), milliseconds: whole(SyncFields.moments)), roster: whole(),
            deed: deed())
    }

    mutating func doer() -> JournalDoer {
        JournalDoer(user: maybe(id()), origin: text(most: JournalDoer.longestOrigin))
    }

    private mutating func deed() -> JournalLine.Deed {
        switch Int.random(in: 0..<4, using: &dice) {
        case 0: .attempt(attempt())
        case 1: .evidence(evidence())
        case 2:
            .session(
                JournalSession(
                    occurrence: id(), kind: event(), saw: Set(ids(0...SessionEvent.mostSeen)),
                    doer: doer()))
        default: .walkIn(JournalWalkIn(user: id(), occurrence: id(), doer: doer()))
        }
    }

    mutating func event() -> SessionEvent.Kind {
        let grace = Int(whole(0...JournalSession.mostGraceMinutes))
        let code = SessionCode(using: &dice)
        return pick([
            .created(graceMinutes: grace), .opened(code: code, graceMinutes: grace), .closed,
            .reopened,
        ])
    }

    mutating func evidence() -> JournalEvidence {
        JournalEvidence(
            user: id(), occurrence: id(), seen: whole(), kind: evidenceKind(), doer: doer())
    }

    private mutating func evidenceKind() -> EvidenceEntry.Kind {
        let scans = ids(1...5)
        switch Int.random(in: 0..<6, using: &dice) {
        case 0:
            return .scan(
                .init(
                    method: pick(CheckinMethod.allCases),
                    heldFor: pick([nil, .wrongRoom, .unrostered]),
                    doubts: Set(ids(0...3).map { _ in pick(RecordFlag.allCases) })))
        case 1:
            let numbers = AttendanceNumber.allCases.filter { $0 != .inferred }
            let value: EvidenceEntry.Mark.Value =
                Bool.random(using: &dice)
                ? .status(pick(CheckinStatus.allCases)) : .number(pick(numbers))
            return .mark(
                .init(
                    value: value, period: maybe(Int(whole(JournalEvidence.periods))),
                    remark: maybe(text(most: JournalEvidence.longestRemark)),
                    method: pick(CheckinMethod.allCases)))
        case 2: return .retraction(mark: id())
        case 3: return .void(scans: scans)
        case 4: return .timing(scans: scans, shift: whole(JournalEvidence.shifts))
        default:
            return .verdict(
                pick(RecordFlag.allCases), accepted: .random(using: &dice), scans: scans)
        }
    }

    private mutating func attempt() -> JournalAttempt {
        JournalAttempt(
            room: id(), occurrence: maybe(id()), user: maybe(id()),
            scanKind: pick(["token", "too_long", "nothing"]), byteCount: Int(whole(0...300)),
            isFromReader: .random(using: &dice), outcome: outcome(),
            isFailedTail: .random(using: &dice), receipt: maybe("7KQ2"),
            repair: maybe(pick(ReaderRule.allCases)))
    }

    private mutating func outcome() -> JournalAttempt.Outcome {
        let told = JournalAttempt.Told(
            number: maybe(.late), checkinTime: maybe(moment()), method: maybe(.last4))
        let reasons: [JournalAttempt.Reason] = [
            .unreadable, .wait(seconds: 8), .blocked, .noSession(next: maybe(moment())), .closed,
            .notOnRoster(pick([.unknownCode, .unknownTail, .notEnrolled])),
            .wrongRoom(occurrence: id(), room: text(most: 100), start: moment()),
            .ambiguous(digitsNeeded: 6),
        ]
        return pick([
            .accepted(told), .repeated(told), .chosen, .staff, .refused(pick(reasons)),
            .refused(pick(reasons)),
        ])
    }
}
