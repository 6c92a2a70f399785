import Attendance

/// A door as the office sees it: how its day has been.
package struct DoorHealth: Equatable, Sendable {
    package var device: DeviceID
    package var name: String
    package var classroom: String?
    /// Since the moment asked for.
    package var attempts: Int
    package var refused: Int
    package var last: Moment?

    package init(
        device: DeviceID, name: String, classroom: String?, attempts: Int, refused: Int,
        last: Moment?
    ) {
        self.device = device
        self.name = name
        self.classroom = classroom
        self.attempts = attempts
        self.refused = refused
        self.last = last
    }
}
