/// What the desk answers to an attempt. A closed list: whoever voices it voices every case.
package enum Decision: Equatable, Sendable {
    case accepted(Settlement)
    /// Already present or late: a success.
    case repeated(Settlement)
    case refused(Refusal)
    /// A session's own code: it is in force at this door now.
    case chosen(CheckinSessionID)
    /// A teacher's or the office's card.
    case staff(UserID)
}

package enum Refusal: Equatable, Sendable {
    case unreadable
    case wait(seconds: Int)
    case blocked
    case noSession(next: Moment?)
    case closed
    /// To the person at the door all three sound the same.
    case notOnRoster(Why)
    case wrongRoom(Elsewhere)
    case ambiguous(digitsNeeded: Int)

    package enum Why: String, Sendable {
        case unknownCode = "unknown_code"
        case unknownTail = "unknown_tail"
        case notEnrolled = "not_enrolled"
    }
}

/// The class that somebody should be in now.
package struct Elsewhere: Equatable, Sendable {
    package var occurrence: OccurrenceID
    /// `5A C318`.
    package var room: String
    package var start: Moment

    package init(occurrence: OccurrenceID, room: String, start: Moment) {
        self.occurrence = occurrence
        self.room = room
        self.start = start
    }
}
