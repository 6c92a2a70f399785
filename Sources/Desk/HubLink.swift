import Attendance

/// A door's tie to its hub, as it is kept.
package struct HubLink: Equatable, Sendable {
    package var address: String
    /// What the hub calls this door.
    package var device: UniqueID
    package var token: String
    /// What the hub calls the room that it stands in.
    package var room: UniqueID?
    /// Which of this door's journals this is; made with the file, and anew for a copy of it.
    package var epoch: UniqueID
    /// Tells a copy of the file from the file.
    package var file: String?
    /// The last line that was written, and the last that the hub has confirmed.
    package var newest: Int64
    package var acked: Int64
    /// The revision of the room's feed that stands here, and of which life of the hub it is.
    package var roster: Int64
    package var hubEpoch: UniqueID?
    /// The status with which the hub refuses this door; nil while it does not.
    package var refusal: Int?
    package var contactAt: Moment?
    package var fixes = ClockFixes()

    package init(
        address: String, device: UniqueID, token: String, room: UniqueID? = nil, epoch: UniqueID,
        file: String? = nil, newest: Int64 = 0, acked: Int64 = 0, roster: Int64 = 0
    ) {
        self.address = address
        self.device = device
        self.token = token
        self.room = room
        self.epoch = epoch
        self.file = file
        self.newest = newest
        self.acked = acked
        self.roster = roster
    }
}

/// What a door's file holds that its hub has not confirmed yet.
package struct WaitingLines: Equatable, Sendable {
    package var count: Int64
    /// Of the oldest.
    package var since: Moment

    package init(count: Int64, since: Moment) {
        self.count = count
        self.since = since
    }
}

/// What a door's way to its hub reads.
package protocol HubLinkReading: AnyObject {
    /// Nil where this database is no door's.
    func hubLink() throws -> HubLink?
    /// The journal's lines after one of them, as they are sent: at most so many, and so many bytes,
    /// but always one where there is one.
    func journal(after seq: Int64, most count: Int, bytes: Int) throws -> [[UInt8]]
    /// The first line that is still there; nil where none is.
    func oldestLine() throws -> Int64?
    /// The classroom that the hub calls so.
    func classroom(called uid: UniqueID) throws -> Classroom?
    /// Nil where nothing waits, or there is no hub.
    func waitingLines() throws -> WaitingLines?
}

package protocol HubLinkWriting: AnyObject {
    /// Makes this database a door's. What was done before stays here alone.
    func join(_ link: HubLink, at moment: Moment) throws
    /// Keeps how far the hub has confirmed, when it was heard of, and which file this is. `newest`,
    /// `roster` and `hubEpoch` are not touched: they move with what they are about.
    func keep(_ link: HubLink) throws
    /// What the hub calls a classroom.
    func name(_ classroom: ClassroomID, as uid: UniqueID) throws
}
