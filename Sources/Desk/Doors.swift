import Attendance

extension DeviceID {
    /// The database itself, as a source of evidence.
    package static let own = DeviceID(1)
}

/// A door as the office sees it: how its day has been.
package struct DoorHealth: Equatable, Sendable {
    package var device: DeviceID
    package var name: String
    /// This database's own.
    package var isOwn: Bool
    package var classroom: String?
    /// Since the moment asked for.
    package var attempts: Int
    package var refused: Int
    package var last: Moment?
    /// Where it joined this hub.
    package var contact: DoorContact?

    package init(
        device: DeviceID, name: String, isOwn: Bool, classroom: String?, attempts: Int,
        refused: Int,
        last: Moment?, contact: DoorContact? = nil
    ) {
        self.device = device
        self.name = name
        self.isOwn = isOwn
        self.classroom = classroom
        self.attempts = attempts
        self.refused = refused
        self.last = last
        self.contact = contact
    }
}

/// How a door that joined is with its hub.
package struct DoorContact: Equatable, Sendable {
    package var last: Moment
    /// Lines that it had and had not sent then.
    package var waiting: Int64
    /// Lines that the hub keeps aside.
    package var quarantined: Int

    package init(last: Moment, waiting: Int64, quarantined: Int) {
        self.last = last
        self.waiting = waiting
        self.quarantined = quarantined
    }
}
