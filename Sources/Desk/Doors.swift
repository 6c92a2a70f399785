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

    package init(
        device: DeviceID, name: String, isOwn: Bool, classroom: String?, attempts: Int,
        refused: Int,
        last: Moment?
    ) {
        self.device = device
        self.name = name
        self.isOwn = isOwn
        self.classroom = classroom
        self.attempts = attempts
        self.refused = refused
        self.last = last
    }
}
