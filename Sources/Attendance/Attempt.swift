/// One try to check in: what was presented, when, and by which way it came.
///
/// The id is made once at the edge, so a retry is the same attempt.
package struct Attempt: Equatable, Sendable {
    package let id: UniqueID
    package let scan: Scan
    package let moment: Moment
    package let door: Door

    /// Where an attempt is made: a reader in a classroom.
    package struct Door: Hashable, Sendable {
        package let device: DeviceID
        package let classroom: ClassroomID

        package init(device: DeviceID, classroom: ClassroomID) {
            self.device = device
            self.classroom = classroom
        }
    }

    package init(id: UniqueID, scan: Scan, moment: Moment, door: Door) {
        self.id = id
        self.scan = scan
        self.moment = moment
        self.door = door
    }
}
