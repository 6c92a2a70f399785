import Attendance
import Desk

// What a door asks of the desk beside its loop; each ends in an event.

/// Loads what stands at the door now.
func loadView(_ setup: DoorSetup, _ events: DoorMailbox) async {
    do {
        let now = setup.desk.now()
        events.send(.view(try await setup.desk.view(of: setup.door, at: now)))
    } catch {
        report(error, events)
        events.send(.view(nil))
    }
}

/// Puts a fault into words; the loop logs it once.
func report(_ error: any Error, _ events: DoorMailbox) {
    let message = (error as? LedgerFault)?.message ?? "The kiosk failed: \(error)"
    events.send(.fault(message))
}
