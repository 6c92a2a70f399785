/// One try to check in: what was presented, when, and by which way it came.
///
/// The id is made once at the edge, so a retry is the same attempt.
package struct Attempt: Equatable, Sendable {
    package let id: UniqueID
    package let scan: Scan
    package let moment: Moment
    package let origin: Origin

    /// By which way it came.
    package enum Origin: Hashable, Sendable {
        case door(Door)
        /// A student's own telephone, for one session; that they are in the room was proven.
        case phone(CheckinSessionID)

        /// How a full code came.
        package var method: CheckinMethod {
            switch self {
            case .door: .card
            case .phone: .phone
            }
        }
    }

    /// Where an attempt is made: a reader in a classroom.
    package struct Door: Hashable, Sendable {
        package let device: DeviceID
        package let classroom: ClassroomID

        package init(device: DeviceID, classroom: ClassroomID) {
            self.device = device
            self.classroom = classroom
        }
    }

    package init(id: UniqueID, scan: Scan, moment: Moment, origin: Origin) {
        self.id = id
        self.scan = scan
        self.moment = moment
        self.origin = origin
    }
}
