/// What staff may do at a door.
package enum StaffDeed: Equatable, Sendable {
    /// Opens what was never open.
    case open(OccurrenceID)
    /// Lets the door take check-ins for another open session.
    case choose(CheckinSessionID)
    case close(CheckinSessionID)
    /// Opens again what was closed a short while ago.
    case reopen(CheckinSessionID)
    /// Shows a link to the teacher's page, for their telephone.
    case signIn
}

extension RoomDay {
    /// How many that are to come are offered.
    package static let mostToOpen = 3
    /// How long after its closing a session is offered to be opened again.
    package static let secondsToReopen: Int64 = 3_600

    /// What there is to do to what is held here, in the order in which it is likely meant.
    package func deeds(at moment: Moment) -> [(deed: StaffDeed, slot: Slot)] {
        let held = slots.filter { !$0.isCancelled }
        let inForce = inForce(at: moment)?.session?.id
        let toCome = held.filter {
            !moment.isAtOrAfter($0.end) && ($0.session?.status ?? .draft) == .draft
        }
        var deeds = toCome.prefix(Self.mostToOpen).map { (StaffDeed.open($0.occurrence), $0) }
        for slot in held {
            guard let session = slot.session, session.isOpen(at: moment) else { continue }
            if session.id != inForce { deeds.append((.choose(session.id), slot)) }
        }
        for slot in held {
            guard let session = slot.session, session.isOpen(at: moment) else { continue }
            deeds.append((.close(session.id), slot))
        }
        for slot in held {
            guard let session = slot.session, let closed = session.closedAt,
                !moment.isAtOrAfter(closed.adding(seconds: Self.secondsToReopen))
            else { continue }
            deeds.append((.reopen(session.id), slot))
        }
        return deeds
    }
}
