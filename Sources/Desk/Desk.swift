import Attendance

/// The desk: every verb of the house, for every surface. It takes a moment and chance from what it
/// was given, rules from `Attendance`, and keeps everything in the ledger.
package struct Desk: Sendable {
    package let ledger: any Ledger
    package let zone: SchoolZone
    /// Where neither a course nor a session says otherwise.
    package let graceMinutes: Int
    package let now: @Sendable () -> Moment
    /// False while nobody knows what time it is: `now` is a guess then.
    package let isClockSure: @Sendable () -> Bool

    package init(
        ledger: any Ledger, zone: SchoolZone, graceMinutes: Int,
        now: @escaping @Sendable () -> Moment,
        isClockSure: @escaping @Sendable () -> Bool = { true }
    ) {
        self.ledger = ledger
        self.zone = zone
        self.graceMinutes = graceMinutes
        self.now = now
        self.isClockSure = isClockSure
    }

    package func newID(at moment: Moment) -> UniqueID {
        var random = SystemRandomNumberGenerator()
        return UniqueID(at: moment, randomHigh: random.next(), randomLow: random.next())
    }

    package var today: SchoolDate { zone.date(of: now()) }

    /// Settles a student's evidence on an occurrence again and keeps what stands.
    @discardableResult
    package func resettle(
        _ user: UserID, on occurrence: OccurrenceID, _ ledger: any LedgerWriting, by actor: Actor
    ) throws -> AttendanceRecord? {
        let settlement = settle(try ledger.evidence(on: occurrence, about: user).evidence)
        return try ledger.keep(settlement, of: user, on: occurrence, at: now(), by: actor)
    }
}

/// Why a verb was not carried out: a value, to be voiced.
package enum DeskRefusal: Error, Equatable, Sendable {
    /// What was looked for, in words: `session 12`.
    case notFound(String)
    case sessionIs(SessionChange.Reason)
    case notOnRoster
    case nothingToTakeBack
    case flagNotRaised
    case alreadyThere(String)
    /// Somebody who is to teach and is no member of the staff: their code.
    case notStaff(String)
    /// What is to be held again is not cancelled.
    case notCancelled
    /// Codes of a roster that somebody active in another source has.
    case codesTaken([String])
    /// The code of a course that a list names, and that more than one has.
    case severalCourses(String)
    case notLinked(parent: UserID, child: UserID)
    case excusal(Excusal.Refusal)
    case onHold(LegalHold)
    case massRemoval(what: String, removed: Int, of: Int)
}
