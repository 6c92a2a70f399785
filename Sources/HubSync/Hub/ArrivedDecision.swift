import Attendance
import Wire

extension JournalAttempt.Outcome {
    var isSuccess: Bool {
        switch self {
        case .accepted, .repeated: true
        case .chosen, .staff, .refused: false
        }
    }
}

extension JournalAttempt.Told {
    fileprivate var settlement: Settlement {
        Settlement(
            number: number, checkinTime: checkinTime, method: method, remark: "", row: 0)
    }
}

extension Arrivals.Tried {
    /// What was decided at the door, in this database's ids; nil where it names a session that is
    /// not here.
    func decision(_ session: CheckinSessionID?) -> Decision? {
        switch attempt.outcome {
        case .accepted(let told): .accepted(told.settlement)
        case .repeated(let told): .repeated(told.settlement)
        case .chosen: session.map(Decision.chosen)
        case .staff: user.map(Decision.staff)
        case .refused(let reason): refusal(reason).map(Decision.refused)
        }
    }

    private func refusal(_ reason: JournalAttempt.Reason) -> Refusal? {
        switch reason {
        case .unreadable: .unreadable
        case .wait(let seconds): .wait(seconds: seconds)
        case .blocked: .blocked
        case .noSession(let next): .noSession(next: next)
        case .closed: .closed
        case .notOnRoster(let why): .notOnRoster(why)
        case .wrongRoom(_, let room, let start):
            elsewhere.map { .wrongRoom(Elsewhere(occurrence: $0, room: room, start: start)) }
        case .ambiguous(let digits): .ambiguous(digitsNeeded: digits)
        }
    }
}
