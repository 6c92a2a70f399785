/// An entry by the last of a code that a door took at once: who was meant was shown, and for a
/// while one key takes it back.
package struct TypedEntry: Equatable, Sendable {
    /// The attempt, which is its scan's id too.
    package var id: UniqueID
    package var moment: Moment
    package var user: UserID
    package var occurrence: OccurrenceID

    /// How long it can be taken back.
    package static let secondsToWithdraw: Int64 = 10

    package init(id: UniqueID, moment: Moment, user: UserID, occurrence: OccurrenceID) {
        self.id = id
        self.moment = moment
        self.user = user
        self.occurrence = occurrence
    }

    /// The void that takes it back at a moment; nil where it is too late, or was done before.
    package func withdrawal(at moment: Moment, given evidence: Evidence) -> EvidenceEntry.Kind? {
        let age = moment.wholeSeconds - self.moment.wholeSeconds
        guard (0...Self.secondsToWithdraw).contains(age), evidence.validScans.contains(id) else {
            return nil
        }
        return .void(scans: [id])
    }
}
