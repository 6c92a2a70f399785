import Attendance

/// What a door shows while nobody is at it. It names no student.
package struct DoorView: Equatable, Sendable {
    package var inForce: SessionDetail?
    /// Of the session in force: what its rotating proof is made with.
    package var proofKey: [UInt8] = []
    package var counts = Counts()
    /// What is to come where nothing is open.
    package var next: Occurrence?
    /// What is cancelled and would not be over, in the order of the day.
    package var cancelled: [Occurrence] = []
    /// What the hub has not confirmed.
    package var waiting: WaitingLines?

    package init() {}
}

extension Desk {
    /// What stands at a door at a moment.
    package func view(of door: Attempt.Door, at moment: Moment) async throws -> DoorView {
        try await ledger.read { ledger in
            var room = try ledger.roomDay(door.classroom, at: moment, device: door.device)
            room.isClockSure = isClockSure()
            var view = DoorView()
            view.waiting = try ledger.waitingLines()
            if let session = room.inForce(at: moment)?.session {
                view.inForce = try ledger.session(session.id)
                view.proofKey = try ledger.proofKey(of: session.id)
                view.counts = try ledger.counts(of: session.occurrence)
            } else {
                view.next = try room.next(at: moment).flatMap {
                    try ledger.occurrence($0.occurrence)
                }
                view.cancelled = try room.cancelled(at: moment).compactMap {
                    try ledger.occurrence($0.occurrence)
                }
            }
            return view
        }
    }
}
